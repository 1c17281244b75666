"""Visitors are told before a link takes them off government sites (离站提示).

Why: 打开非政府网站链接须有提示; without one visitors take a stranger's page for the government's.
How to fix: let the template ask before links to other than government domains open, and exempt nobody quietly.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, passed, suspected
from kaoping.facts.reading.leaving import Leaving
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import Readings
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="离站提示缺失",
    matters="从政府网站点到企业或个人网站，没有任何提示，群众会以为还在政府网站上，出了问题会找政府。",
    advice="在全站模板中加入离站提示：打开非政府网站链接前弹出提示，由访问者确认。",
    since="0.1",
    basis="国办发〔2017〕47号 链接管理（打开非政府网站链接须有提示；据摘录）",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("links", "targets", "ways"),
)
def external_link_prompt(
    leaving: Readings[Leaving], pages: Pages, ways: tuple[str, ...] = ("script", "click", "redirect", "file")
) -> Iterator[Said]:
    """Yield one finding for the home page: it links to strangers, and nothing on it tells visitors that they leave.

    Only suspected: a script file may do it under any name. `ways` are those that count.
    """
    if pages.home is None or pages.home not in leaving:
        yield check_not_measured("home-not-opened", Fault.SITE if pages.home is None else Fault.US)
        return
    said = leaving[pages.home]
    if not said.count:
        yield check_not_applicable("no-links-to-strangers")
        return
    yield examined(said.count)
    home = pages.records[pages.home].final_url
    values: dict[str, Plain] = {
        "links": said.count,
        "targets": [url for url, _ in said.strangers],
        "ways": list(said.ways),
    }
    if set(said.ways) & set(ways):
        yield passed("home", home, values, page=PageKind.HOME)
    else:
        snippet = "、".join(text for _, text in said.strangers if text)
        yield suspected("home", home, values, page=PageKind.HOME, reason="no-leaving-prompt", snippet=snippet)
