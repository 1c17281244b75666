"""Dates that look kept up and are not: a burst before the assessment, and lists that show a later day than articles."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from kaoping.demo.plant.bed import Bed, Planting
from kaoping.demo.plant.columns import AGES
from kaoping.demo.themes import THEMES, write_date

BURST, SILENCE = 7, 80  # items at once; days that the others are moved back
EARLIER, SLIGHTLY = 40, 3  # days by which an article is older than its list says
OLDER = 60  # days by which a file is older than the date it shows


def burst(bed: Bed) -> None:
    """After months of silence seven notices on the two days before the assessment.

    To be planted first, for it moves items to other addresses.
    """
    column = bed.site.column("notice")
    for number, item in enumerate(column.items):
        if number < BURST:
            day = bed.site.as_of - timedelta(days=3 + number % 2)
            item.when = datetime.combine(day, item.when.time())
        else:
            item.when -= timedelta(days=SILENCE)
        item.path = THEMES[bed.site.unit.theme].article(column, item)
    column.items.sort(key=lambda item: item.when, reverse=True)
    bed.add("burst-publishing", urls=[column.path], values={"items": (BURST,)}, note=f"{column.name}检查前集中发布")


def back_dated(bed: Bed) -> None:
    """A policy that its list shows forty days later than it says itself; another was only listed three days late."""
    theme = THEMES[bed.site.unit.theme]
    for item, days in zip(bed.items("policy", 2, skip=2), (EARLIER, SLIGHTLY), strict=True):
        written = {
            write_date(item.when, pattern): write_date(item.when - timedelta(days=days), pattern)
            for pattern in (theme.full_date, "%Y-%m-%d %H:%M")
        }
        bed.site.tweak(item.path).alter = lambda text, written=written: _rewritten(text, written)
        if days == EARLIER:
            bed.add("back-dated", urls=[item.path], values={"days": (days,)}, note=f"列表日期比正文晚{days}天")


def old_file(bed: Bed) -> None:
    """An item whose file was last changed two months before the date it shows; another's was made again since."""
    old, made_again = bed.items("news", 2, skip=2)
    for item, days in ((old, -OLDER), (made_again, 1)):
        bed.site.modified[item.path] = (item.when + timedelta(days=days)).replace(tzinfo=UTC)
    bed.add("back-dated", urls=[old.path], values={"days": (OLDER,)}, note=f"所标日期比文件最后修改晚{OLDER}天")


def expiring(bed: Bed) -> None:
    """A column that will be stale within days: growing has aged it."""
    for slug in AGES["expiring"]:
        column = next(column for column in bed.site.columns if column.slug == slug)
        bed.add("column-expiring", urls=[column.path], note=f"{column.name}再有两天不更新就超期")


def _rewritten(text: str, written: Mapping[str, str]) -> str:
    for before, after in written.items():
        text = text.replace(before, after)
    return text


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {"burst": burst, "back_dated": back_dated, "old_file": old_file, "expiring": expiring}
)
