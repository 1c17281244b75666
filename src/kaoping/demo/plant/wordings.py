"""Wrong and sensitive wordings in articles, and the same characters where they are right."""

from collections.abc import Mapping
from types import MappingProxyType

from kaoping.demo import files
from kaoping.demo.plant.attachments import attach, enter_file
from kaoping.demo.plant.bed import Bed, Planting

WRONG = (
    ("会议对全年重点工作进行了再布署。", "布署"),
    ("截止目前，各项任务进展顺利。", "截止目前"),
    ("经人名政府同意，现予公布。", "人名政府"),
)
SECRET = ("（此件不公开）", "此件不公开")
RIGHT = (
    "文件由主要负责人宣布署名后印发，设备应按装置说明书操作。",
    "教授与学生座谈，立即然后继续开会。",
    "印发《国立台湾大学藏书目录》，标注“此件不公开”的文件不得上网。",
)


def wordings(bed: Bed) -> None:
    """Slips in three articles, and a paper put online with its mark still on it."""
    items = bed.items("news", 4, skip=4)
    for item, (sentence, wording) in zip(items, WRONG, strict=False):
        item.paragraphs.append(sentence)
        bed.add("wrong-wording", urls=[item.path], values={"wording": (wording,)}, note=f"错误表述：{wording}")
    items[3].paragraphs.insert(0, SECRET[0])
    bed.add("sensitive-wording", urls=[items[3].path], values={"wording": (SECRET[1],)}, note="不公开文件的标记")


def attached_wordings(bed: Bed) -> None:
    """A slip in a table, a paper with its mark on it as a document; beside them a document that is right."""
    item = bed.newest("policy")
    papers = {
        "任务分工.xlsx": files.xlsx([["序号", "任务"], ["1", "按照统一布署推进"]]),
        "会议纪要.docx": files.docx([SECRET[0], "关于研究有关工作的会议纪要"]),
        "公文处理办法.docx": files.docx(RIGHT),
    }
    table, letter, _ = [attach(bed, item, name, data) for name, data in papers.items()]
    enter_file(bed, item, "wrong-wording", (table, "附件表格中有错别字"), wording="布署", place="cell:Sheet1!B2")
    enter_file(bed, item, "sensitive-wording", (letter, "附件有不公开文件的标记"), wording=SECRET[1], place="line:1")


PLANTINGS: Mapping[str, Planting] = MappingProxyType({"wordings": wordings, "attached_wordings": attached_wordings})
