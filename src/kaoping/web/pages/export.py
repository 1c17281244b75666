"""Tables as files: what a list shows, all pages of it, as a workbook or as CSV."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60
_EVEN = 18  # characters; what is written row by row is not measured first

Rows = Iterable[Sequence[object]]


def workbook(title: str, rows: Rows) -> HttpResponse:
    """Return a workbook of one sheet; the first row is the header. Every cell is text: nothing is a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": False}) as book:
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        widths: list[int] = []
        last = 0
        for last, row in enumerate(rows):
            widths.extend([0] * (len(row) - len(widths)))
            for column, value in enumerate(row):
                text = _text(value)
                sheet.write_string(last, column, text, head if last == 0 else None)
                widths[column] = max(widths[column], min(_width(text), _WIDEST))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width + 2)
        sheet.freeze_panes(1, 0)
        if widths:
            sheet.autofilter(0, 0, last, len(widths) - 1)
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx")
    return response


def streamed_workbook(title: str, rows: Rows) -> FileResponse:
    """Return a workbook of many rows: written to a file row by row, then sent; memory does not grow with it."""
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115  # gone when the answer is sent
    with xlsxwriter.Workbook(file.name, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        last, columns = 0, 0
        for last, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(sheet, (last, column), value, head if last == 0 else None)
            columns = max(columns, len(row))
        sheet.set_column(0, max(columns - 1, 0), _EVEN)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, max(columns - 1, 0))
    return FileResponse(file, as_attachment=True, filename=f"{title}.xlsx", content_type=XLSX)


def _write(sheet: Any, place: tuple[int, int], value: object, look: Any) -> None:
    """Write a number as a number, all else as text that is no formula."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        sheet.write_number(*place, value, look)
    else:
        sheet.write_string(*place, _text(value), look)


def comma_separated(title: str, rows: Rows) -> StreamingHttpResponse:
    """Return the rows as CSV that Excel opens as Chinese text; what would be a formula is disarmed."""
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.csv")
    return response


def _lines(rows: Rows) -> Iterator[str]:
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([_disarmed(_text(value)) for value in row])
        yield line.getvalue()


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _disarmed(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _width(text: str) -> int:
    """How wide a text is in a sheet: a Chinese character is two."""
    return sum(1 if character.isascii() else 2 for character in text)
