"""Neglected columns: stale, blank and missing ones, and a site whose home page stands still."""

from collections.abc import Mapping
from types import MappingProxyType

from kaoping.demo.plant.bed import Bed, Planting

# How old the newest item of a neglected column is. Growing reads this, planting only enters it into the manifest.
AGES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "stale_site": {
            "ywdt": 45, "bmdt": 52, "jcdt": 60, "tzgg": 400, "zcwj": 410, "zcjd": 420, "ghjh": 430, "czxx": 410,
            "rsxx": 400, "bszn": 90, "bstj": 75, "wmly": 40, "lytj": 70, "dczj": 80, "sjfb": 95,
        },
        "stale_columns": {"bmdt": 33, "zcwj": 215, "tzgg": 390},
        "stale_policy": {"zcjd": 240},
        "stale_news": {"bmdt": 26},
        "expiring": {"bmdt": 12},
    }
)  # fmt: skip

# Days a column of a kind may go without a new item under the scheme the city is assessed with; others are not counted.
LIMITS: Mapping[str, int] = MappingProxyType(
    {"news": 14, "policy": 184, "interpretation": 184, "notice": 365, "staff": 365, "plan": 365, "finance": 365}
)


def ages(faults: tuple[str, ...]) -> dict[str, int]:
    """Return the ages (in days, by column slug) that the named faults ask for."""
    found: dict[str, int] = {}
    for name in faults:
        found.update(AGES.get(name, {}))
    return found


def stale(bed: Bed) -> None:
    """Enter every neglected column of the site."""
    neglected = ages(bed.site.unit.faults)
    for column in bed.site.columns:
        days = neglected.get(column.slug)
        if days is None or not column.items:
            continue
        counted = days > LIMITS.get(column.kind, 10_000)
        note = f"{column.name}已 {days} 天未更新"
        bed.add("column-freshness", urls=[column.path], counted=counted, note=note)
        if column.kind in ("statistics", "data"):
            bed.add("statistics-column", urls=[column.path], note=f"{column.name}最近一期数据已过期")


def stale_site(bed: Bed) -> None:
    """Nothing on the whole site is new, so neither is the home page."""
    stale(bed)
    bed.add("home-freshness", note="首页 45 天没有新信息")
    bed.add("message-statistics", note="留言统计 70 天未更新")


def blank_columns(bed: Bed) -> None:
    """Columns that are open and have nothing in them, said so or not."""
    _empty(bed, "plan", "<p class='none'>暂无信息</p>")
    _empty(bed, "staff", "")
    _empty(bed, "finance", "<p>栏目建设中，敬请期待……</p>")


def blank_some(bed: Bed) -> None:
    """One blank column."""
    _empty(bed, "plan", "<p>暂无相关数据</p>")


def columns_missing(bed: Bed) -> None:
    """Columns that every site must have and this one has not."""
    for kind, expected in (("leaders", "leaders"), ("surveys", "survey")):
        column = bed.site.column(kind)
        bed.site.columns.remove(column)
        bed.site.quick_links = [link for link in bed.site.quick_links if link[1] != column.path]
        bed.add("column-exists", values={"kind": (expected,)}, note=f"未开设栏目：{expected}")
    bed.add("organisation-page", note="没有领导信息栏目，机构职能页上也没有负责人姓名")


def _empty(bed: Bed, kind: str, notice: str) -> None:
    column = bed.site.column(kind)
    column.items.clear()
    column.notice = notice
    bed.add("blank-column", urls=[column.path], note=f"空白栏目：{column.name}")


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {
        "stale_site": stale_site,
        "stale_columns": stale,
        "stale_policy": stale,
        "stale_news": stale,
        "blank_columns": blank_columns,
        "blank_some": blank_some,
        "columns_missing": columns_missing,
    }
)
