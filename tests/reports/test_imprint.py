"""版记: what the office says of copies and printing stands at the foot of the bulletin, once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
from docx.oxml.ns import qn

from kaoping.reports.assessment import write_assessment_reports
from kaoping.reports.bulletin.content import build_bulletin
from kaoping.reports.dossier import open_dossier
from kaoping.reports.view import Letter
from tests.reports.reading import page_text
from tests.reports.sample import sample_view

SAID = Letter(office="样例市府办", copies="市委办公室，市人大常委会办公室。", printed_on=date(2023, 1, 10))


def imprint(letter: Letter) -> tuple[str, str, str]:
    found = build_bulletin(open_dossier(replace(sample_view(), letter=letter))).imprint
    return found.copies, found.printer, found.date


def test_what_the_office_says() -> None:
    assert imprint(SAID) == ("抄送：市委办公室，市人大常委会办公室。", "样例市府办", "2023年1月10日印发")
    assert imprint(replace(SAID, printed_by="样例市府办秘书科"))[1] == "样例市府办秘书科"


def test_what_it_does_not_say_is_a_place_to_fill_in() -> None:
    assert imprint(Letter()) == ("抄送：【抄送机关，没有的删去本行】。", "【印发机关】", "【印发日期】印发")


def test_a_bulletin_without_copies_has_no_line_for_them() -> None:
    assert imprint(replace(SAID, copies="无"))[0] == ""


def test_it_is_the_last_of_the_document_and_floats_at_the_bottom(tmp_path: Path) -> None:
    write_assessment_reports(tmp_path, replace(sample_view(), letter=SAID))
    document = docx.Document(str(tmp_path / "bulletin.docx"))
    last = document.tables[-1]
    assert [[cell.text for cell in row.cells] for row in last.rows] == [
        ["抄送：市委办公室，市人大常委会办公室。"] * 2,
        ["样例市府办", "2023年1月10日印发"],
    ]
    place = last._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    borders = last._tbl.xpath("w:tr/w:tc/w:tcPr/w:tcBorders/*/@w:sz")
    assert borders == ["8", "6", "6", "8", "6", "8"], "thick around, thin between"
    tail = [child.tag for child in document.element.body.iterchildren()][-3:]
    assert tail == [qn("w:tbl"), qn("w:p"), qn("w:sectPr")]


def test_the_page_says_it_once_at_its_end(tmp_path: Path) -> None:
    for name, view in {"many": sample_view(), "none": sample_view(only=[])}.items():
        write_assessment_reports(tmp_path / name, replace(view, letter=SAID))
        text = page_text(tmp_path / name / "bulletin.html")
        assert text.count("抄送：市委办公室") == 1
        assert text.index("抄送：") > text.index("联系方式")
        assert text.rstrip().splitlines()[-1].startswith("样例市府办 2023年1月10日印发")
