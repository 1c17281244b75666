"""What higher bodies asked to be reposted: every site does so in time, but for a late one and one that never does."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kaoping.demo.city import Item
from kaoping.demo.marks import GOVERNMENT
from kaoping.demo.plant.bed import Bed
from kaoping.demo.themes import THEMES

LATE, NEVER, LINKED = "nongye", "gaoxin", "chengguan"  # units; the last one links to the source instead
_TEXT = (
    "各地区、各有关部门要结合实际认真抓好落实，明确责任分工，加强统筹协调，确保各项部署落到实处、取得实效。",
    "要坚持问题导向，及时回应群众关切，完善工作机制，强化监督检查，重大情况及时报告。",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An item to repost: when it was issued, its title, and after how many hours the sites repost it (0: nobody)."""

    issued: datetime
    title: str
    after: float

    @property
    def param(self) -> str:
        """The item as the check `repost-timeliness` takes it."""
        return f"{self.issued:%Y-%m-%d %H:%M}|{self.title}|http://{GOVERNMENT}/zhengce/{self.issued:%Y%m%d}.htm"


def asked(as_of: date) -> tuple[Asked, ...]:
    """Return what is asked for as of a day: two items that were due, and one of the last evening that is not yet."""
    day = datetime.combine(as_of, time())
    return (
        Asked(day - timedelta(days=100, hours=-9), "国务院办公厅关于做好今冬明春安全防范工作的通知", 6.5),
        Asked(day - timedelta(days=60, hours=-15), "《政务服务便民利民若干措施》印发", 17.5),
        Asked(day + timedelta(hours=20), "国务院办公厅关于新一年节假日安排的通知", 0),
    )


def repost(bed: Bed) -> None:
    """Put the items on the site, and enter where that was late or never done.

    Comes after all other planting, so that no choice among items depends on it.
    """
    site = bed.site
    column = site.column("news")
    for number, each in enumerate(item for item in asked(site.as_of) if item.after):
        when = each.issued + timedelta(hours=each.after)
        if site.unit.id == NEVER:
            bed.add("repost-timeliness", values={"title": (each.title,)}, note=f"没有转载：{each.title}")
            continue
        if site.unit.id == LINKED and number:
            site.quick_links.append((each.title, each.param.rpartition("|")[2]))
            continue
        if site.unit.id == LATE and not number:
            when += timedelta(days=5)
            bed.add("repost-timeliness", values={"title": (each.title,)}, note=f"晚了五天转载：{each.title}")
        item = Item(501 + number, each.title.translate(_MARKS), when, "中国政府网", [each.title, *_TEXT])
        item.path = THEMES[site.unit.theme].article(column, item)
        column.items.append(item)
    column.items.sort(key=lambda item: item.when, reverse=True)


_MARKS = str.maketrans("《》", "“”")  # sites write the marks of titles in their own way
