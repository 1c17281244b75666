"""Writes the workbook to fill in: headings, drop-downs, a page of explanations, and what is registered already."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from kaoping.web.imports.reading import MOST_ROWS
from kaoping.web.imports.sheets import SheetKind

_LONGEST_DROP_DOWN = 250  # characters; Excel's own limit is 255


def template_book(kind: SheetKind, rows: Any) -> bytes:
    """Return the workbook of a kind of list with `rows` filled in; handed back unchanged it changes nothing."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(kind.title[:31])
        must = book.add_format({"bold": True, "bg_color": "#FFF2CC", "border": 1})
        may = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        text = book.add_format({"num_format": "@"})
        for number, column in enumerate(kind.columns):
            sheet.write_string(0, number, column.title, must if column.required else may)
            sheet.set_column(number, number, max(14, 2 * len(column.title) + 4), text)
            if column.choices and len(",".join(column.choices)) <= _LONGEST_DROP_DOWN:
                options = {"validate": "list", "source": list(column.choices)}
                sheet.data_validation(1, number, MOST_ROWS, number, options)
        for line, row in enumerate(rows, 1):
            for number, column in enumerate(kind.columns):
                sheet.write_string(line, number, column.show(getattr(row, column.field)), text)
        sheet.freeze_panes(1, 1)
        _explain(book, kind)
    return file.getvalue()


def _explain(book: Any, kind: SheetKind) -> None:
    sheet = book.add_worksheet(_("填写说明"))
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2, 90)
    for place, title in enumerate((_("列"), _("必填"), _("怎么填"))):
        sheet.write_string(0, place, title, head)
    for line, column in enumerate(kind.columns, 1):
        hint = column.help or (_("可选：%s") % "、".join(column.choices) if column.choices else "")
        sheet.write_string(line, 0, column.title, wrap)
        sheet.write_string(line, 1, _("是") if column.required else "", wrap)
        sheet.write_string(line, 2, hint, wrap)
    rule = _("读入时逐格检查，有一格不对就全部不导入，并列出每一处。不想改的列可以整列删去。")
    sheet.write_string(len(kind.columns) + 2, 0, rule)
