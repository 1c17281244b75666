"""Writes a printed scheme as one page that needs nothing else: printable, its tables readable by ear."""

from pathlib import Path

from kaoping.reports.pages import write_page
from kaoping.reports.scheme_document.tables import Cell, SchemeDocument, Table, noted, placed


def write_html(path: Path, document: SchemeDocument) -> None:
    """Write `document` as an HTML page."""
    write_page(path, "scheme.html.j2", {"document": document, "noted": noted, "rows": _rows, "is_table": _is_table})


def _rows(table: Table) -> list[list[tuple[Cell, bool]]]:
    """The cells of every row, each with whether it is centred."""
    rows: list[list[tuple[Cell, bool]]] = [[] for _ in table.rows]
    for top, left, cell in placed(table):
        rows[top].append((cell, table.columns[left].centred or cell.columns > 1))
    return rows


def _is_table(block: object) -> bool:
    return isinstance(block, Table)
