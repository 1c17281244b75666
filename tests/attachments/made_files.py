"""Files made on the spot, sound ones and hostile ones; nothing is kept in the repository."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from openpyxl import Workbook

from kaoping.demo import files

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECTOR = 512


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=9) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def docx_of(document: str) -> bytes:
    """Return a Word package whose main part is `document`."""
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def billion_laughs() -> bytes:
    """Return a Word file whose entities would swell to gigabytes."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return docx_of(
        f"<?xml version='1.0'?><!DOCTYPE w:document [{entities}]><w:document {WORD}><w:p>&a9;</w:p></w:document>"
    )


def outside_entity(address: str) -> bytes:
    """Return a Word file that asks for a file or an address from outside (XXE)."""
    doctype = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{address}">]>'
    return docx_of(f"{doctype}<w:document {WORD}><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:document>")


def zip_bomb(size: int = 400_000_000) -> bytes:
    """Return a Word file whose main part unpacks to `size` bytes."""
    return docx_of(f"<w:document {WORD}>" + " " * size)


def lying_bomb() -> bytes:
    """Return a Word file whose directory says that its main part is small, when it is not."""
    data = docx_of(f"<w:document {WORD}><w:t>" + "A" * 30_000_000)
    true = struct.pack("<I", 30_000_000 + len(f"<w:document {WORD}><w:t>"))
    return data.replace(true, struct.pack("<I", 1000))


def many_parts(count: int) -> bytes:
    """Return a Word package with `count` parts."""
    return packed({"word/document.xml": b"<a/>", **{f"word/media/{n}": b"" for n in range(count)}}, zipfile.ZIP_STORED)


def deep_xml(depth: int) -> bytes:
    """Return a Word file whose elements are nested too deeply."""
    return docx_of(f"<w:document {WORD}>" + "<w:tbl>" * depth + "</w:tbl>" * depth + "</w:document>")


def locked_zip() -> bytes:
    """Return a Word package whose parts are marked as encrypted."""
    data = bytearray(docx_of(f"<w:document {WORD}/>"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            data[start + place] |= 1
            start += 4
    return bytes(data)


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of numbered objects; the first is the catalogue."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf_page(content: bytes, resources: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """Return a PDF of one page with a content stream (object 4); `more` are objects from 5 on."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << %s >> >>" % resources
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, content, *more])


def scan() -> bytes:
    """Return a PDF of one page that shows a picture and no text."""
    picture = b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    drawn = stream(b"q 200 0 0 200 0 0 cm /Im0 Do Q")
    return pdf_page(drawn, b"/XObject << /Im0 5 0 R >>", [stream(b"\x00\x80\x80\xff", picture)])


def blank_pdf() -> bytes:
    """Return a PDF of one page with nothing on it."""
    return pdf_page(stream(b""))


def deep_page_tree(depth: int) -> bytes:
    """Return a PDF whose pages lie `depth` nodes below one another, and whose last node leads back to the first."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 3) for number in range(depth)]
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"])


def many_pages(count: int) -> bytes:
    """Return a PDF that claims `count` pages, all of them the same object."""
    kids = b"3 0 R " * min(count, 20_000)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return pdf_of(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), page]
    )


def pdf_bomb(size: int) -> bytes:
    """Return a PDF whose page content unpacks to `size` bytes of drawing, packed twice."""
    once = zlib.compress(b"0 0 m 1 1 l S " * (size // 14), 9)
    return pdf_page(stream(zlib.compress(once, 9), b"/Filter [/FlateDecode /FlateDecode]"))


def jbig2_bomb() -> bytes:
    """Return a PDF whose picture is a JBIG2 of 65,000 by 65,000 points with nothing behind it."""
    head = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + struct.pack(">IIIIBH", 65_000, 65_000, 0, 0, 0, 0)
    region = struct.pack(">IBBBI", 1, 38, 0, 1, 0xFFFFFFFF) + struct.pack(">IIIIB", 65_000, 65_000, 0, 0, 0)
    picture = b"/Type /XObject /Subtype /Image /Width 65000 /Height 65000 /BitsPerComponent 1 /ColorSpace /DeviceGray"
    drawn = stream(b"q 200 0 0 200 0 0 cm /Im0 Do Q")
    return pdf_page(drawn, b"/XObject << /Im0 5 0 R >>", [stream(head + region, picture + b" /Filter /JBIG2Decode")])


def locked_pdf() -> bytes:
    """Return a PDF that asks for a password: its keys fit to none that we know."""
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"11" * 32, b"22" * 32)
    data = pdf_page(stream(b"BT ET"), b"", [encrypt])
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R /ID [<00><00>]")


def workbook(sheets: dict[str, Sequence[Sequence[object]]], first: tuple[int, int] = (1, 1)) -> bytes:
    """Return an xlsx; `first` is the row and column (from 1) where each sheet's cells begin."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                sheet.cell(first[0] + row, first[1] + column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def far_cell() -> bytes:
    """Return a workbook that has its two cells in opposite corners: 17 thousand million cells between them."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.cell(1, 1, "头")
    sheet.cell(1_048_576, 16_384, "尾")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file ([MS-CFB], version 3) with streams in its root, each at least 4096 bytes long."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    lengths = [-(-len(data) // SECTOR) for data in padded.values()]
    directory = -(-(len(padded) + 1) * 128 // SECTOR)
    table, starts = [0xFFFFFFFD], []  # sector 0 is the table itself
    for length in [directory, *lengths]:
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + length), 0xFFFFFFFE]
    assert len(table) <= SECTOR // 4, "one sector of table is enough for these tests"
    table += [0xFFFFFFFF] * (SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, starts[0], 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    entries = _entry("Root Entry", 5, 1 if padded else 0xFFFFFFFF, 0xFFFFFFFE, 0)
    names = list(padded)
    for number, name in enumerate(names, start=1):
        after = number + 1 if number < len(names) else 0xFFFFFFFF
        entries += _entry(name, 2, 0xFFFFFFFF, starts[number], len(padded[name]), after)
    body = struct.pack(f"<{SECTOR // 4}I", *table) + entries.ljust(directory * SECTOR, b"\0")
    return (
        header
        + body
        + b"".join(data.ljust(n * SECTOR, b"\0") for data, n in zip(padded.values(), lengths, strict=True))
    )


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = 0xFFFFFFFF) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return head + struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def doc(pieces: Sequence[str], *, locked: bool = False) -> bytes:
    """Return a Word 97 file with pieces of text: those in ASCII as bytes, others as UTF-16."""
    main, bounds, descriptors, count = bytearray(2048), [0], b"", 0
    for text in pieces:
        start = len(main)
        if text.isascii():
            main += text.encode()
            place = start * 2 | 0x40000000
        else:
            main += text.encode("utf-16-le")
            place = start
        count += len(text)
        bounds.append(count)
        descriptors += struct.pack("<HIH", 0, place, 0)
    plc = struct.pack(f"<{len(bounds)}I", *bounds) + descriptors
    clx = b"\x01\x02\x00zz\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200 | (0x0100 if locked else 0))
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    return compound({"WordDocument": bytes(main), "1Table": clx})


def xls(name: str, cells: Sequence[Sequence[str]]) -> bytes:
    """Return an Excel 97 workbook (BIFF8) with one sheet of text cells."""
    sheet = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for row, line in enumerate(cells):
        for column, text in enumerate(line):
            encoded = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
            sheet += _biff(0x0204, struct.pack("<HHH", row, column, 0) + encoded)
    sheet += _biff(0x000A, b"")
    begin = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    start = len(begin) + 4 + 6 + len(title) + 4
    book = begin + _biff(0x0085, struct.pack("<IBB", start, 0, 0) + title) + _biff(0x000A, b"")
    return compound({"Workbook": book + sheet})


def _biff(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def ppt(texts: Sequence[str]) -> bytes:
    """Return a PowerPoint 97 file with text atoms inside a container."""
    atoms = b"".join(struct.pack("<HHI", 0, 4000, 2 * len(text)) + text.encode("utf-16-le") for text in texts)
    data = struct.pack("<HHI", 0x0F, 1000, len(atoms)) + atoms
    return compound({"PowerPoint Document": data + struct.pack("<HHI", 0, 9999, 4096)})


def pptx(slides: Sequence[str]) -> bytes:
    """Return a presentation with one text on each slide."""
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    parts = {
        f"ppt/slides/slide{n}.xml": f"<a:sld {space}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:sld>".encode()
        for n, text in enumerate(slides, 1)
    }
    return packed({"ppt/presentation.xml": b"<p/>", **parts})


def ofd(pages: Sequence[str], title: str = "") -> bytes:
    """Return an OFD document (GB/T 33190) with one text on each page."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    body = f"<ofd:DocBody><ofd:DocInfo><ofd:Title>{title}</ofd:Title></ofd:DocInfo></ofd:DocBody>"
    info = f"<ofd:OFD {space}>{body}</ofd:OFD>"
    parts = {
        f"Doc_0/Pages/Page_{n}/Content.xml": (
            f"<ofd:Page {space}><ofd:TextObject><ofd:TextCode>{text}</ofd:TextCode></ofd:TextObject></ofd:Page>"
        ).encode()
        for n, text in enumerate(pages)
    }
    return packed({"OFD.xml": info.encode(), **parts})


def docx(paragraphs: Sequence[str]) -> bytes:
    """Return a sound Word file."""
    return files.docx(paragraphs)


def pdf(lines: Sequence[str]) -> bytes:
    """Return a sound PDF with a text layer."""
    return files.pdf(lines)
