"""The site's own search (站内搜索) must find, on its first page of results, what the site has published.

Why: who cannot find a text by its own title will find nothing; assessments give the whole indicator no marks then.
How to fix: let the index follow publication at once, search titles, and put exact matches first.
"""

from collections.abc import Iterator, Sequence

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind
from kaoping.model.site_looks import SearchForm, SearchLook, SearchTry

_UNTOLD = (Fault.US, Fault.ROBOT_WALL, Fault.NETWORK)


@check(
    title="站内搜索不可用",
    matters="多数人通过搜索找信息；按标题都搜不到，等于没有公开，该项指标不得分。",
    advice="提供可用的站内搜索：信息发布后即时入库，按标题能搜到，完全匹配的排在第一页。",
    since="0.2",
    basis="随州市2023年政府网站及政务新媒体绩效评估方案 附件1、附件2 功能应用 智能搜索（注）；"
    "国办秘函〔2019〕19号 功能设计 搜索功能",
    stage="trial",
    outcomes=("fail", "suspected", "pass"),
    values=("action", "searched", "found", "not_found", "statuses", "in_browser"),
)
def site_search(record: SiteRecord, pages: Pages, tolerated: int = 0) -> Iterator[Said]:
    """Yield one finding: no search, a search that breaks down, or more than `tolerated` titles that it does not find.

    Only titles of articles that the crawl opened count. A search that is sent by a script, or whose results a script
    writes, is measured only where a browser was sent.
    """
    look = record.looks.search if record.looks is not None else None
    seen = record.browser.search if record.browser is not None else None
    if seen is not None and seen.tries:
        look = seen
    if look is None:
        yield check_not_measured("not-gathered", Fault.US)
    elif look.reason == "no-search-seen":
        yield examined(0)
        yield suspected("search", record.site, page=PageKind.HOME, reason="no-search-seen")
    elif look.form is None or not look.tries:
        yield check_not_measured(look.reason, look.fault or Fault.US)
    else:
        yield from _judged(look, look.form, _known(look.tries, pages), tolerated)


def _known(tries: Sequence[SearchTry], pages: Pages) -> list[SearchTry]:
    articles = {pages.records[number].final_url for number in pages.of_kind(PageKind.ARTICLE)}
    articles |= {pages.records[number].url for number in pages.of_kind(PageKind.ARTICLE)}
    return [tried for tried in tries if tried.url in articles]


def _judged(look: SearchLook, form: SearchForm, tries: Sequence[SearchTry], tolerated: int) -> Iterator[Said]:
    told = [tried for tried in tries if tried.visit.fault not in _UNTOLD and not tried.too_often]
    if not told:
        wall = next((tried.visit for tried in tries), None)
        reason = ("searched-too-often" if wall and not wall.reason else wall.reason) if wall else "no-known-title"
        yield check_not_measured(reason, (wall.fault if wall else None) or Fault.US)
        return
    found = [tried for tried in told if tried.found and not tried.on_control]
    broken = [tried for tried in told if tried.visit.status is None or tried.visit.status >= 400]
    missed = [t for t in told if not t.found and (t.results or t.none_said)]
    values: dict[str, Plain] = {
        "action": form.action, "searched": len(told), "found": len(found),
        "not_found": [tried.title for tried in missed], "statuses": sorted({t.visit.status or 0 for t in broken}),
        "in_browser": form.method == "script",
    }  # fmt: skip
    yield examined(len(told))
    said = "；".join(tried.title for tried in (missed or broken))
    if form.scripted and not found:
        yield check_not_measured("search-by-script", Fault.US)
    elif len(broken) == len(told):
        every = look.control is None or look.control.visit.status is None or look.control.visit.status >= 400
        say = fail if every else suspected
        yield say("search", form.page, values, page=PageKind.HOME, reason="search-broken", snippet=form.action)
    elif len(missed) > tolerated:
        yield suspected("search", form.page, values, page=PageKind.HOME, reason="title-not-found", snippet=said)
    elif found:
        yield passed("search", form.page, values, page=PageKind.HOME)
    else:
        yield check_not_measured("results-not-readable", Fault.US)
