"""Reads an uploaded list into rows of text, and refuses what is no list, naming the place."""

import io
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from kaoping.model.errors import InputError
from kaoping.runs.inputs.workbook import cell_text
from kaoping.schemes.drafting.package_safety import is_package, open_package, refuse_old_office
from kaoping.web.actions import RefusedError
from kaoping.web.imports.sheets import SheetKind

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 100
LONGEST = 1_000  # characters of one cell
HEADER_WITHIN = 20  # rows
Rows = list[dict[str, Any]]
_DAMAGE = (BadZipFile, OSError, EOFError, LookupError, ValueError, TypeError, AttributeError, RuntimeError, SyntaxError)


def read_rows(file: BinaryIO, kind: SheetKind) -> Rows:
    """Return the rows below the header: heading → text, and the line under "line".

    Raises RefusedError for what is no workbook, is too large, or has no header of this kind of list.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise RefusedError(_("文件超过 %s MB；请拆成几份。") % (MOST_BYTES // 1024**2))
    _look_inside(data, kind.title)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except _DAMAGE as error:
        raise RefusedError(_("文件打不开；请另存为 .xlsx 再试。")) from error
    titles = [column.title for column in kind.columns]
    needed = {column.title for column in kind.columns if column.required}
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        lines = enumerate(_texts(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)), 1)
        for line, cells in lines:
            if needed <= set(cells):
                return _below(lines, cells, titles)
            if line >= HEADER_WITHIN:
                break
    raise RefusedError(_("没有找到表头；第一行须有：%s。请下载模板填写。") % "、".join(titles))


def _look_inside(data: bytes, name: str) -> None:
    """Refuse what is no workbook, and what would do harm when it is read."""
    try:
        refuse_old_office(data, name)
        if not is_package(data):
            raise RefusedError(_("这不是 .xlsx 工作簿；请用 Excel 或 WPS 另存为 .xlsx 再试。"))
        with open_package(data, name) as package:
            size = sum(part.file_size for part in package.infolist())
    except InputError as error:
        raise RefusedError(str(error)) from error
    if size > MOST_UNPACKED:
        raise RefusedError(_("工作簿展开后过大；请删去图片和空行，或拆成几份。"))


def _texts(rows: Iterator[Sequence[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [cell_text(cell)[:LONGEST] for cell in row]


def _below(lines: Iterator[tuple[int, list[str]]], header: list[str], titles: Sequence[str]) -> Rows:
    twice = {title for title in header if title in titles and header.count(title) > 1}
    if twice:
        raise RefusedError(_("表头中“%s”出现了两次；请只保留一列。") % "、".join(twice))
    rows: Rows = []
    for line, cells in lines:
        if not any(cells):
            continue
        if len(rows) == MOST_ROWS:
            raise RefusedError(_("超过 %s 行；请拆成几份。") % MOST_ROWS)
        row: dict[str, Any] = {title: text for title, text in zip(header, cells, strict=False) if title in titles}
        rows.append({**row, "line": line})
    if not rows:
        raise RefusedError(_("表头以下没有内容。"))
    return rows
