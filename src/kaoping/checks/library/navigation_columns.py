"""The navigation leads to the columns that it names.

Why: schemes deduct where 频道栏目导航 differs from the real columns; a name that leads elsewhere misleads.
How to fix: let the navigation follow the columns: same names, no entries whose columns are gone or empty.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, suspected
from kaoping.facts.site.menus import Entry, Menus
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="导航与实际栏目不符",
    matters="导航写的与实际栏目不一致，群众点进去找不到想找的内容；考评检查导航是否准确。",
    advice="使导航与栏目一致：名称相同，删去栏目已撤销的导航项。",
    since="0.1",
    basis="随州市2023年政府网站考评 导航体系（频道栏目导航与实际栏目体系相符、准确）",
    stage="trial",
    outcomes=("suspected",),
    values=("text", "target", "shown"),
)
def navigation_columns(menus: Menus, pages: Pages) -> Iterator[Said]:
    """Yield one finding per entry of the home page's navigation that is dead or whose page calls itself otherwise."""
    if pages.home is None:
        yield check_not_measured("home-not-opened", Fault.SITE)
        return
    if not menus.navigation:
        yield check_not_applicable("no-navigation-seen")
        return
    yield examined(len(menus.navigation))
    home = pages.records[pages.home].final_url
    for entry in menus.navigation:
        if entry.dead or entry.renamed:
            reason = "entry-dead" if entry.dead else "entry-renamed"
            locus = f"{entry.name} {entry.target.url}"
            yield suspected(locus, home, _values(entry), page=PageKind.HOME, reason=reason, snippet=entry.name)


def _values(entry: Entry) -> dict[str, Plain]:
    return {"text": entry.name, "target": entry.target.url, "shown": "、".join(entry.called)}
