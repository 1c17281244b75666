"""Items dated after today: forged dates make a column look fresh.

Why: 弄虚作假(如伪造发稿日期) is a veto.
How to fix: correct the publication date; stop scheduled items from showing before their day.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.dated import Dated, DatedThings
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault

SLIP = 366  # days ahead beyond which a date is rather a slip of the pen than a forgery


@check(
    title="发布日期晚于监测时间",
    matters="发布日期写成还没到的日子，群众会怀疑内容的真实性；伪造发稿日期属于弄虚作假，是单项否决事项。",
    advice="改正发布日期；定时发布的信息到日期后再显示。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 弄虚作假（伪造发稿日期）",
    outcomes=("fail", "suspected"),
    values=("date", "days", "text", "shown_on"),
)
def future_dates(things: DatedThings, pages: Pages, record: SiteRecord, tolerance: int = 1) -> Iterator[Said]:
    """Yield one finding per item or article dated more than `tolerance` days after the monitoring point."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(things.all))
    today = record.as_of.date()
    for thing in things.all:
        ahead = (thing.dated - today).days
        if ahead <= tolerance:
            continue
        say = fail if ahead <= SLIP else suspected
        yield say(
            thing.url, thing.shown_on, _values(thing, today), page=thing.page,
            reason="future" if ahead <= SLIP else "far-future", snippet=f"{thing.dated.isoformat()} {thing.text}",
        )  # fmt: skip


def _values(thing: Dated, today: date) -> dict[str, Plain]:
    return {
        "date": thing.dated,
        "days": (thing.dated - today).days,
        "text": thing.text,
        "shown_on": thing.shown_on,
    }
