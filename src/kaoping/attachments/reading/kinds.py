"""What a file is by its first bytes, whatever its name says."""

import re
from typing import Final

from kaoping.attachments.reading.text import decoded

_STARTS: Final = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gz"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|meta)[\s>]", re.IGNORECASE)
_EXCEL_PAGE = re.compile(rb"urn:schemas-microsoft-com|<table|<\?mso-|progid", re.IGNORECASE)
_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<\?xml")
_OFFICE_XML = re.compile(rb"urn:schemas-microsoft-com:office|schemas.microsoft.com/office/word/2003")


def kind_of(data: bytes) -> str:
    """Return the kind of a file: pdf, zip, ole…; `html`, `office-html`, `office-xml`, `text`, or `binary`.

    Packages (docx and others) are `zip` here: see `packages.package_kind`. PDF readers allow junk before the header.
    """
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    head = data[:8192]
    if _XML.match(head) and _OFFICE_XML.search(head):
        return "office-xml"
    if _PAGE.search(head[:2048]):
        return "office-html" if _EXCEL_PAGE.search(data[:200_000]) and b"<table" in data.lower() else "html"
    return "text" if decoded(head, cut=len(data) > len(head)) is not None else "binary"
