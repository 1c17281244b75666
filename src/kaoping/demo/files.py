"""Small real files made on the spot: PNG images, PDF, Word, Excel and ZIP, the same bytes every time."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

_EPOCH = (2022, 1, 1, 0, 0, 0)  # zip members need a date; a fixed one keeps the bytes equal between runs


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """Return a PNG with a vertical gradient towards white."""
    rows = bytearray()
    for y in range(height):
        shade = bytes(min(255, part + (255 - part) * y // max(height, 1)) for part in colour)
        rows += b"\0" + shade * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    )


def pdf(lines: Sequence[str]) -> bytes:
    """Return a one-page PDF with `lines` (ASCII) as text."""
    text = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 60 780 Td {text} ET".encode("ascii", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return bytes(out) + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def docx(paragraphs: Sequence[str]) -> bytes:
    """Return a Word document with plain paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{_escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return _office(
        {"word/document.xml": f'{_XML}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'},
        "word/document.xml",
        {"/word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"},
    )


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook with one sheet of text cells."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{_escape(cell)}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    book = '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>'
    relation = f'<Relationship Id="rId1" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/>'
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return _office(
        {
            "xl/workbook.xml": f'{_XML}<workbook xmlns="{space}" xmlns:r="{links}">{book}</workbook>',
            "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>',
            "xl/worksheets/sheet1.xml": f'{_XML}<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>',
        },
        "xl/workbook.xml",
        {"/xl/workbook.xml": f"{main}.sheet.main+xml", "/xl/worksheets/sheet1.xml": f"{main}.worksheet+xml"},
    )


def archive(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file with `members`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def _office(parts: Mapping[str, str], main: str, types: Mapping[str, str]) -> bytes:
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}" Target="{main}"/>'
    texts = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_TYPES}">{defaults}{overrides}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>',
        **parts,
    }
    return archive({name: text.encode() for name, text in texts.items()})


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
