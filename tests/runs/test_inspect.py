"""A whole inspection of a small site: the published files, going on, judging again, the command line."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kaoping.cli import cli
from kaoping.crawl.contract import CrawlOptions
from kaoping.model.errors import InputError
from kaoping.runs.inspect import InspectedSite, InspectRequest, inspect_sites
from kaoping.runs.judging import rejudge
from tests.runs.small_site import pages, served

OPTIONS = CrawlOptions(pace=500, allow_private=("127.0.0.0/8",), check_offsite=False, second_look_after=0.01)


def inspected(address: str, out: Path, **changes: Any) -> InspectedSite:
    request = InspectRequest((address,), out, OPTIONS, **changes)
    (site,) = inspect_sites(request, lambda: datetime.now(UTC))
    return site


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_folder_holds_what_the_contract_names(tmp_path: Path) -> None:
    with served(pages()) as address:
        site = inspected(address, tmp_path)
    names = {path.name for path in site.directory.iterdir()}
    published = {"findings.jsonl", "checks.json", "columns.json", "coverage.json", "index.html"}
    assert published | {"pages.parquet", "links.parquet"} <= names
    assert any(name.endswith(".warc.gz") for name in names)
    coverage = json.loads((site.directory / "coverage.json").read_text(encoding="utf-8"))
    assert (coverage["pages"], coverage["stopped_because"]) == (4, "done")
    (column,) = json.loads((site.directory / "columns.json").read_text(encoding="utf-8"))
    assert (column["kind"], column["items"], column["latest"]) == ("news", 2, "2022-12-02")


def test_the_dead_link_is_proven(tmp_path: Path) -> None:
    with served(pages()) as address:
        site = inspected(address, tmp_path)
    (dead,) = [row for row in rows(site.directory / "findings.jsonl") if row["check"] == "dead-link"]
    assert dead["outcome"] == "fail"
    assert dead["page"] == "home"
    assert dead["values"]["target"] == f"{address}gone.html"
    assert dead["values"]["status"] == 404
    assert dead["values"]["kind"] == "link"
    assert dead["evidence"]["digest"].startswith("sha256:")
    checks = json.loads((site.directory / "checks.json").read_text(encoding="utf-8"))
    (record,) = [row for row in checks if row["check"] == "dead-link"]
    assert record["status"] == "done"
    assert record["examined"] >= 4


def test_a_finished_inspection_is_not_fetched_again(tmp_path: Path) -> None:
    with served(pages()) as address:
        first = inspected(address, tmp_path)
    again = inspected(address, tmp_path)  # the server is gone: any request would fail
    assert again.coverage == first.coverage
    assert again.judgement == first.judgement


def test_fresh_fetches_again(tmp_path: Path) -> None:
    site = pages()
    with served(site) as address:
        inspected(address, tmp_path)
        site["/gone.html"] = site["/xw/1.html"]
        again = inspected(address, tmp_path, fresh=True)
    assert [f for f in again.judgement.findings if f.check == "dead-link"] == []


def test_judging_again_says_the_same(tmp_path: Path) -> None:
    with served(pages()) as address:
        site = inspected(address, tmp_path)
    before = (site.directory / "findings.jsonl").read_bytes()
    (outcome,) = rejudge(tmp_path, lambda: datetime.now(UTC))
    assert (outcome.new, outcome.gone) == (0, 0)
    assert outcome.same == len({f.key for f in site.judgement.findings})
    assert (site.directory / "findings.jsonl").read_bytes() == before


def test_the_command_prints_one_object(tmp_path: Path) -> None:
    with served(pages()) as address:
        arguments = ["inspect", address, "--out", str(tmp_path), "--json", "--pace", "500", "--failures-only"]
        result = CliRunner().invoke(cli, [*arguments, "--allow-private", "127.0.0.0/8", "--no-offsite"])
    assert result.exit_code == 0, result.output
    (site,) = json.loads(result.stdout)["sites"]
    assert site["site"] == address
    assert site["findings"]["dead-link"] == {"fail": 1}


def test_a_private_address_needs_permission(tmp_path: Path) -> None:
    with served(pages()) as address:
        result = CliRunner().invoke(cli, ["inspect", address, "--out", str(tmp_path)])
    assert result.exit_code == 3
    assert "没有一个网站能打开" in result.stderr


@pytest.mark.parametrize("address", ["ftp://a.gov.cn/", "http://"])
def test_a_bad_address_is_named(tmp_path: Path, address: str) -> None:
    result = CliRunner().invoke(cli, ["inspect", address, "--out", str(tmp_path)])
    assert address in str(result.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", [{"connect_to": ("a.cn:80",)}, {"allow_private": ("10.0.0.300/8",)}])
def test_a_wrong_option_leaves_no_batch_behind(tmp_path: Path, wrong: dict[str, Any]) -> None:
    request = InspectRequest(("http://www.example.gov.cn/",), tmp_path / "out", CrawlOptions(**wrong))
    with pytest.raises(InputError, match=next(iter(wrong))):
        inspect_sites(request, lambda: datetime.now(UTC))
    assert not (tmp_path / "out").exists()
