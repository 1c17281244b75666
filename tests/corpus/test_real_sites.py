"""Whole sites and pages that nobody wrote for us: the inspection completes, and says what people saw on them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping.checks.discovery import all_checks, run_check
from kaoping.facts.store import FactStore
from kaoping.model.findings import Verdict
from tests.corpus.real_sites import Inspected, inspect
from tests.facts.site_builder import PageSource, SiteBuilder, to_utf8

CORPUS = os.environ.get("KAOPING_CORPUS", "")
ROOT = "http://www.example.gov.cn/"
# Pages that a walk over the links of the saved files reaches, less a few.
PAGES = {"cn_atxlyj": 165, "cn_gzdzhrss": 235, "cn_jspn": 140, "cn_zjgztb": 230, "us_whitehouse2017": 600}

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not CORPUS, reason="KAOPING_CORPUS names no folder of saved sites"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Inspected]:
    """The inspection of a saved site, done once."""
    known: dict[str, Inspected] = {}

    def get(name: str) -> Inspected:
        if name not in known:
            known[name] = inspect(Path(CORPUS) / "sites" / name, tmp_path_factory.mktemp(name))
        return known[name]

    return get


@pytest.mark.parametrize("name", PAGES)
def test_every_site_is_inspected_to_its_end(site: Callable[[str], Inspected], name: str) -> None:
    seen = site(name)
    assert seen.coverage["stopped_because"] == "done"
    assert seen.coverage["pages"] >= PAGES[name]
    assert [each for each in seen.checks if each["reason"].startswith("check-error")] == []
    assert seen.said("mojibake") == []
    assert seen.said("future-dates") == []
    assert seen.said("injected-spam") == []
    assert seen.said("personal-data") == []


def test_a_forestry_bureau(site: Callable[[str], Inspected]) -> None:
    seen = site("cn_atxlyj")
    (entry,) = seen.said("error-report-entry")
    told = {"entry": "script", "sitecode": "2202000014", "expected": "2202000006", "in_browser": False}
    assert entry["values"] == told
    (mark,) = seen.said("footer-marks")
    assert (mark["values"]["mark"], mark["reason"]) == ("site-code", "differs-from-error-entry")
    assert len(seen.said("page-labels", "pass")) == 5
    assert seen.said("hidden-links") == []
    assert {each["values"]["latest"][:4] for each in seen.said("column-freshness")} <= {"2019", "2020", "2021"}
    assert not seen.said("blank-column", "fail")  # its empty columns are frames that a script fills


def test_a_forestry_bureau_shows_its_leaders_by_name_and_picture_only(site: Callable[[str], Inspected]) -> None:
    seen = site("cn_atxlyj")
    leaders = seen.said("leader-pages", "suspected")
    assert len(leaders) == 6
    assert {tuple(each["values"]["missing"]) for each in leaders} == {("简历", "分工")}
    assert len(seen.said("organisation-page", "pass")) == 1


def test_guides_of_a_personnel_bureau_are_pictures_and_files(site: Callable[[str], Inspected]) -> None:
    seen = site("cn_gzdzhrss")
    (leader,) = seen.said("leader-pages", "pass")
    assert leader["values"]["name"] == "江丛林"
    assert not seen.said("service-guide-elements", "suspected")
    assert len(seen.said("service-guide-elements", "not_measured")) >= 4
    assert not site("cn_zjgztb").said("service-guide-elements", "suspected")  # manuals and laws in a column of guides


def test_a_personnel_bureau(site: Callable[[str], Inspected]) -> None:
    seen = site("cn_gzdzhrss")
    (block,) = seen.said("hidden-links")
    assert block["outcome"] == "fail"
    assert 37 <= block["values"]["links"] <= 40  # some of them twice
    empty = {each["values"]["column"] for each in seen.said("blank-column")}
    assert empty == {"扶贫工作", "政策解读", "规划计划", "公共资源配置"}
    assert {each["values"]["mark"] for each in seen.said("footer-marks")} == {"site-code", "icp", "police"}
    assert len(seen.said("page-labels", "fail")) == 5


def test_a_trading_centre(site: Callable[[str], Inspected]) -> None:
    seen = site("cn_zjgztb")
    (block,) = seen.said("hidden-links")
    assert block["outcome"] == "fail"
    missing = [each["values"]["missing"] for each in seen.said("page-labels", "fail")]
    assert len(missing) == 5
    assert all("SiteIDCode" in names for names in missing)  # its value is the words 政府网站标识码
    # A script puts the footer into all pages but the home page, which shows no code, records or party mark.
    certain = {each["values"]["mark"] for each in seen.said("footer-marks", "fail")}
    assert certain <= {"party-mark", "site-code", "icp", "police"}
    assert {"site-code", "icp"} <= certain
    assert "sponsor" in {each["values"]["mark"] for each in seen.said("footer-marks", "suspected")}
    # {{…}} stands in templates of scripts: no visitor can follow these, so they are no dead links.
    assert not [each for each in seen.said("dead-link") if "{{" in each["values"]["target"]]


def test_a_price_bureau(site: Callable[[str], Inspected]) -> None:
    seen = site("cn_jspn")
    (home,) = seen.said("home-freshness")
    assert home["values"]["latest"] == "2020-12-25"  # the home page leaves the years out
    assert {each["values"]["column"] for each in seen.said("blank-column")} == {"预期调查"}


def test_a_mirror_with_dead_targets(site: Callable[[str], Inspected]) -> None:
    seen = site("us_whitehouse2017")
    dead = {each["values"]["target"] for each in seen.said("dead-link", "fail")}
    assert 2_850 <= len(dead) <= 2_900  # a plain walk over the files counts 2,889 from the home page
    assert not seen.said("hidden-links")


def _judge(html: bytes, check: str) -> list[Verdict]:
    record = SiteBuilder(ROOT).build({ROOT: PageSource(to_utf8(html))})
    return [each for each in run_check(all_checks()[check], {}, FactStore(record))[1] if each.outcome.value == "fail"]


def test_home_pages_before_and_after_links_were_hidden_in_them() -> None:
    folder = Path(CORPUS) / "pages" / "hacked" / "hidden_links"
    told = {path.name: bool(_judge(path.read_bytes(), "hidden-links")) for path in sorted(folder.glob("*.html"))}
    assert len(told) == 11
    assert {name for name, flagged in told.items() if not flagged} == {
        "lgedu_net__before.html",
        "zjgztb_com__before.html",
    }


def test_titles_hijacked_as_entities() -> None:
    folder = Path(CORPUS) / "pages" / "hacked" / "entity_title"
    pages = sorted(folder.glob("*.html"))
    assert pages
    assert all(_judge(path.read_bytes(), "injected-spam") for path in pages)


def test_a_circular_whose_title_was_hijacked() -> None:
    places = [parent / name for parent in Path(CORPUS).resolve().parents for name in ("seeds", "shared/seeds")]
    places += [Path(__file__).parents[3] / "shared" / "seeds"]
    found = next((path for place in places for path in place.glob("001_*.txt")), None)
    if found is None:
        pytest.skip("the circular is not at hand")
    title, _, body = found.read_text(encoding="utf-8").partition("\n")
    paragraphs = "".join(f"<p>{line}</p>" for line in body.splitlines() if line.strip())
    html = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{paragraphs}</body></html>"
    assert _judge(html.encode(), "injected-spam")
