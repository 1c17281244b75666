"""A link that does not open costs the visitor a dead end.

Why: 考评 schemes deduct per dead link, more on the home page than inside.
How to fix: correct or remove the link; redirect moved pages.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, not_measured, suspected
from kaoping.facts.site.links import Carried, Links
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life

SHOWN_PAGES = 20


@check(
    title="链接不可用",
    matters="群众点了链接却打不开，看不到内容、办不了事；考评按个扣分，首页上的扣得更多。",
    advice="更正或删除打不开的链接；页面搬迁的，设置跳转。",
    since="0.1",
    basis="宿政办发〔2022〕1号 附件2 可用性；国办秘函〔2019〕19号 功能设计 可用性",
    outcomes=("fail", "suspected", "not_measured"),
    values=("target", "status", "kind", "pages", "text"),
)
def dead_link(links: Links, pages: Pages) -> Iterator[Said]:
    """Yield one finding per distinct target and kind of page that carries it."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(links.judged)
    for carried in links.troubled:
        target = carried.target
        locus, url, values = f"{carried.page}|{target.url}", carried.pages[0], _values(carried)
        match target.life:
            case Life.DEAD:
                yield fail(locus, url, values, page=carried.page, reason=target.reason)
            case Life.SUSPECT:
                yield suspected(locus, url, values, page=carried.page, reason=target.reason)
            case Life.UNKNOWN:
                fault = target.fault or Fault.US
                yield not_measured(locus, url, values, fault=fault, page=carried.page, reason=target.reason)
            case Life.ALIVE | Life.UNSEEN:
                continue  # never among them


def _values(carried: Carried) -> dict[str, Plain]:
    return {
        "target": carried.target.url,
        "status": carried.target.status,
        "kind": carried.kind.value,
        "pages": carried.pages[:SHOWN_PAGES],
        "text": carried.target.text[:100],
    }
