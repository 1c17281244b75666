"""A whole assessment of two small sites: results, score trees, reports, decisions, going on."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kaoping.model.errors import InputError
from kaoping.runs.assess import Assessed, AssessRequest, assess
from tests.reports.reading import document_text
from tests.runs.small_site import pages, served

NOW = datetime(2023, 1, 5, 1, tzinfo=UTC)


def write_assessment(folder: Path, sites: dict[str, str], **more: Any) -> Path:
    """Write an assessment of one county unit per site and one without a site."""
    units = [
        {"id": name, "name": f"{name}县", "group": "county", "class": "county", "sites": [url] if url else []}
        for name, url in sites.items()
    ]
    inspect = {"max_pages": 50, "pace": 500, "allow_private": ["127.0.0.0/8"], "canaries": []}
    path = folder / "assessment.yaml"
    with path.open("w", encoding="utf-8") as file:
        YAML().dump({"scheme": "suqian-2022", "as_of": "2022-12-31", "inspect": inspect, "units": units} | more, file)
    return path


def assessed(path: Path, out: Path) -> Assessed:
    return assess(AssessRequest(path, out), lambda: NOW)


def node(tree: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the node called `name` of a score tree."""
    found = [tree] if tree["id"] == name else []
    found += [match for child in tree["children"] if (match := node(child, name))]
    return found[0] if found else {}


@pytest.fixture
def two_sites() -> Any:
    broken = pages()
    broken["/"] = broken["/"].replace("旧栏目</a>", "旧栏目</a><a href='/gone2.html'>旧专题</a>")
    with served(pages()) as good, served(broken) as bad:
        yield {"jia": good, "yi": bad, "bing": ""}


def test_results_follow_the_contract(tmp_path: Path, two_sites: dict[str, str]) -> None:
    out = tmp_path / "out"
    assessed(write_assessment(tmp_path, two_sites), out)
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert results["scheme"]["id"] == "suqian-2022"
    assert results["as_of"] == "2022-12-31"
    rows = {row["unit"]: row for row in results["groups"]["county"]}
    assert set(rows) == {"jia", "yi", "bing"}
    for row in rows.values():
        assert row["total"] is None, "nobody has entered the marks: the score stays open"
        assert row["complete"] is False
        assert 0 <= row["low"] <= row["high"] <= 100
        assert {part["id"] for part in row["parts"]} == {"website", "content"}
    expected = {"results.json", "results.xlsx", "bulletin.docx", "bulletin.html", "index.html", "units", "sites"}
    assert expected <= {path.name for path in out.iterdir()}
    assert {"jia.json", "jia.html", "yi.json", "yi.html"} <= {path.name for path in (out / "units").iterdir()}


def test_dead_links_cost_what_the_scheme_says(tmp_path: Path, two_sites: dict[str, str]) -> None:
    """可用性 2 分：首页每处扣 0.5 分。甲有 1 处，2 - 0.5 = 1.5；乙有 2 处，2 - 2 × 0.5 = 1。"""
    out = tmp_path / "out"
    done = assessed(write_assessment(tmp_path, two_sites), out)
    for unit, points, count in (("jia", 1.5, 1), ("yi", 1.0, 2)):
        tree = json.loads((out / "units" / f"{unit}.json").read_text(encoding="utf-8"))
        leaf = node(tree, "link-health")
        assert leaf["points"] == points
        assert len(leaf["findings"]) == count
        keys = {f.key for site in done.sites if site.unit == unit for f in site.findings}
        assert set(leaf["findings"]) <= keys


def test_a_decision_changes_the_score_without_fetching(tmp_path: Path, two_sites: dict[str, str]) -> None:
    out = tmp_path / "out"
    done = assessed(write_assessment(tmp_path, two_sites), out)
    key = next(f.key for site in done.sites if site.unit == "jia" for f in site.findings if f.check == "dead-link")
    with (tmp_path / "decisions.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [
            ["key", "decision", "from", "until", "by", "reason"],
            [key, "dismiss", "", "", "王工", "已核实可以打开"],
        ]
        csv.writer(file).writerows([*rows, ["0" * 24, "confirm", "", "", "王工", "编号写错"]])
    path = write_assessment(tmp_path, two_sites, decisions="decisions.csv")
    before = (out / "sites" / "batch.json").read_bytes()
    again = assessed(path, out)
    tree = json.loads((out / "units" / "jia.json").read_text(encoding="utf-8"))
    assert node(tree, "link-health")["points"] == 2
    assert (out / "sites" / "batch.json").read_bytes() == before
    (remark,) = again.remarks
    assert "0" * 24 in remark
    assert "没有这个编号" in remark


def test_one_damaged_folder_is_one_sites_trouble(tmp_path: Path, two_sites: dict[str, str]) -> None:
    out, path = tmp_path / "out", write_assessment(tmp_path, two_sites)
    done = assessed(path, out)
    damaged = next(site for site in done.sites if site.unit == "yi")
    (out / damaged.directory / "pages.parquet").write_bytes(b"damaged")
    again = {site.unit: site for site in assessed(path, out).sites}
    assert "事实数据缺失或损坏" in again["yi"].note
    assert again["jia"].findings
    tree = json.loads((out / "units" / "yi.json").read_text(encoding="utf-8"))
    assert node(tree, "link-health")["points"] is None, "what could not be read costs nothing and is worth nothing"


def test_the_same_assessment_twice_gives_the_same_bytes(tmp_path: Path, two_sites: dict[str, str]) -> None:
    out, path = tmp_path / "out", write_assessment(tmp_path, two_sites)
    assessed(path, out)
    first = {p.name: p.read_bytes() for p in [out / "results.json", *sorted((out / "units").glob("*.json"))]}
    assessed(path, out)
    assert {p.name: p.read_bytes() for p in [out / "results.json", *sorted((out / "units").glob("*.json"))]} == first


def test_every_fault_of_the_file_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    path = write_assessment(tmp_path, {"jia": "http://127.0.0.1:9/", "yi": "http://127.0.0.1:9/"})
    text = path.read_text(encoding="utf-8").replace("group: county", "group: town", 1)
    path.write_text(text.replace("2022-12-31", "2022-13-31"), encoding="utf-8")
    with pytest.raises(InputError) as error:
        assessed(path, tmp_path / "out")
    message = str(error.value)
    assert "2022-13-31" in message
    assert "town" in message
    assert "http://127.0.0.1:9/" in message
    assert not (tmp_path / "out").exists()


def test_an_assessment_is_compared_with_the_one_before(tmp_path: Path) -> None:
    """Two years without sites or marks: nothing is settled, so that no rank is compared, and that is said."""
    for year in (2021, 2022):
        earlier = {} if year == 2021 else {"previous": str(tmp_path / "2021" / "results.json")}
        path = write_assessment(tmp_path, {"jia": "", "yi": ""}, as_of=f"{year}-12-31", **earlier)
        assessed(path, tmp_path / str(year))
    text = document_text(tmp_path / "2022" / "bulletin.docx")
    assert "上次考评的监测时间点为2021年12月31日。两次使用同一方案，比较名次和得分。" in text
    assert "不作比较的单位：两次的结果没有都确定的2个：jia县、yi县。" in text
    assert "上次" not in document_text(tmp_path / "2021" / "bulletin.docx")
