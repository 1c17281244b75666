"""What `kaoping inspect` tells on the screen: what was found, and how much was looked at without finding anything."""

import re
from pathlib import Path

from click.testing import CliRunner

from kaoping.cli import cli
from kaoping.runs.outputs import read_checks
from tests.runs.small_site import pages, served

QUICK = ["--allow-private", "127.0.0.0/8", "--pace", "500", "--no-offsite"]


def test_only_checks_that_found_something_have_a_row(tmp_path: Path) -> None:
    with served(pages()) as address:
        told = CliRunner().invoke(cli, ["inspect", address, "--out", str(tmp_path / "out"), *QUICK])
    assert told.exit_code == 0, told.output
    rows = [line.split("│")[1].strip() for line in told.output.splitlines() if line.startswith("│")]
    assert "链接不可用" in rows
    assert "页面乱码" not in rows
    found = re.search(r"(\d+) 项没有发现问题；(\d+) 项不适用或没有可查的内容", told.output)
    assert found
    unmeasured = re.search(r"(\d+) 项未能检测", told.output)
    others = int(found[1]) + int(found[2]) + (int(unmeasured[1]) if unmeasured else 0)
    (asked,) = (tmp_path / "out").glob("*/checks.json")
    assert len(set(rows)) + others == len({record.check for record in read_checks(asked)})
