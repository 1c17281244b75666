"""What is read of files of every kind: text with its place, kind by content, and what does not open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.attachments.reading.limits import ENTITIES, MAX_TEXT, SWOLLEN, TOO_DEEP
from kaoping.attachments.reading.read import read_file
from kaoping.attachments.reading.sheets import cell_name
from kaoping.model.attachments import Condition, TextPart
from kaoping.model.outcomes import Fault
from tests.attachments import made_files as made

SOUND = {
    "docx": (made.docx(["标题", "第一段"]), [TextPart("text", "标题\n第一段")]),
    "pdf": (made.pdf(["Hello"]), [TextPart("page:1", "Hello")]),
    "doc": (made.doc(["Notice ", "第一段\r第二段"]), [TextPart("text", "Notice 第一段\n第二段")]),
    "ppt": (made.ppt(["标题", "内容"]), [TextPart("text", "标题\n内容")]),
    "xls": (
        made.xls("名单", [["姓名", "号码"], ["张三", "420"]]),
        [TextPart("sheet:名单!A1", "姓名\t号码\n张三\t420")],
    ),
    "pptx": (made.pptx(["甲", "乙"]), [TextPart("slide:1", "甲"), TextPart("slide:2", "乙")]),
    "ofd": (made.ofd(["甲", "乙"]), [TextPart("page:1", "甲"), TextPart("page:2", "乙")]),
    "txt": ("第一行\r\n第二行".encode("gbk"), [TextPart("text", "第一行\n第二行")]),
    "csv": ("姓名,电话".encode(), [TextPart("text", "姓名,电话")]),
}


@pytest.mark.parametrize("suffix", SOUND)
def test_text_is_read_with_its_place(suffix: str) -> None:
    data, parts = SOUND[suffix]
    contents = read_file(data, suffix)
    assert (contents.condition, list(contents.parts)) == (Condition.READ, parts)
    assert contents.characters == sum(len("".join(part.text.split())) for part in parts)


def test_cells_of_a_sheet_keep_their_places_and_their_digits() -> None:
    data = made.workbook({"名单": [["姓名", "电话"], ["张\n三", 13912345678], [None, "乙"]], "空": []}, (3, 2))
    contents = read_file(data, "xlsx")
    assert (contents.pages, contents.kind) == (2, "xlsx")
    assert contents.parts == (TextPart("sheet:名单!B3", "姓名\t电话\n张 三\t13912345678\n\t乙"),)


@given(st.integers(0, 20_000), st.integers(0, 1_000_000))
def test_cell_names_are_as_in_a_spreadsheet(column: int, row: int) -> None:
    name = cell_name(row, column)
    letters = name.rstrip("0123456789")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    assert (number - 1, int(name[len(letters) :]) - 1) == (column, row)


def test_properties_are_told() -> None:
    assert read_file(made.ofd(["甲"], "年度 报告"), "ofd").title == "年度 报告"
    contents = read_file(made.workbook({"a": [["1"]]}), "xlsx")
    assert contents.author == "openpyxl"
    assert contents.created.startswith("20")


def test_a_scan_is_not_blank() -> None:
    contents = read_file(made.scan(), "pdf")
    assert (contents.condition, contents.scanned, contents.pages) == (Condition.OPENED, True, 1)


@pytest.mark.parametrize(
    ("data", "suffix", "condition"),
    [
        (b"", "pdf", Condition.EMPTY),
        (made.blank_pdf(), "pdf", Condition.BLANK),
        (made.docx([]), "docx", Condition.BLANK),
        (made.workbook({"Sheet1": []}), "xlsx", Condition.BLANK),
        (b" \r\n ", "txt", Condition.BLANK),
        (made.packed({}), "zip", Condition.BLANK),
        (made.packed({"a.txt": b"1"}), "zip", Condition.OPENED),
        (b"Rar!\x1a\x07\x01\x00", "rar", Condition.OPENED),
        (made.locked_pdf(), "pdf", Condition.ENCRYPTED),
        (made.locked_zip(), "docx", Condition.ENCRYPTED),
        (made.doc(["x"], locked=True), "doc", Condition.ENCRYPTED),
        (made.compound({"EncryptedPackage": b"x"}), "xlsx", Condition.ENCRYPTED),
        (b"<!DOCTYPE html><html><body>404</body></html>", "pdf", Condition.OTHER_KIND),
        (b"<html><table><tr><td>1</td></tr></table></html>", "xls", Condition.READ),
        ("正文".encode(), "doc", Condition.OTHER_KIND),
        (bytes(range(256)) * 9, "doc", Condition.DAMAGED),
        (bytes(range(256)) * 9, "dwg", Condition.OPENED),
    ],
)
def test_conditions(data: bytes, suffix: str, condition: Condition) -> None:
    assert read_file(data, suffix).condition is condition


@pytest.mark.parametrize("suffix", ["docx", "pdf", "doc", "pptx", "ofd", "xlsx"])
def test_a_file_that_breaks_off_is_damaged(suffix: str) -> None:
    whole = made.workbook({"a": [["1"]]}) if suffix == "xlsx" else SOUND[suffix][0]
    assert read_file(whole[: len(whole) // 3], suffix).condition is Condition.DAMAGED


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (made.billion_laughs(), ENTITIES),
        (made.outside_entity("file:///etc/passwd"), ENTITIES),
        (made.outside_entity("http://127.0.0.1:9/"), ENTITIES),
        (made.zip_bomb(100_000_000), SWOLLEN),
        (made.many_parts(6000), SWOLLEN),
        (made.deep_xml(50_000), TOO_DEEP),
    ],
)
def test_what_would_do_harm_is_not_read_and_nobody_elses_fault(data: bytes, reason: str) -> None:
    contents = read_file(data, "docx")
    assert (contents.condition, contents.reason, contents.fault) == (Condition.UNREAD, reason, Fault.US)


def test_a_package_that_lies_about_its_size_is_not_believed() -> None:
    assert read_file(made.lying_bomb(), "docx").condition is Condition.DAMAGED


def test_page_trees_without_end_end() -> None:
    assert read_file(made.deep_page_tree(20_000), "pdf").condition is Condition.DAMAGED
    assert read_file(made.many_pages(10**7), "pdf").condition is Condition.BLANK


def test_text_beyond_the_limit_is_counted_and_not_kept() -> None:
    contents = read_file(made.docx(["长" * 1000] * 300), "docx")
    assert contents.characters == 300_000
    assert sum(len(part.text) for part in contents.parts) == MAX_TEXT


BREAKABLE = {suffix: data for suffix, (data, _) in SOUND.items()} | {"xlsx": made.workbook({"a": [["1"]]})}


@given(st.sampled_from(sorted(BREAKABLE)), st.data())
@settings(max_examples=100, deadline=None)
def test_no_damage_raises(suffix: str, data: st.DataObject) -> None:
    changed = bytearray(BREAKABLE[suffix])
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    del changed[data.draw(st.integers(0, len(changed))) :]
    contents = read_file(bytes(changed), suffix)
    assert contents.condition in Condition


@given(st.binary(max_size=3000), st.sampled_from(["pdf", "docx", "xls", "txt", "rar", ""]))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_an_answer(data: bytes, suffix: str) -> None:
    assert (read_file(data, suffix).condition is Condition.EMPTY) == (not data)
