"""Writes what people and other systems hand in for the city: the marks workbook, imports.csv and decisions.csv."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kaoping.demo.testimony import NOT_APPLICABLE, Matter, Statement
from kaoping.model.findings import Finding
from kaoping.runs.inputs.marks_layout import BY, GUIDE, ITEM, NOTE, PERIOD, STATE, UNIT, VALUE
from kaoping.runs.inputs.marks_template import write_template

ASSESSOR = "第三方测评组"
REVIEWER = "复核组"
DECISION_FIELDS = ("key", "decision", "from", "until", "by", "reason")


def write_marks(path: Path, statements: Iterable[Statement], matter: Matter) -> None:
    """Write the marks workbook of `kaoping marks template`, filled in with what was asked."""
    write_template(path, matter.scheme, matter.roster, as_of=matter.built.city.as_of, draws=matter.draws)
    answers = {(said.unit, said.measure, said.period): said for said in statements if said.asked}
    book = load_workbook(path)
    for sheet in book.worksheets:
        if sheet.title != GUIDE:
            _fill(sheet, answers)
    book.save(path)


def _fill(sheet: Worksheet, answers: dict[tuple[str, str, str], Statement]) -> None:
    header = next(sheet.iter_rows(min_row=1, max_row=1))
    at = {str(cell.value): number for number, cell in enumerate(header, 1)}
    for row in range(2, sheet.max_row + 1):
        key = tuple(str(sheet.cell(row, at[name]).value or "") for name in (UNIT, ITEM, PERIOD))
        said = answers.get((key[0], key[1], key[2]))
        if said is None:
            continue
        if said.state == NOT_APPLICABLE:
            sheet.cell(row, at[STATE], "不适用")
        else:
            sheet.cell(row, at[VALUE], _cell(said.value))
        sheet.cell(row, at[BY], ASSESSOR)
        sheet.cell(row, at[NOTE], "样例数据")


def _cell(text: str) -> str | int | date:
    """Workbooks hold counts as numbers and dates as dates."""
    if text.isdigit():
        return int(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def write_imports(path: Path, statements: Iterable[Statement]) -> None:
    """Write the values that other systems give, one a line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("unit", "measure", "period", "value", "state"))
        for said in statements:
            if not said.asked:
                writer.writerow((said.unit, said.measure, said.period, said.value, said.state))


def write_decisions(path: Path, decided: Iterable[tuple[Finding, str, str]], day: date) -> None:
    """Write what was decided about findings: (finding, confirm or dismiss, reason)."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(DECISION_FIELDS)
        for finding, decision, reason in decided:
            writer.writerow((finding.key, decision, day.isoformat(), "", REVIEWER, reason))
