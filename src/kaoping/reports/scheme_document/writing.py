"""Writes a printed scheme in the form asked for; all forms are made from the same tables."""

from datetime import datetime
from pathlib import Path

from kaoping.reports.scheme_document.docx_writer import write_docx
from kaoping.reports.scheme_document.html_writer import write_html
from kaoping.reports.scheme_document.tables import SchemeDocument
from kaoping.reports.scheme_document.xlsx_writer import write_xlsx


def write_document(path: Path, document: SchemeDocument, form: str, written: datetime) -> None:
    """Write `document` at `path` as docx, html or xlsx, making its folder.

    `written` (aware) is recorded in files that hold a time. Raises ValueError for another form.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    match form:
        case "docx":
            write_docx(path, document, written)
        case "html":
            write_html(path, document)
        case "xlsx":
            write_xlsx(path, document, written)
        case _:
            raise ValueError(form)
