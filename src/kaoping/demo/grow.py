"""Grows one unit's site: its columns with dated items, its pages, footer and labels, all as they should be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from types import MappingProxyType

from kaoping.demo import services
from kaoping.demo.city import Attachment, Column, Item, Site, UnitSpec
from kaoping.demo.functions import furnish_head
from kaoping.demo.marks import footer_marks
from kaoping.demo.prose import Writer, spread
from kaoping.demo.themes import THEMES


@dataclass(frozen=True, slots=True)
class Plan:
    """A column to grow: how many items (at size 1), over how many days, the newest how many days old."""

    slug: str
    name: str
    kind: str
    section: str
    count: int = 0
    span: int = 0
    newest: int = 1
    form: str = "list"
    only: str = ""  # the group that has it


SECTIONS: Mapping[str, str] = MappingProxyType(
    {"zjgk": "走进", "xwzx": "新闻中心", "zwgk": "政务公开", "bsfw": "办事服务", "hdjl": "互动交流", "sjkf": "数据开放"}
)
PLANS = (
    Plan("gkxx", "概况信息", "overview", "zjgk", form="page"),
    Plan("ldxx", "领导信息", "leaders", "zwgk", form="page"),
    Plan("jgzn", "机构职能", "organisation", "zwgk", form="page"),
    Plan("ywdt", "要闻动态", "news", "xwzx", 26, 45),
    Plan("bmdt", "工作动态", "news", "xwzx", 22, 60),
    Plan("jcdt", "乡镇动态", "news", "xwzx", 16, 60, 2, only="county"),
    Plan("tzgg", "通知公告", "notice", "zwgk", 16, 120, 2),
    Plan("zcwj", "政策文件", "policy", "zwgk", 9, 330, 5),
    Plan("zcjd", "政策解读", "interpretation", "zwgk", 6, 300, 4),
    Plan("ghjh", "规划计划", "plan", "zwgk", 6, 320, 6),
    Plan("czxx", "财政信息", "finance", "zwgk", 6, 300, 5),
    Plan("rsxx", "人事信息", "staff", "zwgk", 6, 200, 3),
    Plan("ztzl", "专题专栏", "topics", "zwgk", form="page"),
    Plan("bszn", "办事指南", "guides", "bsfw", 8, 300, 5),
    Plan("bstj", "办事统计", "statistics", "bsfw", 6, 170, 4),
    Plan("wmly", "网民留言", "messages", "hdjl", 10, 90, 2, form="messages"),
    Plan("lytj", "留言统计", "message_statistics", "hdjl", 6, 160, 4),
    Plan("dczj", "调查征集", "surveys", "hdjl", 7, 320, 5),
    Plan("sjfb", "数据开放", "data", "sjkf", 6, 170, 3),
    Plan("ndbg", "年度报告", "annual_report", "zwgk", 3),
)
PAGES = (("gywm", "关于我们"), ("wzsm", "网站声明"), ("lxwm", "联系我们"), ("wzdt", "网站地图"))


@dataclass(slots=True)
class Grower:
    """Grows the site of `unit`; `rng` decides everything that is not stated."""

    unit: UnitSpec
    base: str
    number: int
    as_of: date
    rng: Random
    ages: Mapping[str, int] = field(
        default_factory=dict
    )  # column slug → days since its newest item, where it is neglected
    _items: int = 1000

    def site(self) -> Site:
        """Return the whole site, without faults."""
        number = self.number
        site = Site(
            unit=self.unit,
            base=self.base,
            code=f"3299{number:02d}0001",
            icp=f"苏ICP备000000{number:02d}号",
            police=f"3299000200{number:04d}",
            phone=f"0500-8{number:02d}66000",
            address=f"云泽市政务中心{number}号楼",
            as_of=self.as_of,
        )
        writer = Writer(self.unit.name, self.rng)
        plans = [plan for plan in PLANS if plan.only in ("", self.unit.group)]
        for order, plan in enumerate(plans, 1):
            site.columns.append(self._column(site, writer, plan, order))
        site.pages = [self._plain(site, writer, order) for order in range(1, len(PAGES) + 1)]
        self._relate(site)
        footer_marks(site)
        furnish_head(site)
        return site

    def _column(self, site: Site, writer: Writer, plan: Plan, order: int) -> Column:
        theme = THEMES[self.unit.theme]
        section = SECTIONS[plan.section] + (self.unit.name if plan.section == "zjgk" else "")
        column = Column(plan.slug, plan.name, plan.kind, plan.section, number=1000 + order * 3, form=plan.form)
        column.description = f"{self.unit.name}{section}频道{plan.name}栏目，及时公开相关信息"
        column.path = theme.listing(column, 1)
        if plan.form == "page":
            column.html = services.page_html(plan.kind, site, writer)
            return column
        newest = datetime.combine(self.as_of - timedelta(days=self.ages.get(plan.slug, plan.newest)), time(9, 30))
        count = max(3, round(plan.count * self.unit.size))
        count = max(count, 7) if plan.kind == "surveys" else count
        for when in self._moments(plan, newest, count):
            column.items.append(self._item(site, column, writer, when))
        column.items.sort(key=lambda item: item.when, reverse=True)
        return column

    def _moments(self, plan: Plan, newest: datetime, count: int) -> list[datetime]:
        """Statistics come month by month; other items whenever something happens."""
        if plan.kind in ("statistics", "message_statistics"):
            return [newest - timedelta(days=30 * back) for back in range(count)]
        if plan.kind == "annual_report":
            return services.report_days(self.as_of, plan.count)
        return spread(self.rng, newest, count, plan.span)

    def _item(self, site: Site, column: Column, writer: Writer, when: datetime) -> Item:
        self._items += self.rng.randint(1, 9)
        special = services.WRITERS.get(column.kind)
        if special:
            item = special(services.Order(site, writer, self._items, when, self.rng))
        else:
            write = {"news": writer.news, "notice": writer.notice, "policy": writer.policy}.get(
                column.kind, writer.other
            )
            title, paragraphs = write(when)
            item = Item(self._items, title, when, self._source(), paragraphs)
        item.path = THEMES[self.unit.theme].article(column, item)
        self._dress(site, column, item)
        return item

    def _source(self) -> str:
        """Mostly our own, sometimes the city's newsroom."""
        return self.unit.name if self.rng.random() < 0.7 else "云泽发布"

    def _dress(self, site: Site, column: Column, item: Item) -> None:
        assets = THEMES[self.unit.theme].assets
        if column.kind == "news" and self.rng.random() < 0.6:
            item.images = [f"{assets}pic/{self.rng.randint(1, 24)}.png"]
        if column.kind == "policy":
            serial = len(column.items) + 1
            item.document = f"{self.unit.name[:2]}政办发〔{item.when.year}〕{60 - serial}号"
            item.attachments = [Attachment(f"{item.title}.docx", f"{assets}file/{item.number}.docx")]
        if column.kind == "notice" and self.rng.random() < 0.6:
            kind = self.rng.choice(("pdf", "zip", "docx"))
            item.attachments = [Attachment(f"附件1.{kind}", f"{assets}file/{item.number}.{kind}")]
        if column.kind in ("data", "statistics"):
            item.attachments = [Attachment(f"{item.title}.xlsx", f"{assets}file/{item.number}.xlsx")]

    def _plain(self, site: Site, writer: Writer, order: int) -> Column:
        slug, name = PAGES[order - 1]
        page = Column(slug, name, "plain", "zjgk", number=9000 + order, form="page")
        page.description = f"{self.unit.name}{name}"
        page.path = THEMES[self.unit.theme].plain(page)
        page.html = services.plain_html(slug, site, writer)
        return page

    def _relate(self, site: Site) -> None:
        """Explanations name a policy of this site; good sites link both ways (解读关联)."""
        policies = site.column("policy").items
        explained = site.column("interpretation").items
        linked = 0
        for policy, item in zip(policies, explained, strict=False):
            title, paragraphs = Writer(self.unit.name, self.rng).interpretation(item.when, policy.title)
            item.title, item.paragraphs = title, paragraphs
            if self.rng.random() < self.unit.quality:
                item.related.append((policy.title, policy.path))
                policy.related.append((item.title, item.path))
                linked += 1
        site.truth["unlinked_interpretations"] = len(explained) - linked
        site.truth["interpretations"] = len(explained)
        site.truth["policies"] = len(policies)
        site.truth["unexplained_policies"] = max(0, len(policies) - len(explained))
