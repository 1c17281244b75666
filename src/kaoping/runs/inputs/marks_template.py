"""Writes the marks workbook: what people must judge, with the clause and criterion beside each cell to fill in."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from kaoping.draws.book import DrawBook
from kaoping.measures import questions
from kaoping.model.roster import Roster
from kaoping.runs.inputs.marks_layout import (
    ANSWERS,
    COLUMNS,
    GUIDE,
    SCHEME_LABEL,
    STATE,
    STATE_WORDS,
    VALUE,
    MarkRow,
    SheetMaker,
)
from kaoping.schemes.model import AskSource, CheckSource, ImportSource, LedgerSource, Measure, ProviderSource, Scheme
from kaoping.schemes.standing import is_judged

_WIDTHS = (14, 18, 20, 9, 18, 46, 34, 10, 24, 9, 12, 10, 30)
_FORMATS = {"date": "yyyy-mm-dd", "share": "0.##%", "list": "@", "duration": "@"}
_LAST_COLUMN = len(COLUMNS) - 1
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def write_template(
    path: Path,
    scheme: Scheme,
    roster: Roster,
    *,
    as_of: date,
    counts_from: date | None = None,
    draws: DrawBook | None = None,
) -> int:
    """Write the workbook and return the number of cells to fill in: a sheet per group, a row per unit and question.

    The columns that identify a row are protected; results are checked on entry by kind and range. Series are asked for
    the periods begun between `counts_from` (1 January unless given) and `as_of`; what `draws` drew is named.
    """
    maker = SheetMaker(scheme, questions(scheme), (counts_from or date(as_of.year, 1, 1), as_of), draws or DrawBook())
    book = xlsxwriter.Workbook(str(path))
    try:
        styles = _Styles(book)
        _guide(book, styles, scheme, as_of)
        names: set[str] = {GUIDE}
        total = 0
        for group, title in scheme.groups.items():
            units = [unit for unit in roster.units if unit.group == group and is_judged(unit, scheme)]
            rows = list(maker.rows(units))
            if rows:
                _sheet(book.add_worksheet(_sheet_name(title or group, names)), styles, rows)
            total += len(rows)
    finally:
        book.close()
    return total


class _Styles:
    """Cell formats, made once per workbook."""

    def __init__(self, book: Any) -> None:
        base = {"valign": "top", "border": 1, "border_color": "#BFBFBF", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.header = book.add_format(
            base | {"bold": True, "bg_color": "#D9E2F3", "align": "center", "valign": "vcenter"}
        )
        self.locked = book.add_format(base | {"bg_color": "#F2F2F2", "num_format": "@"})
        self.open = book.add_format(base | {"locked": False})
        self.values = {kind: book.add_format(base | {"locked": False, "num_format": f}) for kind, f in _FORMATS.items()}


def _guide(book: Any, styles: _Styles, scheme: Scheme, as_of: date) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, f"{scheme.title}：人工测评表", styles.title)
    lines = [
        (SCHEME_LABEL, scheme.id),
        ("监测时间点", as_of.isoformat()),
        (
            "怎么填",
            "每个分组一张工作表，每行一个单位的一个问题。只填“状态”“结果”“测评人”“依据与理由”四列，其余列受保护。",
        ),
        (
            "状态",
            "填了结果就是已测，状态可不选；没测的两列都留空（或选“未测”）；该单位没有此事项的选“不适用”，结果留空。",
        ),
        ("结果", "按“填写要求”填。留空的按“未知”处理：总分暂不给出，只给出可能的最低分和最高分，不会当作 0 分。"),
        ("交回", "读入时逐格检查，有一格不对就全部不导入，并列出每一处的工作表和单元格。"),
    ]
    missing = [
        measure for measure in scheme.measures.values() if not isinstance(measure.source, AskSource | CheckSource)
    ]
    for row, (label, text) in enumerate(lines, 2):
        sheet.write_string(row, 0, label, styles.text)
        sheet.write_string(row, 1, text, styles.text)
    if missing:
        first = len(lines) + 3
        sheet.write_string(first, 0, "另需导入", styles.title)
        sheet.write_string(first + 1, 0, "以下数据不在本表填写，请放入 imports.csv（unit,measure,period,value,state）")
        for row, measure in enumerate(missing, first + 2):
            sheet.write_string(row, 0, measure.name, styles.text)
            sheet.write_string(row, 1, _described(measure), styles.text)


def _described(measure: Measure) -> str:
    source = measure.source
    origin = ""
    if isinstance(source, ProviderSource):
        origin = f"（{source.name}）"
    elif isinstance(source, ImportSource):
        origin = f"（{source.title}）" if source.title != measure.title else ""
    elif isinstance(source, LedgerSource):
        origin = f"（台账 {source.name}）"
    series = {"month": "，按月", "quarter": "，按季度", "year": "，按年"}.get(measure.by, "")
    return f"{measure.title}{origin}{series}"


def _sheet(sheet: Any, styles: _Styles, rows: Sequence[MarkRow]) -> None:
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, styles.header)
    sheet.set_row(0, 24)
    answers = [COLUMNS.index(name) for name in ANSWERS]
    value_column = COLUMNS.index(VALUE)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row.cells()):
            sheet.write_string(number, column, text, styles.locked)
        for column in answers:
            style = styles.values.get(row.kind, styles.open) if column == value_column else styles.open
            sheet.write_blank(number, column, None, style)
    _validate(sheet, rows, value_column)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, len(rows), _LAST_COLUMN)
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _validate(sheet: Any, rows: Sequence[MarkRow], value_column: int) -> None:
    state_column = COLUMNS.index(STATE)
    sheet.data_validation(
        1,
        state_column,
        len(rows),
        state_column,
        {"validate": "list", "source": list(STATE_WORDS), "ignore_blank": True},
    )
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    sample: dict[tuple[str, str], MarkRow] = {}
    for number, row in enumerate(rows, 1):
        key = (row.kind, str(row.limit))
        alike[key].append(number)
        sample[key] = row
    for key, numbers in alike.items():
        rule = _rule(sample[key])
        if rule is None:
            continue
        for first, last in _runs(numbers):
            sheet.data_validation(first, value_column, last, value_column, rule)


def _rule(row: MarkRow) -> dict[str, Any] | None:
    """What Excel itself checks on entry; what it cannot (lists, lengths of time) is checked on reading."""
    message = {"error_title": "结果不对", "error_message": row.requirement()[:250], "ignore_blank": True}
    if row.kind == "bool":
        return {"validate": "list", "source": ["是", "否"]} | message
    if row.kind == "count":
        return {"validate": "integer", "criteria": ">=", "value": 0} | message
    if row.kind == "date":
        return {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1)} | message
    if row.kind in {"number", "share"}:
        most = 1 if row.kind == "share" else row.limit
        if most is None:
            return {"validate": "decimal", "criteria": ">=", "value": 0} | message
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": float(most)} | message
    return None


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring rows share one validation."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that Excel accepts: 31 characters at most, none of its signs, unique."""
    name = base = _FORBIDDEN.sub("_", title)[:31] or "_"
    number = 2
    while name.casefold() in {one.casefold() for one in taken}:
        name = f"{base[:27]}_{number}"
        number += 1
    taken.add(name)
    return name
