"""From a published document to a draft scheme."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kaoping.model.errors import InputError
from kaoping.schemes.drafting.assembling import Assembler, is_adjusting
from kaoping.schemes.drafting.document import Document
from kaoping.schemes.drafting.draft_model import DraftPart, DraftScheme
from kaoping.schemes.drafting.identifiers import Identifiers, in_pinyin
from kaoping.schemes.drafting.indicator_tables import Found, IndicatorTable, find_tables
from kaoping.schemes.drafting.paragraph_indicators import paragraph_tables
from kaoping.schemes.drafting.plain_text import for_display
from kaoping.schemes.drafting.reading import read_document
from kaoping.schemes.drafting.surroundings import read_ceiling, read_vetoes, read_weights, scheme_title, weight_of

EVERYBODY: Final = "units"
_GROUPS: Final = (
    ("county", re.compile(r"县市区|县级|县区|区县|各县|市县|县（市、区）|县、市、区|县（区）")),
    ("department", re.compile(r"市直(?:部门|单位|机关)?|市级部门|县直(?:部门|单位)?|区直(?:部门|单位)?|部门|机关")),
    ("town", re.compile(r"乡镇（街道）|镇街|乡镇|街道|各镇")),
)
_TITLE = re.compile(r"办法|方案|细则|通知|要点|指标|标准|意见")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,16}(?:办公室|人民政府|管理局|数据局|领导小组|委员会)")
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
    found.tables += paragraph_tables(document, len(found.tables) + 1)
    if not found.tables:
        raise InputError(_nothing_found(document, found))
    wanted = set(tables)
    unknown = sorted(wanted - {table.number for table in found.tables})
    if unknown:
        titles = "；".join(f"{table.number} {table.title}" for table in found.tables)
        raise InputError(f"没有第{'、'.join(map(str, unknown))}张指标表。文件中有{len(found.tables)}张：{titles}。")
    _name_schemes(document, found.tables)
    chosen = [table for table in found.tables if not wanted or table.number in wanted]
    left_out = tuple(table for table in found.tables if table not in chosen)
    return Imported(document, found, _draft(document, chosen, scheme_id), left_out)


def _name_schemes(document: Document, tables: list[IndicatorTable]) -> None:
    """Say of each table which scheme of the document it belongs to: the last one named before it."""
    title = ""
    for table in tables:
        title = scheme_title(table.before) or title
        table.scheme = title
    first = _title(document, tables)
    for table in tables:
        table.scheme = table.scheme or first


def _draft(document: Document, tables: list[IndicatorTable], scheme_id: str) -> DraftScheme:
    paragraphs = [for_display(each.text) for each in document.paragraphs()]
    assembler, groups = Assembler(), dict[str, str]()
    parts: list[DraftPart] = []
    for table in tables:
        if parts and is_adjusting(table):
            assembler.add_adjusting_table(table, parts[-1])
            continue
        group, title = group_of(table.title)
        if group:
            groups.setdefault(group, title)
        part = assembler.part(table, group)
        part.ceiling = read_ceiling(table.before)
        part.vetoes += [assembler.stated_veto(veto, part) for veto in read_vetoes(table.before)]
        parts.append(part)
    _weigh(parts, paragraphs, groups)
    if len(groups) < 2:
        for part in parts:
            part.group = ""
    title, (number, issued) = tables[0].scheme, _heading_facts(document)
    groups = groups or {EVERYBODY: "被考评单位"}
    draft = DraftScheme(scheme_id or in_pinyin(title), title, document.name, groups, parts, assembler.ids)
    draft.number, draft.issued, draft.by = number, issued, _issuer(paragraphs)
    return draft


def _weigh(parts: list[DraftPart], paragraphs: list[str], groups: dict[str, str]) -> None:
    """Give the parts the weights that the document's sentences state, for the groups that these name."""
    weights = read_weights(paragraphs)
    ids = Identifiers()
    named = {name: _group_id(name, ids) for weight in weights for name in weight.shares if name}
    for part in parts:
        weight = weight_of(part.title, weights)
        if weight is not None:
            part.weight = {named.get(name, ""): share for name, share in weight.shares.items()}
            if not groups or groups.keys() & set(named.values()):
                groups.update({named[name]: name for name in weight.shares if name})


def _group_id(name: str, ids: Identifiers) -> str:
    known = next((group for group, pattern in _GROUPS if pattern.search(name)), "")
    return known or ids.claim(name)


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
    """The document's own title, else the only table's."""
    lines = [for_display(each.text) for each in document.paragraphs()][:12]
    titled = [
        line for line in lines if 8 <= len(line) <= 60 and _TITLE.search(line) and not re.search(r"[。：；]", line)
    ]
    return titled[0] if titled else tables[0].title or Path(document.name).stem


def _heading_facts(document: Document) -> tuple[str, str]:
    """The number of the document and its date, from its first lines."""
    text = "\n".join(each.text for each in list(document.paragraphs())[:30])
    number, date = _NUMBER.search(text), _DATE.search(text)
    issued = f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}" if date else ""
    return number[0] if number else "", issued


def _issuer(paragraphs: list[str]) -> str:
    """The office whose name stands on a line of its own near the top, as under a notice."""
    return next((text for text in paragraphs[:40] if _ISSUER.fullmatch(text)), "")


def _nothing_found(document: Document, found: Found) -> str:
    others = len(found.others)
    seen = f"文件中有{others}张表，但没有一张有“指标”和“评分细则”（或“分值”）这样的表头" if others else "文件中没有表格"
    return (
        f"文件 {document.name}（{document.form}）里没有读到考评指标：{seen}，正文里也没有带分值的指标。"
        "请确认导入的是指标体系本身（常在附件里），而不是通报或工作办法。"
    )
