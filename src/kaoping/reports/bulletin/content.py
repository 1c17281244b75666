"""Builds the bulletin of an assessment from its results; what only the office knows is left as marked places."""

from datetime import date

from kaoping.reports.bulletin.attachments import attachments
from kaoping.reports.bulletin.blocks import Block, Bulletin, Heading, Imprint, Paragraph
from kaoping.reports.bulletin.good_practice import good_practice
from kaoping.reports.bulletin.overall import overall
from kaoping.reports.bulletin.requirements import requirements
from kaoping.reports.bulletin.scope import scope
from kaoping.reports.bulletin.troubles import troubles
from kaoping.reports.dossier import Dossier
from kaoping.reports.figures import numbered
from kaoping.reports.pages import beijing_date
from kaoping.reports.view import Letter

DRAFT = "征求意见稿，结果暂定"


def build_bulletin(dossier: Dossier) -> Bulletin:
    """Return the bulletin; while any result is open it is a draft and says so."""
    letter = dossier.view.letter  # who issued the scheme need not be who sends the bulletin
    return Bulletin(
        title=letter.title or f"{letter.office}关于{dossier.subject}情况的通报",
        stage="" if dossier.final else DRAFT,
        office=letter.office or "【发文机关】",
        number=letter.number or "【发文字号】",
        addressees=(letter.addressees or "【主送机关，如：各县（区）人民政府，市各有关部门和单位】").rstrip("：:")
        + "：",
        blocks=_blocks(dossier),
        attachments=attachments(dossier),
        signature=letter.office or "【发文机关署名】",
        dateline=chinese_date(beijing_date(dossier.view.generated_at)),
        contact=letter.contact or "【联系人及电话】",
        imprint=_imprint(letter),
    )


def chinese_date(day: date) -> str:
    """Return a date as official documents write it: 2022年12月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _imprint(letter: Letter) -> Imprint:
    copies = "" if letter.copies == "无" else letter.copies or "【抄送机关，没有的删去本行】"
    day = chinese_date(letter.printed_on) if letter.printed_on else "【印发日期】"
    return Imprint(
        copies=f"抄送：{copies.rstrip('。')}。" if copies else "",
        printer=letter.printed_by or letter.office or "【印发机关】",
        date=f"{day}印发",
    )


def _blocks(dossier: Dossier) -> list[Block]:
    sections = [
        ("总体情况", overall(dossier)),
        ("好的做法", good_practice(dossier)),
        ("存在的主要问题", troubles(dossier)),
        ("检查范围和未能检测的情况", scope(dossier)),
        ("下一步工作要求", requirements(dossier)),
    ]
    blocks: list[Block] = [_opening(dossier)]
    for place, (title, section) in enumerate(((title, section) for title, section in sections if section), start=1):
        blocks.append(Heading(f"{numbered(place)}、{title}"))
        blocks.extend(section)
    return blocks


def _opening(dossier: Dossier) -> Paragraph:
    scheme = dossier.view.scheme
    document = scheme.basis.get("document", "")
    source = f"《{scheme.title}》" + (f"（{document}）" if document else "")
    day = chinese_date(dossier.view.as_of)
    draft = "" if dossier.final else "部分结果尚未确定，本稿供征求意见，以最终结果为准。"
    return Paragraph(f"根据{source}，以{day}为监测时间点开展了{dossier.subject}。{draft}现将有关情况通报如下：")
