"""The site map lists the site's real columns, under their names.

Why: visitors find their way by it; schemes deduct where 地图导航 differs from the real columns.
How to fix: generate the map from the columns, and take entries out when their columns go.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, suspected
from kaoping.facts.site.menus import Menus
from kaoping.facts.site.pages import Pages
from kaoping.model.outcomes import Fault

SHOWN = 30


@check(
    title="网站地图与实际栏目不符",
    matters="群众靠网站地图找栏目；地图上有的实际没有、实际有的地图上没有，都会找错地方，考评检查是否相符。",
    advice="按实际栏目更新网站地图：补上缺少的栏目，删去已撤销的，名称与栏目一致。",
    since="0.1",
    basis="随州市2023年政府网站考评 导航体系（地图导航与实际栏目体系相符、准确）；国办发〔2017〕47号 站点地图",
    stage="trial",
    outcomes=("suspected",),
    values=("missing", "examples", "count"),
)
def site_map_columns(menus: Menus, pages: Pages) -> Iterator[Said]:
    """Yield at most one finding of each kind: no map, columns not on it, entries that are dead or named otherwise.

    All are suspicions: a map may be drawn by a script, and which columns belong on it is the site's choice in part.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(max(1, len(menus.map_entries)))
    home = pages.records[pages.home].final_url if pages.home is not None else ""
    if menus.map_page is None:
        yield suspected("map", home, reason="no-site-map")
        return
    url = pages.records[menus.map_page].final_url
    if not menus.map_entries:
        yield suspected("entries", url, reason="map-without-entries")
        return
    if menus.unmapped:
        names = [f"{column.name}（{column.url}）" for column in menus.unmapped]
        yield suspected("columns", url, {"missing": names[:SHOWN], "count": len(names)}, reason="columns-not-on-map")
    for locus, entries in (
        ("map-entry-dead", [entry for entry in menus.map_entries if entry.dead]),
        ("map-entry-renamed", [entry for entry in menus.map_entries if entry.renamed]),
    ):
        if entries:
            told = [f"{entry.name}（{entry.target.url}）" for entry in entries]
            yield suspected(locus, url, {"examples": told[:SHOWN], "count": len(told)}, reason=locus)
