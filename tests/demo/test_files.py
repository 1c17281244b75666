"""Generated files are what their names say; generated numbers have right check digits and belong to nobody."""

import io
import zipfile
from random import Random

from docx import Document
from openpyxl import load_workbook
from stdnum import luhn
from stdnum.cn import ric

from kaoping.demo import files
from kaoping.demo.plant.content import bank_card, id_number, mobile_number


def test_office_files_open() -> None:
    assert [p.text for p in Document(io.BytesIO(files.docx(["附件", "表<1>"]))).paragraphs] == ["附件", "表<1>"]
    book = load_workbook(io.BytesIO(files.xlsx([["指标", "1"]])))
    assert [cell.value for cell in next(book.worksheets[0].iter_rows())] == ["指标", "1"]


def test_pdf_has_its_table_where_it_says() -> None:
    data = files.pdf(["line"])
    start = int(data.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert data[start : start + 4] == b"xref"
    assert data.startswith(b"%PDF-1.4")


def test_png_and_zip_are_whole() -> None:
    image = files.png(3, 2, (10, 20, 30))
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert image.endswith(b"IEND\xaeB`\x82")
    with zipfile.ZipFile(io.BytesIO(files.archive({"a.txt": b"1"}))) as packed:
        assert packed.testzip() is None
        assert packed.read("a.txt") == b"1"


def test_numbers_check_and_are_never_given_out() -> None:
    rng = Random(3)
    for _ in range(50):
        number = id_number(rng)
        assert ric.is_valid(number)
        assert number[14:17] == "000"
        assert luhn.is_valid(bank_card(rng))
        assert mobile_number(rng).startswith("154")
        assert len(mobile_number(rng)) == 11
