"""What sites offer beside news: leaders, organisation, service guides, messages, surveys and statistics."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from types import MappingProxyType

from kaoping.demo import words
from kaoping.demo.city import Attachment, Item, Site
from kaoping.demo.prose import Writer
from kaoping.demo.themes import THEMES

GUIDE_ELEMENTS = (
    "事项名称", "设定依据", "申请条件", "办理材料", "办理地点",
    "办理机构", "收费标准", "办理时间", "联系电话", "办理流程",
)  # fmt: skip
# What assessors find fault with in a guide: the element it is in and how it then reads.
FLAWS = MappingProxyType(
    {
        "guides_materials_unclear": ("办理材料", "1.申请表；2.身份证明；3.相关证明。"),
        "guides_vague": ("申请条件", "符合有关规定，并提交根据有关法律法规规定应提交的其他材料。"),
        "guides_bare_references": ("设定依据", "有关管理办法"),
    }
)
POSTS = ("主要负责人", "副职（分管综合）", "副职（分管业务）", "副职（分管信息化）")


@dataclass(frozen=True, slots=True)
class Order:
    """An item to write: for which site, by whom, under which number, published when."""

    site: Site
    writer: Writer
    number: int
    when: datetime
    rng: Random


def page_html(kind: str, site: Site, writer: Writer) -> str:
    """Return the content of a column that is one page: overview, leaders, organisation or topics."""
    makers = {"overview": _overview, "leaders": _leaders, "organisation": _organisation, "topics": _topics}
    return makers[kind](site, writer)


def plain_html(slug: str, site: Site, writer: Writer) -> str:
    """Return the content of an inner page: about, statement, contact, or (filled when rendered) the site map."""
    moment = datetime.combine(site.as_of, datetime.min.time())
    if slug == "wzdt":
        return ""
    texts = writer.sentences(6, moment)
    if slug == "lxwm":
        mail = f"bgs@{site.unit.id}.yunze.example"
        texts = [
            f"办公地址：{site.address}",
            f"值班电话：{site.phone}",
            f'电子邮箱:<a href="mailto:{mail}">{mail}</a>',
            "办公时间：工作日上午8:30—12:00，下午14:00—17:30（法定节假日除外）",
            *texts,
        ]
    return "".join(f"<p>{text}</p>" for text in texts)


def _overview(site: Site, writer: Writer) -> str:
    moment = datetime.combine(site.as_of, datetime.min.time())
    area = f"{site.unit.name}位于云泽平原中部，河湖密布、交通便利。截至{site.as_of.year}年底，各项事业稳步发展。"
    return "".join(f"<p>{text}</p>" for text in (area, *writer.sentences(9, moment)))


def _leaders(site: Site, writer: Writer) -> str:
    cards = []
    for number, post in enumerate(POSTS, 1):
        name = writer.person()
        cards.append(
            f'<div class="leader"><img src="/images/leader{number}.png" alt="{name}照片" width="120" height="160">'
            f"<h3>{name}</h3><p>职务：{site.unit.name}{post}</p>"
            f"<p>简历：大学学历，曾在{writer.rng.choice(words.STREETS)}任职，从事{writer.rng.choice(list(words.TOPICS))}工作多年。</p>"
            f"<p>工作分工：负责{writer.rng.choice(list(words.TOPICS))}、{writer.rng.choice(words.OFFICES)}等方面工作。</p></div>"
        )
    return "".join(cards)


def _organisation(site: Site, writer: Writer) -> str:
    rows = "".join(
        f"<tr><td>{office}</td><td>{writer.rng.choice(list(words.TOPICS))}有关工作</td><td>{site.phone[:-1]}{order}</td></tr>"
        for order, office in enumerate(words.OFFICES, 1)
    )
    duty = f"<p>机构名称：{site.unit.name}</p><p>办公地址：{site.address}</p>"
    duty += "<p>主要职责：贯彻执行有关法律法规，统筹推进各项工作。</p>"
    return f'{duty}<table border="1"><tr><th>内设机构</th><th>职责</th><th>联系电话</th></tr>{rows}</table>'


def _topics(site: Site, writer: Writer) -> str:
    """Pictures that lead to columns: no dates, no texts, and yet not blank."""
    pictures = []
    for number, (topic, column) in enumerate(zip(words.TOPICS, site.columns[3:7], strict=False), 1):
        image = f'<img src="/images/topic{number}.png" alt="{topic}专题" width="320" height="90">'
        pictures.append(f'<p><a href="{column.path}">{image}</a></p>')
    return "".join(pictures)


def _guide(order: Order) -> Item:
    site, rng = order.site, order.rng
    serial = int(site.truth.get("guides", 0))
    _count(site, "guides", 1)
    round_, index = divmod(serial, len(words.GUIDES))
    name = words.GUIDES[index] + (f"({round_ + 1})" if round_ else "")
    values = {
        "事项名称": name,
        "设定依据": f"《云泽市{rng.choice(list(words.TOPICS))}管理办法》第{rng.randint(3, 30)}条",
        "申请条件": "符合规定条件的自然人、法人或者其他组织。",
        "办理材料": "1.申请表（原件1份，纸质或电子）；2.身份证明（复印件1份）；3.相关证明（原件1份）。",
        "办理地点": f"{site.address}政务服务大厅{rng.randint(1, 30)}号窗口",
        "办理机构": site.unit.name,
        "收费标准": "不收费",
        "办理时间": "工作日8:30—12:00,14:00—17:30",
        "联系电话": site.phone,
        "办理流程": "申请—受理—审核—决定—送达",
    }
    missing = [] if rng.random() < site.unit.quality else rng.sample(GUIDE_ELEMENTS[1:], rng.randint(1, 2))
    _count(site, "guide_elements_missing", len(missing))
    for flaw, (label, text) in FLAWS.items():
        if rng.random() > site.unit.quality and label not in missing:
            values[label] = text
            _count(site, flaw, 1)
    item = Item(order.number, f"{name}办事指南", order.when, site.unit.name, [])
    item.rows = [(label, values[label]) for label in GUIDE_ELEMENTS if label not in missing]
    if rng.random() < site.unit.quality:
        item.attachments = [Attachment("申请表.docx", f"{THEMES[site.unit.theme].assets}file/{order.number}.docx")]
    else:
        _count(site, "guides_without_forms", 1)
    return item


def _count(site: Site, name: str, more: int) -> None:
    site.truth[name] = site.truth.get(name, 0) + more


def _message(order: Order) -> Item:
    kind, title, text, reply = order.writer.message(order.when)
    asked = _weekday(order.when.replace(hour=9))
    late = order.rng.random() > order.site.unit.quality and (order.site.as_of - asked.date()).days > 20
    if late:
        _count(order.site, f"late_{kind}", 1)
    answered = asked + (timedelta(days=14) if late else timedelta(hours=order.rng.randint(2, 7)))
    item = Item(order.number, title, asked, order.site.unit.name, [])
    item.rows = [
        ("留言类别", kind), ("留言时间", f"{asked:%Y-%m-%d %H:%M}"), ("留言内容", text), ("办理状态", "已答复"),
        ("答复时间", f"{answered:%Y-%m-%d %H:%M}"), ("答复单位", order.site.unit.name), ("答复内容", reply),
    ]  # fmt: skip
    return item


def _survey(order: Order) -> Item:
    title, paragraphs = order.writer.survey(order.when)
    closed = order.when + timedelta(days=20)
    item = Item(order.number, title, order.when, order.site.unit.name, paragraphs)
    item.rows = [("开始时间", f"{order.when:%Y-%m-%d}"), ("结束时间", f"{closed:%Y-%m-%d}")]
    recent = (order.site.as_of - order.when.date()).days
    if recent <= 365:
        _count(order.site, "surveys", 1)
    if closed.date() + timedelta(days=25) <= order.site.as_of:
        published = order.rng.random() < order.site.unit.quality
        if published:
            answers = order.rng.randint(40, 900)
            item.rows += [("征集结果", f"本次征集共收到有效意见{answers}条，采纳情况已整理公开。"),
                          ("反馈时间", f"{closed + timedelta(days=12):%Y-%m-%d}")]  # fmt: skip
        else:
            _count(order.site, "surveys_unanswered", 1)
    return item


def _statistics(order: Order) -> Item:
    return _monthly(order, "办事统计数据", ("受理事项数量", "办结事项数量", "网上办结率"))


def _message_statistics(order: Order) -> Item:
    return _monthly(order, "网民留言受理反馈情况统计", ("收到留言数量", "办结留言数量", "按时办结率"))


def _monthly(order: Order, name: str, labels: tuple[str, str, str]) -> Item:
    received = order.rng.randint(80, 4000)
    title = order.writer.unique(f"{order.when.year}年{order.when.month}月{name}")
    item = Item(order.number, title, order.when, order.site.unit.name, [f"现将{title}公布如下。"])
    item.rows = [(labels[0], f"{received}"), (labels[1], f"{received - 3}"), (labels[2], f"{99.2}%")]
    return item


REPORT_DAYS = (18, 12)  # of January: the report on disclosure, the site's table
SITE_FIELDS = (
    "填报单位", "网站名称", "首页网址", "主办单位", "网站类型", "政府网站标识码", "独立用户访问总量", "网站总访问量",
    "信息发布总数", "专栏专题维护数量", "解读回应", "办事服务", "互动交流", "安全防护", "移动新媒体", "创新发展",
)  # fmt: skip
REPORT_PARTS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip


def report_days(as_of: date, count: int) -> list[datetime]:
    """Return when the last `count` yearly reports were published, the newest first: two each January."""
    return [datetime(as_of.year - back // 2, 1, REPORT_DAYS[back % 2], 10) for back in range(count)]


def _annual_report(order: Order) -> Item:
    site, when = order.site, order.when
    if when.day == REPORT_DAYS[0]:
        title = f"{site.unit.name}{when.year - 1}年政府信息公开工作年度报告"
        texts = [text for part in REPORT_PARTS for text in (part, *order.writer.sentences(2, when))]
        return Item(order.number, title, when, site.unit.name, texts)
    title = f"{when.year - 1}年度{site.unit.name}政府网站工作年度报表"
    item = Item(order.number, title, when, site.unit.name, [f"现将{title}公布如下。"])
    known = {
        "填报单位": site.unit.name, "网站名称": site.unit.name, "首页网址": site.base, "政府网站标识码": site.code
    }  # fmt: skip
    item.rows = [(label, known.get(label, str(order.rng.randint(1, 900)))) for label in SITE_FIELDS]
    return item


def _data(order: Order) -> Item:
    _, paragraphs = order.writer.other(order.when)
    topic = order.rng.choice(list(words.TOPICS))
    title = order.writer.unique(f"{order.when.year}年{order.when.month}月{topic}数据集")
    return Item(order.number, title, order.when, order.site.unit.name, paragraphs)


def _weekday(moment: datetime) -> datetime:
    """People write any day, but clocks here are kept simple: a message of a week-end is moved to the Friday."""
    return moment - timedelta(days=max(0, moment.weekday() - 4))


WRITERS: Mapping[str, Callable[[Order], Item]] = MappingProxyType(
    {
        "annual_report": _annual_report,
        "data": _data,
        "guides": _guide,
        "messages": _message,
        "surveys": _survey,
        "statistics": _statistics,
        "message_statistics": _message_statistics,
    }
)
