"""The foot of every page names who stands behind the site: party mark, site code, ICP, police record, sponsor, contact.

Why: 全站底部须列明党政机关网站标识、网站标识码、ICP备案编号、公安备案标识、主办单位、联系方式; schemes deduct per mark.
How to fix: add the missing mark to the common footer template; correct the code so that footer, label and 找错 agree.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.page.footer import Footer
from kaoping.facts.regions import CODES, PROVINCES
from kaoping.facts.site.marks import Marks
from kaoping.model.findings import Plain, Verdict
from kaoping.model.outcomes import Fault, PageKind

SITE_CODE = re.compile(r"^(?:\d{10}|bm\d{8}|N\d{9})$", re.IGNORECASE)
SHOWN_PAGES = 20


@dataclass(frozen=True, slots=True)
class _Mark:
    name: str
    shown: Callable[[Footer], str]
    fault: Callable[[Footer, Marks], str]  # what is wrong with a mark that is there, or ""


class _Place(TypedDict):
    url: str
    values: dict[str, Plain]
    page: PageKind
    snippet: str


@check(
    title="网站标识不规范",
    matters="党政机关标识、网站标识码、备案号、主办单位和联系方式是辨认网站真假、找到负责单位的依据，缺一项扣一项。",
    advice="在全站统一的页脚模板中补齐六项标识，并使页脚、标签、找错入口中的标识码一致。",
    since="0.1",
    basis="国办发〔2017〕47号 网页设计规范 底部功能区；宿政办发〔2022〕1号 附件2 网站标识",
    outcomes=("fail", "suspected"),
    values=("mark", "problem", "shown", "pages", "sampled", "in_browser"),
)
def footer_marks(marks: Marks) -> Iterator[Said]:
    """Yield one finding per mark that is missing or wrong on the home page or on most sampled pages.

    Where a script puts the footer in, a missing mark is only suspected, unless a browser saw the page to the end.
    """
    if not marks.footers:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(_MARKS))
    hidden_by_script = all(not any(mark.shown(footer) for mark in _MARKS) for footer in marks.footers.values())
    for mark in _MARKS:
        yield from _judge(mark, marks, unsure=hidden_by_script and _scripted(marks))


def _judge(mark: _Mark, marks: Marks, *, unsure: bool) -> Iterator[Verdict]:
    missing = [number for number, footer in marks.footers.items() if not mark.shown(footer)]
    wrong = {n: why for n, footer in marks.footers.items() if mark.shown(footer) and (why := mark.fault(footer, marks))}
    say = suspected if unsure else fail
    if missing and (marks.home in missing or len(missing) * 2 > len(marks.footers)):
        sure = [number for number in missing if not _filled_later(marks.footers[number])]
        if marks.home not in sure and len(sure) * 2 <= len(marks.footers):
            say = suspected
        yield say(mark.name, reason="missing", **_place(mark, marks, missing, "missing"))
    elif wrong:
        why = next(iter(wrong.values()))
        say = suspected if why.startswith("?") else fail
        yield say(mark.name, reason=why.lstrip("?"), **_place(mark, marks, list(wrong), "wrong"))
    elif missing:
        yield suspected(mark.name, reason="missing-on-some", **_place(mark, marks, missing, "missing"))


def _place(mark: _Mark, marks: Marks, numbers: list[int], problem: str) -> _Place:
    """Where a mark's problem is seen, as the arguments of a verdict."""
    first = numbers[0]
    shown = mark.shown(marks.footers[first])
    values: dict[str, Plain] = {
        "mark": mark.name,
        "problem": problem,
        "shown": shown,
        "pages": [marks.urls[number] for number in numbers[:SHOWN_PAGES]],
        "sampled": len(marks.footers),
        "in_browser": first in marks.in_browser,
    }
    page = PageKind.HOME if first == marks.home else PageKind.SITE
    return {"url": marks.urls[first], "values": values, "page": page, "snippet": shown}


def _filled_later(footer: Footer) -> bool:
    """Whether the page has an empty place for its footer, which a script fills where a static look does not see."""
    return footer.script_footer and not (footer.sponsor or footer.site_code)  # contact may be the article's own


def _scripted(marks: Marks) -> bool:
    return any(footer.script_footer for footer in marks.footers.values())


def _party_fault(footer: Footer, _marks: Marks) -> str:
    if footer.party_mark == "error":
        return "mark-withdrawn"
    return "?search-entry-only" if footer.party_mark == "query" else ""


def _code_fault(footer: Footer, marks: Marks) -> str:
    code = footer.site_code
    if not SITE_CODE.match(code):
        return "malformed"
    if code.isdigit() and code[:2] not in CODES:
        return "?no-such-region"
    if marks.label_code and SITE_CODE.match(marks.label_code) and marks.label_code.lower() != code.lower():
        return "differs-from-label"
    if footer.error_code and SITE_CODE.match(footer.error_code) and footer.error_code.lower() != code.lower():
        return "differs-from-error-entry"
    return "?region-differs" if _elsewhere(footer) else ""


def _elsewhere(footer: Footer) -> bool:
    """Whether police record and ICP record agree on a province and the site's code names another."""
    police = _POLICE_REGION.search(footer.police)
    province = PROVINCES.get(footer.icp[:1]) if footer.icp_good else None
    named = police[1] if police is not None and footer.police_good else None
    code = footer.site_code
    return code.isdigit() and province is not None and province == named and code[:2] != named


_POLICE_REGION = re.compile(r"(\d\d)\d{10,12}\s*[号號]?$")


_MARKS = (
    _Mark("party-mark", lambda footer: footer.party_mark, _party_fault),
    _Mark("site-code", lambda footer: footer.site_code, _code_fault),
    _Mark("icp", lambda footer: footer.icp, lambda footer, _: "" if footer.icp_good else "malformed"),
    _Mark("police", lambda footer: footer.police, lambda footer, _: "" if footer.police_good else "malformed"),
    _Mark("sponsor", lambda footer: footer.sponsor, lambda _footer, _: ""),
    _Mark("contact", lambda footer: footer.contact, lambda _footer, _: ""),
)
