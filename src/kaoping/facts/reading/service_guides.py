"""Service guides (办事指南): which elements they have, how they speak of materials, and what forms they offer."""

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType

import msgspec

from kaoping.facts.content_pictures import is_content
from kaoping.facts.main_lines import labelled, main_lines
from kaoping.facts.page.labels import Labels
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.facts.view import NO_TARGET, PageView, squeeze
from kaoping.model.outcomes import PageKind
from kaoping.model.pages import LinkKind

MOST = 120
MAX_FILES = 30
MAX_SHORT = 80
FEW = 3  # elements that make a page a guide whatever it is called
_GUIDE = re.compile(r"(?:办事|服务|办理|申[请报办]|受理)指南")
_DOCUMENT = re.compile(r"通知|公告|意见|办法|政策|手册|模板|承诺书|批复|规定|规程|条例|目录|清单|制度|公示")
_NO_GUIDE = re.compile(r"公开指南|旅游|投资|报考|就业指南|填报|防[护治]|消费指南|出行")
_LEFT_OUT = r"(?:单位|部门)?"
# The elements of two published lists with the words under which guides have them. Seed 002 (ten) and 001 (eleven).
ELEMENTS = MappingProxyType(
    {
        "事项名称": re.compile(r"(?:办理|服务|审批|许可)?(?:事项|项目)(?:名称)?|服务名称"),
        "设定依据": re.compile(r"(?:设定|办理|法[律定]|政策|实施|受理|审批|许可|文件)?依据|法律法规"),
        "申请条件": re.compile(
            r"(?:申请|办理|受理|申报|审批|许可|准予|办事|登记|享受)?(?:条件|范围)|(?:申请|服务|办理|适用)(?:对象|范围)"
        ),
        "办理材料": re.compile(
            r"(?:申请|申报|办理|所需|提交|需?提[交供]|应提交|报送|受理|办事|登记|需要|审批)*的?(?:材料|资料|要件|证件)(?:目录|清单|名称|要求)?"
        ),
        "办理地点": re.compile(r"(?:办理|受理|申请|办公|办事|窗口|服务|联系|现场)*(?:地点|地址|窗口|场所)"),
        "办理机构": re.compile(
            rf"(?:办理|受理|实施|承办|审批|决定|主管|经办|许可|责任|牵头|服务)(?:机构|部门|单位|机关|主体|科室|处室|窗口){_LEFT_OUT}"
        ),
        "收费标准": re.compile(r"(?:是否)?(?:收费|费用)(?:依据|标准|情况|项目|方式|[及和与、])*|工本费"),
        "办理时限": re.compile(r"(?:法定|承诺|办理|办结|审批|受理|审核|服务)*(?:时限|期限)"),
        "办理时间": re.compile(
            r"(?:办理|办公|受理|工作|服务|接待|窗口|对外|法定|承诺|办结|审批|申请|审核)*时间(?:安排|地点)?"
        ),
        "联系电话": re.compile(r"(?:咨询|联系|服务|办公|窗口|办理)*(?:电话|方式|途径|渠道)"),
        "办理流程": re.compile(r"(?:办理|办事|审批|工作|申请|受理|服务|申报|审核|登记)*(?:流程|程序|步骤)(?:图)?"),
        "监督方式": re.compile(r"(?:监督|投诉|举报)+(?:投诉|举报|电话|方式|渠道|途径|和|、)*"),
    }
)
_VAGUE = re.compile(
    r"(?:其他|其它)(?:相关|有关|需要|应当?|需)?(?:的|提[交供]的?|报送的?)*(?:证明)?(?:材料|资料|证件|文件)|"
    r"(?:相关|有关)(?:证明)?(?:材料|资料)|法[律规]{1,3}(?:法规)?规定的其他|规定应(?:当)?提交的(?:其[他它])?(?:相关|有关)?(?:材料|资料)?"
)
_FORMAT = re.compile(r"原件|复印件|影印|扫描|[一二两三四五六七八九十\d]\s*份|纸质|电子|[正副]本|份数")
_CLAUSE = re.compile(r"第\s*[零一二三四五六七八九十百\d]+\s*[条款项章]")
FORMS = re.compile(r"(?:申请|申报|登记|审批|备案|报名|审核|变更)(?:表|书)|承诺书|委托书|表格")
_FORM_LINK = re.compile(r"表格?|样[表本张]|范本|下载|申请书|承诺书|模板")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|zip|rar)$", re.IGNORECASE)
_SAMPLE = re.compile(r"样[表本张]|范本|示例|填写说明")


class OfferedFile(msgspec.Struct, frozen=True, array_like=True):
    """A link of a guide that may lead to a form: its target and words."""

    target: int
    text: str


class ServiceGuide(msgspec.Struct, frozen=True):
    """One guide. `elements` are those of ELEMENTS it has; `short` its other short lines, in which more may be named.

    `vague` is a vague wording of its materials, `materials` their text and `format` whether original or copy, number
    or paper is said. `bare` is a basis (设定依据) that is a mere name. `forms` is a form that it asks for, `files` what
    it offers and `sample` whether there is a filled-in one. `elsewhere` counts pictures and files that may
    hold the guide itself.
    """

    title: str
    elements: tuple[str, ...]
    short: tuple[str, ...] = ()
    vague: str = ""
    materials: str = ""
    format: bool = False
    bare: str = ""
    forms: str = ""
    files: tuple[OfferedFile, ...] = ()
    sample: bool = False
    elsewhere: int = 0


def wanted(record: SiteRecord, pages: Pages, columns: Columns, labels: PerPage[Labels]) -> Sequence[int]:
    """Articles of columns of guides, then articles whose own title or link says that they are one."""
    texts = {target.number: target.text for target in record.targets}
    by_target = {row.record.target: row.record.number for row in record.pages}
    named = [column for column in columns.all if column.kind == "services" and _is_guide(column.name)]
    listed = [by_target[item.target] for column in named for item in column.items if item.target in by_target]
    others = [n for n, page in pages.records.items() if _is_guide(texts.get(page.target, ""))]
    listing = {number for column in columns.all for number in column.pages}
    chosen = dict.fromkeys(number for number in (*listed, *others) if number not in listing)
    return tuple(number for number in chosen if pages.kinds.get(number) is not PageKind.HOME)


def extract(page: PageView) -> ServiceGuide | None:
    """Return the guide on a page, None where neither its title nor its labels make it one."""
    lines = main_lines(page)
    parts = labelled(lines, ELEMENTS)
    headings = _headings(page)
    title = (page.metas.get("articletitle") or next(iter(headings), "") or page.title)[:120]
    own = _is_guide(title) or any(map(_is_guide, headings))
    named = any(map(_is_guide, _places(page))) and _DOCUMENT.search(title) is None
    if len(parts) < FEW and not own and not named:
        return None
    text = "\n".join(lines)
    materials, basis = parts.get("办理材料", ""), parts.get("设定依据", "")
    files = _files(page)
    vague = _VAGUE.search(materials) or _VAGUE.search(parts.get("申请条件", ""))
    form = FORMS.search(materials)
    return ServiceGuide(
        title=title,
        elements=tuple(_with_aliases(parts, title)),
        short=tuple(line for line in lines if len(line) <= 16)[:MAX_SHORT],
        vague=vague.group() if vague else "",
        materials=materials,
        format=_FORMAT.search(materials) is not None,
        bare=basis if 0 < len(basis) <= 40 and not _CLAUSE.search(basis) and "《" not in basis else "",
        forms=form.group() if form else "",
        files=tuple(files),
        sample=_SAMPLE.search(text) is not None,
        elsewhere=sum(map(is_content, page.tree.css("img"))) + sum(bool(_FILE.search(a.text)) for a in page.anchors),
    )


def _is_guide(text: str) -> bool:
    return _GUIDE.search(squeeze(text)) is not None and _NO_GUIDE.search(text) is None


def _places(page: PageView) -> Iterator[str]:
    """What says where a page belongs: its column's label and its breadcrumb."""
    yield page.metas.get("columnname", "")
    trail = page.text.find("位置")
    yield page.text[trail : trail + 80] if trail >= 0 else ""


def _headings(page: PageView) -> list[str]:
    return list(filter(None, (squeeze(node.text())[:120] for node in page.tree.css("h1,h2,h3")[:6])))


def _with_aliases(parts: dict[str, str], title: str) -> list[str]:
    """The title is the item's name; a stated limit of time is both 办理时间 and 办理时限."""
    names = set(parts) | ({"事项名称"} if title else set())
    if "办理时限" in names:
        names.add("办理时间")
    return [name for name in ELEMENTS if name in names]


def _files(page: PageView) -> list[OfferedFile]:
    found: dict[int, OfferedFile] = {}
    attachment = LinkKind.ATTACHMENT
    attachments = {link.target for link in page.links if link.kind is attachment}
    for anchor in page.anchors:
        target = anchor.target
        if target == NO_TARGET or len(found) >= MAX_FILES:
            continue
        if target in attachments or (len(anchor.text) <= 30 and _FORM_LINK.search(anchor.text)):
            found.setdefault(target, OfferedFile(target, squeeze(anchor.text)[:60]))
    return list(found.values())
