"""Text of PDF by PDFium, page by page; a page without text but with a picture on it is a scan."""

import ctypes
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from kaoping.attachments.reading.gathering import Gathered
from kaoping.attachments.reading.limits import MAX_PAGES, DamagedError, LockedError

FEW = 8  # objects of a page that are looked at to tell what is on it
_PASSWORD = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)


def read_pdf(data: bytes, gathered: Gathered) -> tuple[int, bool, int, dict[str, str]]:
    """Read the text; return pages, whether they are scans, objects seen, and title, author and dates.

    Raises LockedError or DamagedError.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD:
            raise LockedError from error
        raise DamagedError(str(error)) from error
    try:
        pages = len(document)
        if pages == 0:
            raise DamagedError("no page")
        objects, pictures, opened = _read_pages(document, min(pages, MAX_PAGES), gathered)
        if not opened:
            raise DamagedError("no page opens")
        scanned = gathered.characters == 0 and pictures > 0
        return pages, scanned, objects, _properties(document)
    finally:
        document.close()


def _read_pages(document: Any, count: int, gathered: Gathered) -> tuple[int, int, int]:
    objects = pictures = opened = 0
    for number in range(count):
        if gathered.full:
            break
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            continue
        opened += 1
        text_page = page.get_textpage()
        gathered.add(f"page:{number + 1}", text_page.get_text_range().replace("\r\n", "\n"))
        text_page.close()
        kinds = _kinds(page)
        objects += len(kinds)
        pictures += pdfium.FPDF_PAGEOBJ_IMAGE in kinds
        page.close()
    return objects, pictures, opened


def _kinds(page: Any) -> list[int]:
    """Return the kinds of the first objects on a page: a scan is one picture, or a few."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    return [pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, index)) for index in range(min(count, FEW))]


def _properties(document: Any) -> dict[str, str]:
    tags = {"title": b"Title", "author": b"Author", "created": b"CreationDate", "modified": b"ModDate"}
    return {name: text for name, tag in tags.items() if (text := _meta(document, tag))}


def _meta(document: Any, tag: bytes) -> str:
    length = pdfium.FPDF_GetMetaText(document.raw, tag, None, 0)
    if not 2 < length <= 4096:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document.raw, tag, buffer, length)
    return " ".join(buffer.raw[: length - 2].decode("utf-16-le", "replace").split())[:200]
