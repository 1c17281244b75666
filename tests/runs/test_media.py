"""A table of new media accounts decides a veto, and is drafted by a command."""

import json
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from kaoping.cli import cli
from kaoping.runs.assess import AssessRequest, assess

ASSESSMENT = """\
scheme: state-council-2019
as_of: 2022-12-31
media: media.csv
imports: imports.csv
units:
  - {id: a, name: 甲县融媒体, group: media}
  - {id: b, name: 乙县融媒体, group: media}
"""
MEDIA = "单位编号,平台,账号名称,最近发布日期\na,微信,甲县发布,2022-12-10\nb,微信,乙县发布,2022-12-30\n"
NO_FAULTS = (
    "media_wrong",
    "media_secrets",
    "media_harmful",
    "media_opinion",
    "media_app_dead",
    "media_mute",
    "media_faked",
)


def test_two_weeks_without_a_post_fail_an_account(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ASSESSMENT, encoding="utf-8")
    (tmp_path / "media.csv").write_text(MEDIA, encoding="utf-8")
    rows = [f"{unit},{name},否" for unit in "ab" for name in NO_FAULTS]
    (tmp_path / "imports.csv").write_text("unit,measure,value\n" + "\n".join(rows), encoding="utf-8")
    assess(AssessRequest(tmp_path / "a.yaml", tmp_path / "out"), lambda: datetime(2023, 1, 5, tzinfo=UTC))
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    vetoes = {unit["unit"]: unit["vetoes"] for unit in results["groups"]["media"]}
    assert "media-not-updated" in json.dumps(vetoes["a"])
    assert vetoes["b"] == []


def test_the_template_command(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ASSESSMENT, encoding="utf-8")
    done = CliRunner().invoke(cli, ["media", "template", str(tmp_path / "a.yaml")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "media.xlsx").exists()
    assert "media: media.xlsx" in done.output
    again = CliRunner().invoke(cli, ["media", "template", str(tmp_path / "a.yaml")])
    assert "已存在" in str(again.exception)
