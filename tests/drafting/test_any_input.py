"""Whatever a document holds, it is refused in words or gives a draft that the loader reads."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kaoping.model.errors import InputError
from kaoping.schemes.drafting.document import Cell, Document, Paragraph, SourcePlace, Table
from kaoping.schemes.drafting.draft_file import quoted, write_draft
from kaoping.schemes.drafting.import_report import import_report
from kaoping.schemes.drafting.importer import import_document
from kaoping.schemes.drafting.indicator_tables import find_tables
from kaoping.schemes.drafting.rule_reading import read_rule
from kaoping.schemes.loader import load_scheme

HEADINGS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "评分细则",
    "评分标准",
    "分值",
    "权重",
    "测评方式",
    "指标说明",
    "备注",
    "序号",
]
NAMES = [
    "信息公开（25分）",
    "信息公开40",
    "概况信息",
    "领导(2)",
    "——",
    "加分项",
    "扣分指标 10",
    "一票否决",
    "12345热线",
    "甲d1",
]
CRITERIA = [
    "1.未开设的,不得分; 2.有误的,每处扣1分。",
    "有专栏的,得4分;没有的,得2分。",
    "1.栏目合理,50%; 2.准确,30%;",
    "每发现一个扣5%,共20%",
    "优秀(20分)、良好(10分)",
    "按标杆法赋分",
    "在1个工作日内答复,50%,超过1个工作日且在5个工作日内答复,20%",
    "随机抽查5个事项:无指南的,每个扣4分。(注:不足5个的检查全部)",
    "卫生健康",
    "\"引号\"与'反'\\斜杠: #井号 {括号} [方] & * ! | > % @ `",
]
POINTS = ["2", "5分", "1 .5", "-6", "100%", "二", "", "999999"]
text_cells = st.one_of(
    st.sampled_from([*NAMES, *CRITERIA, *POINTS, *HEADINGS]),
    st.text(max_size=12).map(lambda text: text.replace("|", "").replace("\n", " ").replace("\r", " ")),
)
lines = st.lists(text_cells, max_size=7).map(lambda cells: " | ".join(cells) + " |" if cells else "")
headed = st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=6).map(lambda cells: " | ".join(cells) + " |")
captures = st.lists(st.one_of(headed, lines, text_cells), max_size=14).map("\n".join)
cells = st.builds(Cell, text_cells, st.just(SourcePlace(line=1)), st.integers(1, 4), st.integers(1, 4))
tables = st.lists(st.lists(cells, max_size=5).map(tuple), max_size=8).map(
    lambda rows: Table(tuple(rows), SourcePlace(line=1), ragged=len(rows) % 2 == 0)
)


def drafted(data: bytes, name: str) -> None:
    """Import a file; what is drafted must load and be reported."""
    with TemporaryDirectory() as folder:
        file, draft = Path(folder) / name, Path(folder) / "draft.yaml"
        file.write_bytes(data)
        try:
            imported = import_document(file)
        except InputError:
            return
        draft.write_text(write_draft(imported.draft), encoding="utf-8")
        told = import_report(imported)
        scheme = load_scheme(str(draft))
        assert {node.id for node in scheme.nodes() if not node.children} >= {leaf["id"] for leaf in told["leaves"]}


@settings(max_examples=150, deadline=None)
@given(headed, captures)
@example("一级指标 | 一级指标 |", "分值\n一级指标")
def test_captured_tables(head: str, body: str) -> None:
    drafted(f"{head}\n{body}\n".encode("utf-8", "replace"), "a.txt")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["一、", "（一）", "1.", "（1）", ""]), text_cells), max_size=12))
def test_running_text(paragraphs: list[tuple[str, str]]) -> None:
    drafted("\n".join(f"{number}{text}（5分）。" for number, text in paragraphs).encode("utf-8", "replace"), "a.txt")


@settings(max_examples=60, deadline=None)
@given(st.lists(tables, max_size=3), text_cells)
def test_tables_with_any_spans(found: list[Table], words: str) -> None:
    blocks = [block for table in found for block in (Paragraph(words, SourcePlace(line=1)), table)]
    for table in find_tables(Document("a", "任意", tuple(blocks))).tables:
        assert all(leaf.rows for leaf in table.leaves())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    drafted(data, "a.txt")
    drafted(b"<html><table>" + data, "a.html")


@settings(max_examples=200, deadline=None)
@given(st.one_of(text_cells, st.lists(text_cells).map("".join), st.text()), st.sampled_from([None, 0, 2, 100, -4]))
def test_any_criterion(criterion: str, points: int | None) -> None:
    reading = read_rule(criterion, None if points is None else Decimal(points))
    assert reading.confidence.title in "高中低"


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_as_a_scalar(text: str) -> None:
    assert YAML(typ="safe", pure=True).load(f"a: {{b: {quoted(text)}}}") == {"a": {"b": text}}
