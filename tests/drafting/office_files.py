"""Word, Excel and HTML files with one invented table: merged cells, a head repeated on a second page, a total."""

from pathlib import Path

from docx import Document
from docx.table import Table as DocxTable
from openpyxl import Workbook

HEADINGS = ("一级指标", "二级指标", "评分细则", "分值", "测评方式")
# Each row: cells, None where the cell above goes on.
FIRST_PAGE = (
    ("信息公开（6分）", "概况信息", "未开设栏目的，不得分；内容有误的，每发现一处，扣1分。", "2", "网络测评"),
    (None, "领导信息", "1.姓名、职务不全的，每处扣0.5分，最多扣2分。2.未更新的，扣1分。", "4", "网络测评"),
)
SECOND_PAGE = (
    ("互动交流（4分）", "留言办理", "在5个工作日内答复的，得4分；超过的，不得分。", "4", "模拟测试"),
    ("加分项", "创新案例", "被上级推广的，每次加1分，最多加3分。", "3", "材料审查"),
)
LEAVES = [("概况信息", 2), ("领导信息", 4), ("留言办理", 4), ("创新案例", 3)]
RULES = ["deduct", "deduct", "award", "award"]


def write_docx(path: Path) -> Path:
    """Two tables with a page number between; merged first cells; headings repeated."""
    document = Document()
    document.add_paragraph("某市政府网站考评办法")
    document.add_paragraph("某市政府网站考评指标")
    document.add_paragraph("单位：分")
    _docx_table(document.add_table(rows=1, cols=5), FIRST_PAGE)
    document.add_paragraph("- 2 -")
    _docx_table(document.add_table(rows=1, cols=5), SECOND_PAGE)
    document.add_paragraph("本办法由办公室负责解释。")
    document.save(str(path))
    return path


def _docx_table(table: DocxTable, rows: tuple[tuple[str | None, ...], ...]) -> None:
    for cell, text in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = text
    for row in rows:
        cells = table.add_row().cells  # type: ignore[no-untyped-call]
        for cell, words in zip(cells, row, strict=True):
            cell.text = words or ""
        if row[0] is None:
            above = table.rows[-2].cells[0]
            text = above.text
            above.merge(cells[0]).text = text


def write_xlsx(path: Path) -> Path:
    """One sheet: a title over all columns, merged first cells, numbers as numbers, a total."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "指标"
    sheet.append(["某市政府网站考评指标"])
    sheet.merge_cells("A1:E1")
    sheet.append(HEADINGS)
    for row in (*FIRST_PAGE, *SECOND_PAGE):
        sheet.append([int(cell) if cell and cell.isdigit() else cell for cell in row])
        if row[0] is None:
            sheet.merge_cells(start_row=sheet.max_row - 1, end_row=sheet.max_row, start_column=1, end_column=1)
    sheet.append(["合计", None, None, 10])
    book.save(path)
    return path


def write_html(path: Path, charset: str = "utf-8") -> Path:
    """A page laid out with a table, in which the two tables stand, with rowspan and a head repeated."""
    first = _html_rows(FIRST_PAGE, rowspan=2)
    second = _html_rows(SECOND_PAGE, rowspan=1)
    head = "".join(f"<th>{text}</th>" for text in HEADINGS)
    page = (
        f"<html><head><meta charset={charset}><title>某市</title><style>td {{}}</style></head><body>"
        "<table><tr><td>首页 | 新闻</td></tr><tr><td><h1>某市政府网站考评指标</h1>"
        f"<table><tr>{head}</tr>{first}</table><table><tr>{head}</tr>{second}</table></td></tr></table>"
        "<script>var x = '<table>';</script></body></html>"
    )
    path.write_bytes(page.encode(charset))
    return path


def _html_rows(rows: tuple[tuple[str | None, ...], ...], rowspan: int) -> str:
    written = []
    for row in rows:
        first = f"<td rowspan={rowspan}><p>{row[0]}</p></td>" if row[0] else ""
        written.append(f"<tr>{first}{''.join(f'<td><p>{cell}</p></td>' for cell in row[1:])}</tr>")
    return "".join(written)
