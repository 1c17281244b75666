"""The pieces an official document is set from: fonts, lines on the grid, tables, page numbers."""

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kaoping.reports.bulletin.blocks import Table, pieces
from kaoping.reports.storable import storable

BODY, TITLE, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
SUBSTITUTES = {BODY: "仿宋", KAI: "楷体", TITLE: "华文中宋"}  # what Word takes where a font is missing
SIZE, LEADING = 16, 28  # points: 3号, 行距
INDENT = 2 * SIZE  # 首行缩进2字
RED = RGBColor(0xC0, 0x00, 0x00)
WIDTH = 156  # mm of the type area
TABLE_SIZE = 10.5  # points: 五号
_SHADE = "E7E6E6"
_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip


def set_defaults(document: Any, font: str) -> None:
    """Make `font` in 3号 the font of all text, in Chinese."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)
    _name_substitutes(document)


def line(
    document: Any,
    *,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: float = 0,
    leading: float = LEADING,
    grid: bool = True,
) -> Any:
    """Return a new empty paragraph on the 28-point grid; `indent` of its first line in points."""
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.alignment, layout.space_before, layout.space_after = align, Pt(0), Pt(0)
    if grid:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(leading)
    if indent:
        layout.first_line_indent = Pt(indent)
    return paragraph


def fill(
    paragraph: Any,
    text: str,
    *,
    font: str = BODY,
    size: float = SIZE,
    color: RGBColor | None = None,
    bold: bool = False,
    places: bool = True,
) -> None:
    """Add text to a paragraph; with `places`, those to fill in are marked in yellow."""
    for piece, open_ in pieces(text) if places else ((text, False),):
        run = paragraph.add_run(storable(piece))
        run.font.name, run.font.size, run.font.bold = LATIN, Pt(size), bold
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        if color is not None:
            run.font.color.rgb = color
        if open_:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def rule_below(paragraph: Any) -> None:
    """Draw the red line (版头分隔线) below a paragraph."""
    bottom = element("w:bottom", val="single", sz="12", space="10", color="C00000")
    paragraph._element.get_or_add_pPr().insert_element_before(element("w:pBdr", bottom), *_AFTER_BORDERS)


def loosen(paragraph: Any) -> None:
    """Let a paragraph with addresses break them anywhere and end ragged, so that no line is stretched around them."""
    paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    wrap = OxmlElement("w:wordWrap")
    wrap.set(qn("w:val"), "0")
    paragraph._element.get_or_add_pPr().insert_element_before(wrap, *_AFTER_BORDERS[5:])


def outline(paragraph: Any, level: int) -> None:
    """Make a paragraph a heading of the document's outline (1 is the highest) whatever its looks."""
    element = OxmlElement("w:outlineLvl")
    element.set(qn("w:val"), str(level - 1))
    paragraph._element.get_or_add_pPr().append(element)


def add_table(document: Any, table: Table) -> None:
    """Add a table as wide as the type area; its heading is repeated on every page and rows are not torn."""
    made = document.add_table(rows=1, cols=len(table.head))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(WIDTH * width / sum(table.widths)) for width in table.widths]
    for cell, title in zip(made.rows[0].cells, table.head, strict=True):
        _cell(cell, title, HEI, WD_ALIGN_PARAGRAPH.CENTER)
    _flag(made.rows[0], "w:tblHeader")
    for row in table.rows:
        added = made.add_row()
        _flag(added, "w:cantSplit")
        for place, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            align = WD_ALIGN_PARAGRAPH.RIGHT if place in table.numbers else WD_ALIGN_PARAGRAPH.LEFT
            _cell(cell, text, BODY, WD_ALIGN_PARAGRAPH.CENTER if place in table.centred else align)
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width


def page_numbers(section: Any) -> None:
    """Put `— 1 —` (4号宋体) outside: right on odd pages, left on even ones, one character from the edge."""
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        layout = paragraph.paragraph_format
        layout.alignment, layout.left_indent, layout.right_indent = align, Pt(14), Pt(14)
        fill(paragraph, "— ", font=SONG, size=14)
        add_field(paragraph, "PAGE", 14)
        fill(paragraph, " —", font=SONG, size=14)


def add_field(paragraph: Any, name: str, size: float) -> None:
    """Add a field (PAGE, NUMPAGES) that Word fills in, in 宋体."""
    for kind, text in (("begin", ""), ("", f" {name} "), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        run.font.name, run.font.size = SONG, Pt(size)
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)
        elif kind == "text":
            run.text = text
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._element.append(code)


def element(tag: str, *children: Any, **values: str) -> Any:
    """Return a new XML element (`w:tc`) with children and attributes of the same namespace."""
    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    for child in children:
        made.append(child)
    return made


def _name_substitutes(document: Any) -> None:
    """Tell the word processor which fonts to take where those of the standard are not installed."""
    table = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    root = parse_xml(table.blob)
    for font, substitute in SUBSTITUTES.items():
        entry, other = OxmlElement("w:font"), OxmlElement("w:altName")
        entry.set(qn("w:name"), font)
        other.set(qn("w:val"), substitute)
        entry.append(other)
        root.append(entry)
    table._blob = serialize_part_xml(root)


def _cell(cell: Any, text: str, font: str, align: WD_ALIGN_PARAGRAPH) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    fill(paragraph, text, font=font, size=TABLE_SIZE)
    if "://" in text:
        loosen(paragraph)
    if font == HEI:
        shade = OxmlElement("w:shd")
        for name, value in {"val": "clear", "color": "auto", "fill": _SHADE}.items():
            shade.set(qn(f"w:{name}"), value)
        cell._element.get_or_add_tcPr().append(shade)


def _flag(row: Any, name: str) -> None:
    flag = OxmlElement(name)
    flag.set(qn("w:val"), "true")
    row._element.get_or_add_trPr().append(flag)
