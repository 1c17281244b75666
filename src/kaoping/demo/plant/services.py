"""Flaws of what sites disclose and offer: those their makers let slip while growing them, and a few of our own."""

from collections.abc import Mapping
from types import MappingProxyType

from kaoping.demo.city import Attachment, Item, Site
from kaoping.demo.plant.bed import Bed, Planting
from kaoping.demo.services import FLAWS, GUIDE_ELEMENTS
from kaoping.demo.themes import THEMES

# What a finding shows of each of these flaws: the whole text, or the wording that is vague.
_SHOWN = MappingProxyType({flaw: (text, "其他材料", "规定应提交的其他材料") for flaw, (_, text) in FLAWS.items()})


def enter_grown(bed: Bed) -> None:
    """Enter what the site's own people left out: elements and forms of guides, links between policies and explanations.

    Growing decides by the unit's quality; here it is only read off the site as it was grown.
    """
    if "contact_missing" in bed.site.unit.faults:
        bed.add("organisation-page", counted=False, note="联系我们页无处可进，办公时间无从得知")
    for item in _items(bed.site, "guides"):
        _guide(bed, item)
    policies = {item.path: item for item in _items(bed.site, "policy")}
    for policy, item in zip(policies.values(), _items(bed.site, "interpretation"), strict=False):
        if item.related:
            continue
        bed.add("policy-interpretation", urls=[item.path], note="解读稿没有链接到政策文件")
        bed.add("policy-interpretation", urls=[policy.path], note="政策文件没有链接到解读稿")


def leaders_thin(bed: Bed) -> None:
    """The second leader has no photograph and no division of work."""
    column = bed.site.column("leaders")
    first, second, *rest = column.html.split('<div class="leader">')[1:]
    name = second.partition("<h3>")[2].partition("</h3>")[0]
    second = second[second.index("<h3>") : second.index("<p>工作分工")] + "</div>"
    column.html = "".join(f'<div class="leader">{card}' for card in (first, second, *rest))
    bed.add("leader-pages", urls=[column.path], values={"name": (name,)}, note=f"{name}：没有照片和分工")


def organisation_thin(bed: Bed) -> None:
    """The page about the organisation has a telephone and nothing else."""
    column = bed.site.column("organisation")
    words = "".join(f"<p>{item.title}，欢迎关注。</p>" for item in bed.site.column("news").items[:12])
    column.html = f"<p>机构名称：{bed.site.unit.name}</p><p>联系电话：{bed.site.phone}</p>{words}"
    bed.add("organisation-page", urls=[column.path], note="机构职能页没有职能和内设机构")


def report_late(bed: Bed) -> None:
    """Last year's table of the site came online in March."""
    item = _report(bed, "报表")
    item.when = item.when.replace(month=3)
    item.path = THEMES[bed.site.unit.theme].article(bed.site.column("annual_report"), item)
    _sort_reports(bed.site)
    bed.add("site-annual-report", urls=[item.path], note="年度报表晚于1月31日发布")


def report_missing(bed: Bed) -> None:
    """Last year's report on disclosure was never published."""
    bed.site.column("annual_report").items.remove(_report(bed, "信息公开"))
    bed.add("disclosure-annual-report", note="没有上一年度信息公开年度报告")


def report_thin(bed: Bed) -> None:
    """The table has lost its second half, the report its last parts."""
    table, report = _report(bed, "报表"), _report(bed, "信息公开")
    del table.rows[len(table.rows) // 2 :]
    del report.paragraphs[6:]
    bed.add("site-annual-report", urls=[table.path], note="年度报表缺少后一半栏目")
    bed.add("disclosure-annual-report", urls=[report.path], note="年度报告缺少后几部分")


def data_closed(bed: Bed) -> None:
    """One data set has no download, another is a PDF."""
    first, second = bed.items("data", 2)
    first.attachments = []
    second.attachments = [Attachment(f"{second.title}.pdf", second.attachments[0].path.replace(".xlsx", ".pdf"))]
    bed.add("open-data-sets", urls=[first.path], note="数据集没有下载")
    bed.add("open-data-sets", urls=[second.path], note="数据集只有 PDF")


def _report(bed: Bed, word: str) -> Item:
    """The newest yearly report with `word` in its title."""
    return next(item for item in bed.site.column("annual_report").items if word in item.title)


def _sort_reports(site: Site) -> None:
    site.column("annual_report").items.sort(key=lambda item: item.when, reverse=True)


def _items(site: Site, kind: str) -> list[Item]:
    return next((column.items for column in site.columns if column.kind == kind), [])


def _guide(bed: Bed, item: Item) -> None:
    rows = dict(item.rows)
    missing = tuple(name for name in GUIDE_ELEMENTS if name not in rows)
    if missing:
        note = f"办事指南缺少{'、'.join(missing)}"
        bed.add("service-guide-elements", urls=[item.path], values={"count": (len(missing),)}, note=note)
    for flaw, (label, text) in FLAWS.items():
        if rows.get(label) == text:
            note = f"办事指南“{label}”写作“{text}”"
            bed.add("service-guide-elements", urls=[item.path], values={"text": _SHOWN[flaw]}, note=note)
    if not item.attachments and "申请表" in rows.get("办理材料", ""):
        bed.add("forms-downloadable", urls=[item.path], note="要求提交申请表而没有提供下载")


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {
        "leaders_thin": leaders_thin,
        "organisation_thin": organisation_thin,
        "report_late": report_late,
        "report_missing": report_missing,
        "report_thin": report_thin,
        "data_closed": data_closed,
    }
)
