"""What only scripts write is seen by a browser: suspicions become passes or failures, kept, sealed and judged again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping.browse.contract import OFF, BrowseOptions
from kaoping.evidence.pictures import PICTURES
from kaoping.model.outcomes import Outcome
from kaoping.runs.browser_file import read_browser
from kaoping.runs.framed_findings import read_framed
from kaoping.runs.inspect import InspectedSite, InspectRequest, inspect_sites
from kaoping.runs.judging import rejudge
from kaoping.runs.sealed_folders import verify_results
from kaoping.runs.shown_file import NAME, read_shown
from tests.browse.looking import SHORT, needs_chromium
from tests.crawl.serving import Reply, answer, serve
from tests.runs.test_inspect import OPTIONS

SENT = BrowseOptions(pages=1, no_sandbox=SHORT.no_sandbox, pause=0, settle=1)
COLUMNS = {"tzgg": "通知公告", "rsxx": "人事信息"}
FOOT = "主办单位：云泽市人民政府办公室 联系电话：0999-1234567 网站标识码：3213000001 苏ICP备12345678号"
PERSON = "11010519491231002X"  # an identity number of the standard's own example


def site() -> dict[str, Reply]:
    """Return a site whose lists and footer are written by scripts: one list stays empty, two marks are missing."""
    top = "".join(f"<a href='/{slug}/'>{name}</a>" for slug, name in COLUMNS.items()) + "<a href='/gk.html'>概况</a>"

    def page(title: str, body: str) -> str:
        foot = "<div id=footer></div><script src='/js/foot.js'></script>"
        return f"<html lang=zh><head><title>{title}</title></head><body><p>{top}</p>{body}{foot}</body></html>"

    def column(slug: str, name: str) -> str:
        load = f"fetch('/data/{slug}').then(r => r.text()).then(t => list.innerHTML = t)"
        return page(name, f"<meta name=ColumnName content={name}><ul id=list></ul><script>{load}</script>")

    items = f"<li><a href='/1.html'>关于停水的通知一二</a><i>2022-12-01</i></li><li hidden>{PERSON}</li>"
    return {
        "/": page("云泽市", "首页"),
        "/gk.html": page("概况", "<p>云泽市位于平原，历史悠久，物产丰富，交通便利，欢迎来访。</p>"),
        "/1.html": page("通知", "<p>发布时间：2022-12-01</p><p>因检修停水一天。</p>"),
        **{f"/{slug}/": column(slug, name) for slug, name in COLUMNS.items()},
        "/data/tzgg": items,
        "/data/rsxx": "<li>暂无信息</li>",
        "/js/foot.js": lambda _: answer(200, f"footer.innerHTML = '{FOOT}'".encode(), content_type="text/javascript"),
    }


def inspected(address: str, out: Path, browse: BrowseOptions) -> InspectedSite:
    (done,) = inspect_sites(InspectRequest((address,), out, OPTIONS, browse=browse), lambda: datetime.now(UTC))
    return done


def told(done: InspectedSite, check: str) -> dict[str, Outcome]:
    """Return outcomes by locus, addresses without the host."""
    findings = (each for each in done.judgement.findings if each.check == check)
    return {str(each.values.get("mark") or each.url.split("/", 3)[3]): each.outcome for each in findings}


def test_without_a_browser_what_scripts_write_is_suspected(tmp_path: Path) -> None:
    with serve(site()) as served:
        done = inspected(served.url, tmp_path, OFF)
    assert told(done, "blank-column") == {"tzgg/": Outcome.SUSPECTED, "rsxx/": Outcome.SUSPECTED}
    assert set(told(done, "footer-marks").values()) == {Outcome.SUSPECTED}
    assert told(done, "error-report-entry") == {"": Outcome.SUSPECTED}


@pytest.mark.full
def test_a_browser_resolves_what_was_suspected(tmp_path: Path) -> None:
    needs_chromium()
    with serve(site()) as served:
        done = inspected(served.url, tmp_path, SENT)
    assert told(done, "blank-column") == {"rsxx/": Outcome.FAIL}
    assert told(done, "column-freshness")["tzgg/"] is Outcome.FAIL  # its newest item is old, which is now known
    assert told(done, "footer-marks") == {"party-mark": Outcome.FAIL, "police": Outcome.FAIL}
    assert told(done, "error-report-entry") == {"": Outcome.FAIL}
    assert PERSON not in (done.directory / NAME).read_text(encoding="utf-8")

    framed = {each.key: each for each in read_framed(done.directory)}
    resolved = [
        each for each in done.judgement.findings if each.values.get("in_browser") and each.outcome is Outcome.FAIL
    ]
    assert len(resolved) == 5
    for finding in resolved:
        assert framed[finding.key].picture_of.startswith("seen-")
    assert any(framed[each.key].places for each in resolved if each.check == "footer-marks")
    assert (done.directory / PICTURES / framed[resolved[0].key].picture).exists()

    assert verify_results(tmp_path).good
    (again,) = rejudge(tmp_path, lambda: datetime.now(UTC))
    assert (again.new, again.gone) == (0, 0)
    stored = done.directory / NAME
    stored.write_bytes(stored.read_bytes().replace("暂无信息".encode(), "已有信息".encode()))
    assert any(NAME in sentence for folder in verify_results(tmp_path).folders for sentence in folder.wrong)


@pytest.mark.full
def test_a_script_that_does_not_answer_leaves_the_suspicion(tmp_path: Path) -> None:
    needs_chromium()
    pages = site()
    pages["/"] = str(pages["/"]).replace("'/js/foot.js'", "'http://10.1.2.3/foot.js'")
    with serve(pages) as served:
        done = inspected(served.url, tmp_path, SENT)
    home = next(page for page in read_browser(done.directory).pages if page.number == 0)  # type: ignore[union-attr]
    assert home.deeds.unanswered == ("10.1.2.3:80",)
    assert told(done, "error-report-entry") == {"": Outcome.SUSPECTED}
    assert 0 in read_shown(done.directory)
