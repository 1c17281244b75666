"""Attachments that are damaged, empty, or hold personal data; and sound ones that only look like it."""

from collections.abc import Mapping
from types import MappingProxyType

from kaoping.demo import files
from kaoping.demo.city import Attachment, Item
from kaoping.demo.plant.bed import Bed, Planting
from kaoping.demo.plant.content import HEADS, NAMES, bank_card, id_number
from kaoping.demo.themes import THEMES

ERROR_PAGE = "<!DOCTYPE html><html><head><title>系统提示</title></head><body>会话已过期，请重新登录。</body></html>"
CREDIT_CODE = "11320000014000319X"


def broken_attachments(bed: Bed) -> None:
    """Forms that broke on their way, one that is an error page, an empty one, a table without a cell."""
    item = bed.newest("notice")
    broken = {
        "申请表.docx": files.docx(["申请表"] * 40)[:500],
        "申报指南.pdf": ERROR_PAGE.encode(),
        "承诺书.doc": b"",
        "汇总表.xlsx": files.xlsx([]),
        "常见问题.txt": "一、申报时间为每年三月。\r\n二、材料一式两份。\r\n".encode("gb18030"),
        "样本.rar": b"Rar!\x1a\x07\x01\x00" + bytes(64),
    }
    damaged, page, empty, blank, *_ = [attach(bed, item, name, data) for name, data in broken.items()]
    for path, note in ((damaged, "附件传了一半，打不开"), (page, "附件下载到的是错误提示页")):
        enter_file(bed, item, "attachment-unreadable", (path, note))
    for path, note in ((empty, "附件为0字节"), (blank, "工作表没有任何内容")):
        enter_file(bed, item, "empty-attachment", (path, note))


def attached_lists(bed: Bed) -> None:
    """Lists of people in a table and in a letter; beside them a masked list, and an organisation's numbers."""
    item = bed.newest("notice")
    lists = {
        "补助名单.xlsx": files.xlsx([["姓名", HEADS["id_number"]], *([name, id_number(bed.rng)] for name in NAMES)]),
        "发放明细.docx": files.docx(["发放明细如下：", *(f"{name} {_in_fours(bank_card(bed.rng))}" for name in NAMES)]),
        "复核名单.xlsx": files.xlsx([["姓名", HEADS["id_number"]], *([name, "110***********002X"] for name in NAMES)]),
        "单位账户.docx": files.docx(
            ["户名：云泽市民政局", f"开户银行及账号：{bank_card(bed.rng)}", f"统一社会信用代码：{CREDIT_CODE}"]
        ),
    }
    table, letter, *_ = [attach(bed, item, name, data) for name, data in lists.items()]
    enter_file(bed, item, "personal-data", (table, "附件表格中有完整的身份证号码"), type="id_number")
    enter_file(bed, item, "personal-data", (letter, "附件文档中有完整的银行卡号（四位一组）"), type="bank_card")


def attach(bed: Bed, item: Item, name: str, data: bytes) -> str:
    """Put a file beside an item and return its path, whose name is ASCII."""
    number, suffix = len(item.attachments), name.rpartition(".")[2]
    path = f"{THEMES[bed.site.unit.theme].assets}file/{item.number}_{number}.{suffix}"
    item.attachments.append(Attachment(name, path))
    bed.site.files[path] = data
    return path


def enter_file(bed: Bed, item: Item, check: str, file: tuple[str, str], **values: str) -> None:
    """Enter a fault of a file, given with a note, that is seen on its item's page."""
    path, note = file
    expected = {name: (value,) for name, value in values.items()}
    bed.add(check, urls=[item.path], values={"target": (bed.site.url(path),), **expected}, note=note)


def _in_fours(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {"broken_attachments": broken_attachments, "attached_lists": attached_lists}
)
