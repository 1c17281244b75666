"""From a published document to a draft scheme."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kaoping.model.errors import InputError
from kaoping.schemes.drafting.assembling import Assembler
from kaoping.schemes.drafting.document import Document
from kaoping.schemes.drafting.draft_model import DraftScheme
from kaoping.schemes.drafting.identifiers import in_pinyin
from kaoping.schemes.drafting.indicator_tables import Found, IndicatorTable, find_tables
from kaoping.schemes.drafting.plain_text import for_display
from kaoping.schemes.drafting.reading import read_document

EVERYBODY: Final = "units"
_GROUPS: Final = (
    ("county", re.compile(r"县市区|县级|县区|区县|各县|市县|县（市、区）|县、市、区")),
    ("department", re.compile(r"市直(?:部门|单位|机关)?|市级部门|县直(?:部门|单位)?|区直(?:部门|单位)?|部门|机关")),
    ("town", re.compile(r"乡镇（街道）|镇街|乡镇|街道|各镇")),
)
_TITLE = re.compile(r"办法|方案|细则|通知|要点|指标|标准|意见")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,8}[〔\[（(]\d{4}[〕\]）)]\d{1,4}号")
_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made: the draft, and everything that the report tells about."""

    document: Document
    found: Found
    draft: DraftScheme
    left_out: tuple[IndicatorTable, ...]  # tables that were not asked for


def import_document(path: Path, tables: Iterable[int] = (), scheme_id: str = "") -> Imported:
    """Draft a scheme from a document. `tables` chooses among its assessment tables by number, all without any.

    Raises InputError when the file cannot be read, holds no indicators, or has no table of such a number.
    """
    document = read_document(path)
    found = find_tables(document)
    if not found.tables:
        raise InputError(_nothing_found(document, found))
    wanted = set(tables)
    unknown = sorted(wanted - {table.number for table in found.tables})
    if unknown:
        titles = "；".join(f"{table.number} {table.title}" for table in found.tables)
        raise InputError(f"没有第{'、'.join(map(str, unknown))}张指标表。文件中有{len(found.tables)}张：{titles}。")
    chosen = [table for table in found.tables if not wanted or table.number in wanted]
    left_out = tuple(table for table in found.tables if table not in chosen)
    return Imported(document, found, _draft(document, chosen, scheme_id), left_out)


def _draft(document: Document, tables: list[IndicatorTable], scheme_id: str) -> DraftScheme:
    groups: dict[str, str] = {}
    assembler = Assembler()
    parts = []
    for table in tables:
        group, title = group_of(table.title)
        if group:
            groups.setdefault(group, title)
        parts.append(assembler.part(table, group))
    if not groups:
        groups = {EVERYBODY: "被考评单位"}
    elif len(groups) == 1:
        for part in parts:
            part.group = ""
    title = _title(document, tables)
    stem = scheme_id or in_pinyin(title)
    number, issued = _heading_facts(document)
    return DraftScheme(stem, title, document.name, groups, parts, issued=issued, number=number)


def group_of(title: str) -> tuple[str, str]:
    """The group that a table's title names, as id and words; empty where it names none."""
    bracketed = re.findall(r"（([^（）]*)）", title)
    for text in (*bracketed, title):
        for name, pattern in _GROUPS:
            found = pattern.search(text)
            if found and (text in bracketed or name != "department" or "市" in found[0] or "直" in found[0]):
                return name, text if text in bracketed else found[0]
    return "", ""


def _title(document: Document, tables: list[IndicatorTable]) -> str:
    lines = [for_display(each.text) for each in document.paragraphs()][:12]
    titled = [
        line for line in lines if 8 <= len(line) <= 60 and _TITLE.search(line) and "。" not in line and "：" not in line
    ]
    return (
        tables[0].title
        if len(tables) == 1 and tables[0].title
        else (titled[0] if titled else tables[0].title or document.name)
    )


def _heading_facts(document: Document) -> tuple[str, str]:
    """The number of the document and its date, from its first lines."""
    text = "\n".join(each.text for each in list(document.paragraphs())[:30])
    number, date = _NUMBER.search(text), _DATE.search(text)
    issued = f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}" if date else ""
    return number[0] if number else "", issued


def _nothing_found(document: Document, found: Found) -> str:
    others = len(found.others)
    seen = f"文件中有{others}张表，但没有一张有“指标”和“评分细则”（或“分值”）这样的表头" if others else "文件中没有表格"
    return (
        f"文件 {document.name}（{document.form}）里没有读到考评指标：{seen}，正文里也没有带分值的指标。"
        "请确认导入的是指标体系本身（常在附件里），而不是通报或工作办法。"
    )
