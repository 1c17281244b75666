"""Reads Word documents (.docx): paragraphs and tables in order, merged cells, insertions; no deletions, no pictures."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from kaoping.model.errors import InputError
from kaoping.schemes.drafting.document import Block, Cell, Document, Paragraph, SourcePlace, Table
from kaoping.schemes.drafting.package_safety import open_package

FORM: Final = "Word 文档（.docx）"
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB, _BREAK, _RETURN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")
_WRAPPERS: Final = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:ins", "w:customXml", "w:smartTag")}
_SKIPPED: Final = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_HEADING = re.compile(r"heading|标题|title", re.IGNORECASE)


def read_docx(data: bytes, name: str) -> Document:
    """Read a .docx file; raises InputError for one that is damaged, harmful or holds pictures only."""
    package = open_package(data, name)
    if not any(each.startswith("word/") for each in package.namelist()):
        raise InputError(f"文件 {name} 不是 Word 文档。请导入 .docx、.xlsx、.html 或文本文件。")
    try:
        body = docx.Document(io.BytesIO(data)).element.body
        blocks = tuple(_blocks(body))
    except (OpcError, KeyError, ValueError, SyntaxError, AttributeError) as error:
        raise InputError(f"文件 {name} 已损坏，打不开。请用 Word 或 WPS 打开并另存一次，再导入。") from error
    pictures = sum(each.startswith("word/media/") for each in package.namelist())
    if not any(isinstance(block, Table) or block.text.strip() for block in blocks):
        if pictures:
            raise InputError(
                f"文件 {name} 里只有图片（{pictures}张），没有文字：多半是扫描件。"
                "请找文字版，或先用 OCR 识别成文字再导入。"
            )
        raise InputError(f"文件 {name} 里没有文字。请确认文件是否完整。")
    remarks = (f"文中有{pictures}张图片，图片里的文字读不到。",) if pictures else ()
    return Document(name, FORM, blocks, remarks)


def _blocks(body: Any) -> Iterator[Block]:
    tables = paragraphs = 0
    for element in _elements(body):
        if element.tag == _TABLE:
            tables += 1
            yield Table(tuple(_rows(element)), SourcePlace(table=tables, row=1, column=1)).numbered(tables)
        else:
            paragraphs += 1
            yield Paragraph(_text(element), SourcePlace(), _is_heading(element))


def _elements(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those within content controls and insertions."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _elements(child)


def _rows(table: Any) -> Iterator[tuple[Cell, ...]]:
    """Rows with merged cells: a cell that goes on downwards (vMerge) is given once, with its number of rows."""
    rows = [list(_cells(row)) for row in _children(table, _ROW) if not _is_deleted(row)]
    for number, row in enumerate(rows):
        cells = []
        for column, (element, start, span, goes_on) in enumerate(row, 1):
            if goes_on and number:
                continue
            place = SourcePlace(row=number + 1, column=column)
            cells.append(Cell(_cell_text(element), place, 1 + _rows_below(rows, number, start), span))
        yield tuple(cells)


def _is_deleted(row: Any) -> bool:
    """True for a row that a tracked change has taken out."""
    properties = row.find(qn("w:trPr"))
    return properties is not None and properties.find(qn("w:del")) is not None


def _cells(row: Any) -> Iterator[tuple[Any, int, int, bool]]:
    """The cells of a row: element, first column, columns covered, whether it continues the cell above."""
    column = 0
    properties = row.find(qn("w:trPr"))
    before = properties.find(qn("w:gridBefore")) if properties is not None else None
    if before is not None:
        column = _integer(before.get(qn("w:val")), 0)
    for element in _children(row, _CELL):
        cell = element.find(qn("w:tcPr"))
        span = cell.find(qn("w:gridSpan")) if cell is not None else None
        merge = cell.find(qn("w:vMerge")) if cell is not None else None
        width = max(_integer(span.get(qn("w:val")), 1), 1) if span is not None else 1
        yield element, column, width, merge is not None and merge.get(qn("w:val")) != "restart"
        column += width


def _rows_below(rows: list[list[tuple[Any, int, int, bool]]], number: int, start: int) -> int:
    """How many rows below continue the cell of row `number` that begins at column `start`."""
    count = 0
    for row in rows[number + 1 :]:
        if not any(column == start and goes_on for _, column, _, goes_on in row):
            break
        count += 1
    return count


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _cell_text(cell: Any) -> str:
    """The paragraphs of a cell; a table within a cell gives its cells' texts one by one."""
    lines = []
    for element in _elements(cell):
        if element.tag == _PARAGRAPH:
            lines.append(_text(element))
        else:
            lines += [_cell_text(inner) for row in _children(element, _ROW) for inner in _children(row, _CELL)]
    return "\n".join(line for line in lines if line.strip())


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIPPED:
            continue
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        elif element.tag in (_TAB,):
            pieces.append("\t")
        elif element.tag in (_BREAK, _RETURN):
            pieces.append("\n")
        waiting += reversed([child for child in element if isinstance(child.tag, str)])
    return "".join(pieces)


def _is_heading(paragraph: Any) -> bool:
    properties = paragraph.find(qn("w:pPr"))
    style = properties.find(qn("w:pStyle")) if properties is not None else None
    return style is not None and _HEADING.search(style.get(qn("w:val")) or "") is not None


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else default
