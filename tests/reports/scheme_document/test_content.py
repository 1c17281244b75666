"""What stands in the tables of a printed scheme, worked out by hand."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.reports.scheme_document.audience import Audience
from kaoping.reports.scheme_document.content import build_document
from kaoping.reports.scheme_document.indicator_table import Layout, indicator_table
from kaoping.reports.scheme_document.tables import Cell, Column, Paragraph, SchemeDocument, Table, placed
from kaoping.schemes.loader import library_ids, load_scheme
from kaoping.schemes.model import Manual, Node
from tests.reports.scheme_document.conftest import Make
from tests.reports.scheme_document.grids import Grid, grid_of, tables_of


def table(document: SchemeDocument, caption: str) -> Table:
    (found,) = [each for each in tables_of(document) if each.caption == caption]
    return found


def grid(document: SchemeDocument, caption: str) -> Grid:
    return grid_of(table(document, caption))


def cells(made: Table) -> Iterator[Cell]:
    return (cell for row in made.rows for cell in row)


def prose(document: SchemeDocument) -> list[str]:
    return [block.text for part in document.sections for block in part.blocks if isinstance(block, Paragraph)]


TREE = """\
  - id: site
    title: 网站
    clause: 一
    points: 20
    method: 网络测评
    indicators:
      - id: news
        title: 信息
        points: 12
        basis: 条例第二十条
        indicators:
          - {id: fresh, title: 更新, points: 8, text: 每处扣1分, deduct: [1 per dead], scope: 县级政府}
          - {id: right, title: 准确, points: 4, text: 由人评分}
      - {id: links, title: 链接, points: 8, text: 每处扣2分, deduct: [2 per dead], note: 含附件}
"""


COUNTED = "“坏链数”每有1个，扣"


def test_one_row_per_leaf_and_no_empty_column(printed: Make) -> None:
    shown = grid(printed(TREE), "网站指标")
    assert shown == [
        ["一级指标", "二级指标", "测评方式", "测评要点", "评分细则", "指标依据", "评估数据采集范围", "分值", "备注"],
        [
            "信息\n（12分）",
            "更新",
            "网络测评",
            "每处扣1分",
            f"{COUNTED}1分，扣完为止。",
            "条例第二十条",
            "县级政府",
            "8",
            "",
        ],
        ["信息\n（12分）", "准确", "网络测评", "由人评分", "", "条例第二十条", "", "4", ""],
        ["链接", "链接", "网络测评", "每处扣2分", f"{COUNTED}2分，扣完为止。", "", "", "8", "含附件"],
        ["合计"] * 7 + ["20", ""],
    ]


def test_spans_follow_the_tree(printed: Make) -> None:
    spans = {cell.text: (cell.rows, cell.columns) for cell in cells(table(printed(TREE), "网站指标"))}
    assert spans["信息\n（12分）"] == (2, 1)
    assert spans["条例第二十条"] == (2, 1), "what a parent says stands beside all of its leaves"
    assert spans["链接"] == (1, 2), "a leaf of the first level reaches over the second"
    assert spans["合计"] == (1, 7)


def test_what_a_parent_says_beside_leaves_that_speak_for_themselves_is_a_note(printed: Make) -> None:
    parts = TREE.replace("points: 12\n", "points: 12\n        text: 及时、准确\n")
    assert table(printed(parts), "网站指标").notes == ("信息：及时、准确",)


def test_groups_share_a_table_where_only_numbers_in_criteria_differ(printed: Make) -> None:
    award = "award: {tiers: [8 if held >= $target, 2 if held > 0]}"
    (shown,) = [
        each for each in tables_of(printed(TREE.replace("deduct: [1 per dead]", award))) if "网站" in each.caption
    ]
    criterion = next(cell.text for cell in cells(shown) if "达到" in cell.text)
    assert criterion == (
        "1. “开展次数”达到（县区为6；大部门为4；小部门为3；四城区为8）的，得8分。\n"
        "2. “开展次数”不为0的，得2分。\n按先符合的一档得分。"
    )


def test_one_group_alone_is_told_its_own_numbers(printed: Make) -> None:
    parts = TREE.replace("deduct: [1 per dead]", "award: {tiers: [8 if held >= $target]}")
    document = printed(parts, groups=("department",))
    assert document.title == "示范市政府网站考评办法（部门）"
    assert any("达到（大部门为4；小部门为3" in cell.text for cell in cells(table(document, "网站指标")))


def test_groups_with_other_points_get_tables_of_their_own(printed: Make) -> None:
    parts = TREE.replace("points: 8, text: 每处扣1分", "points: {county: 8, default: 6}, text: 每处扣1分")
    parts = parts.replace("points: 12", "points: {county: 12, default: 10}").replace(
        "points: 20", "points: {county: 20, default: 18}"
    )
    document = printed(parts)
    for caption, points in (("网站指标（县区）", "8"), ("网站指标（部门）", "6")):
        assert grid(document, caption)[1][7] == points
    assert grid(document, "网站指标（部门）")[1][0] == "信息\n（10分）"


def test_classes_of_one_group_stand_in_one_cell(printed: Make) -> None:
    parts = TREE.replace("points: 8, text: 每处扣2分", "points: {big: 8, small: 5, county: 8}, text: 每处扣2分")
    assert grid(printed(parts), "网站指标（部门）")[3][7] == "大部门8\n小部门5"


def test_an_indicator_that_is_not_for_a_group_is_not_in_its_table(printed: Make) -> None:
    parts = TREE.replace("note: 含附件", "applies_to: [county]").replace(
        "clause: 一", "clause: 一\n    when_not_applicable: rescale", 1
    )
    document = printed(parts)
    assert [row[1] for row in grid(document, "网站指标（县区）")[1:]] == ["更新", "准确", "链接", "合计"]
    assert [row[1] for row in grid(document, "网站指标（部门）")[1:]] == ["更新", "准确", "合计"]
    assert "“网站”中有不适用的指标的，得分按“满分÷适用指标分值”折算" in "".join(prose(document))


@pytest.mark.parametrize(
    ("guard", "said"),
    [
        ("except: [urban]", "不适用于四城区"),
        ("applies_to: [urban, big]", "仅适用于四城区、大部门"),
        ("except: [muyang]", "不适用于muyang"),
        ("applies_to: 'tag(\"urban\")'", "仅适用于属于四城区的单位"),
    ],
)
def test_for_whom_an_indicator_is_stands_in_the_remarks(printed: Make, guard: str, said: str) -> None:
    parts = TREE.replace("note: 含附件", guard).replace("clause: 一", "clause: 一\n    when_not_applicable: full", 1)
    document = printed(parts, groups=("department",))
    assert grid(document, "网站指标")[3][-1] == said


def test_what_is_open_is_marked_and_listed(printed: Make) -> None:
    parts = TREE.replace("points: 4, text: 由人评分", "points: {open: 原文缺失}, text: 由人评分, open: 待定")
    document = printed(parts)
    marked = [cell.text for cell in cells(table(document, "网站指标")) if cell.open]
    assert marked == ["【待定】", "【原文缺失】"]
    rows = grid(document, "待定和待核事项")
    assert rows[1:] == [
        ["1", "网站／信息／准确", "分值", "【原文缺失】"],
        ["2", "网站／信息／准确", "评分细则", "【待定】"],
    ]
    assert document.unsettled == 2


def test_points_of_an_uncertain_parameter_are_to_be_checked(printed: Make) -> None:
    change = ("clause: 一}\nmeasures", "clause: 一}\n  worth: {value: 8, certainty: C, note: 凭记忆}\nmeasures")
    document = printed(TREE.replace("points: 8, text: 每处扣2分", "points: $worth, text: 每处扣2分"), change)
    (marked,) = [cell for cell in cells(table(document, "网站指标")) if cell.open]
    assert (marked.text, marked.number) == ("8\n【待核】", None)
    assert grid(document, "待定和待核事项")[1][2:] == ["参数 worth：8", "【待核】确定性为C，使用前须与原件核对。凭记忆"]


def test_draws_stand_beside_the_indicator_they_draw_from(printed: Make) -> None:
    parts = """\
  - id: site
    title: 网站
    points: 4
    indicators:
      - id: areas
        title: 领域
        points: 4
        draw: {children: 2, per: unit}
        indicators: [{id: a, title: 甲, points: 2}, {id: b, title: 乙, points: 2}, {id: c, title: 丙, points: 2}]
"""
    assert grid(printed(parts), "网站指标")[1][0] == "领域\n（4分，随机抽查2项，各单位分别抽）"


def test_vetoes_say_what_follows(printed: Make) -> None:
    vetoes = (
        "    vetoes:\n"
        "      - {id: v, title: 造假, text: 弄虚作假的, if: held > 3, then: [zero, {label: 不合格}, {bar: 优秀}]}\n"
        "vetoes: [{id: w, title: 总否决, if: held > 9, then: [{fixed: 59}, fail]}]\n"
    )
    document = printed(TREE + vetoes)
    (row,) = grid(document, "网站：单项否决情形")[1:]
    assert row[1:5] == ["造假", "弄虚作假的", "“开展次数”超过3。", "该部分不得分；判定为不合格；不得评为优秀"]
    (row,) = grid(document, "单项否决情形")[1:]
    assert row[1:4] == ["总否决", "“开展次数”超过9。", "考核按59分计；判定为不合格，不再评其他指标"]


def test_additions_and_deductions_beside_the_base(printed: Make) -> None:
    adjust = """\
    adjust:
      - id: more
        title: 加分项
        kind: bonus
        limit: 5
        entry: base > 80
        clause: 附一
        indicators: [{id: m, title: 交流, points: 5, award: {best: [5 if held > 3, 2 if held > 1]}}]
      - id: less
        title: 减分项
        kind: penalty
        limit: none
        indicators: [{id: l, title: 通报, deduct: [2 per held]}]
"""
    document = printed(TREE + adjust)
    bonus = table(document, "网站：加分项（累计最多加5分）")
    assert bonus.notes == ("进入条件：加减分前得分超过80。", "依据条款：附一。")
    assert grid(document, bonus.caption)[1][-2:] == [
        "1. “开展次数”超过3的，得5分。\n2. “开展次数”超过1的，得2分。\n按最高的一项得分。",
        "5",
    ]
    assert grid(document, "网站：减分项（减分不设上限）")[1][-2:] == ["“开展次数”每有1次，减2分。", "不设上限"]


def test_shares_are_numbered_with_their_percentages(printed: Make) -> None:
    hand = "{id: by-hand, percent: 60%, title: 栏目合理, manual: true}"
    share = f"share: [{hand}, {{percent: 40%, title: 有开展, if: held > 0, full_if: [dead = 0]}}]"
    rows = grid(printed(TREE.replace("deduct: [1 per dead]", share)), "网站指标")
    assert rows[1][4] == ("1. 栏目合理，60%。\n2. 有开展，40%（“开展次数”不为0的得此项；“坏链数”为0的，此项得满分）。")


def test_weights_grades_and_totals_are_said(printed: Make) -> None:
    parts = TREE.replace("points: 20", "points: 20\n    weight: {county: 80%, department: 70%}", 1)
    parts += """\
  - {id: rest, title: 其他, points: 100, weight: {county: 20%, department: 30%}, open: 留待当年}
grades: [{title: 优秀, from: 90}, {title: 合格, from: 60}, {title: 不合格, from: 0}]
no_site: exclude
convert: [{from: total, to: 20, title: 绩效分}]
"""
    document = printed(
        parts, ("{combine: sum}", "{combine: weighted, ceiling: 100, round: {places: 1, mode: truncate}}")
    )
    said = prose(document)
    assert "县区总分＝“网站”得分×80%＋“其他”得分×20%。" in said
    assert "部门总分＝“网站”得分×70%＋“其他”得分×30%。" in said
    assert "总分超过100分的，按100分计；总分低于0分的，按0分计；得分保留1位小数，其余舍去。" in said
    assert "各类对象分别按总分从高到低排名，得分相同的名次相同；没有网站的单位不参加考评。" in said
    assert "等次：优秀（90分及以上）、合格（60分及以上，不足90分）、不合格（不足60分）。" in said
    assert "折合：总分（作为“绩效分”）按比例折合为20分。" in said
    assert "其他的指标【留待当年】" in said
    assert grid(document, "考评部分")[2][1:5] == ["其他", "100", "20%", "30%"]


def test_units_with_a_tag_that_have_other_parts_get_a_formula_of_their_own(printed: Make) -> None:
    parts = TREE.replace("points: 20", "points: 20\n    applies_to: [county]\n    except: [urban]", 1)
    parts += "  - {id: rest, title: “网+”, points: 100, applies_to: [department, urban], open: 留待当年}\n"
    parts += "convert: [{from: rest, to: {open: 未写}}, {from: site, to: {open: 未写}, title: 网站分}]\n"
    said = prose(printed(parts))
    assert said[2:5] == ["县区总分＝“网站”得分。", "部门总分＝“‘网+’”得分。", "县区中的四城区：总分＝“‘网+’”得分。"]
    assert "折合：“‘网+’”、“网站”（作为“网站分”）分别按比例折合为分值【未写】。" in said


def test_a_scheme_that_only_deducts(printed: Make) -> None:
    parts = "  - {id: site, title: 网站, indicators: [{id: a, title: 链接, text: 每处扣2分, deduct: [2 per dead]}]}\n"
    document = printed(parts, ("combine: sum", "combine: deductions"))
    assert grid(document, "网站指标") == [
        ["指标", "测评要点", "评分细则"],
        ["链接", "每处扣2分", "“坏链数”每有1个，扣2分。"],
    ]
    assert "总分＝“网站”扣分（扣分越少，名次越前）。" in prose(document)
    assert "各类对象分别按扣分从少到多排名，得分相同的名次相同。" in prose(document)


def test_samples_parameters_and_checklists(printed: Make) -> None:
    samples = (
        "measures:",
        "bodies: {towns: 乡镇}\nsamples: {t: {of: pages, n: {county: 5, default: 1}, from: subordinates, bodies: towns,"
        " combine: mean, if_none: full, clause: 三}}\n"
        "checklists: {list: {clause: 附录1：公开清单, units: {教育局: [甲, 乙]}}}\n"
        "measures:\n  drawn: {ask: 抽查的问题数, kind: count, sample: t}\n  done: {ask: 完成, kind: bool, each: list}",
    )
    parts = TREE.replace("1 per dead", "1 per drawn, 1 if not done")
    document = printed(parts, samples)
    assert grid(document, "随机抽查办法")[1] == (
        ["1", "抽查的问题数", "（县区为5个；部门为1个）", "乡镇，多个机构的结果取平均值", "得满分", "三"]
    )
    assert grid(document, "参数表")[1] == ["1", "target", "四城区 8；县区 6；大部门 4；小部门 3", "一", "target"]
    appendix = document.sections[-1]
    assert (appendix.mark, appendix.title) == ("附录1", "公开清单")
    assert grid(document, appendix.title)[1] == ["1", "教育局", "1. 甲；2. 乙"]


@pytest.mark.parametrize("name", library_ids())
def test_every_indicator_of_the_library_is_printed_below_those_above_it(name: str) -> None:
    scheme = load_scheme(name)
    rows = [
        [cell.split("\n")[0] for cell in row] for made in tables_of(build_document(scheme)) for row in grid_of(made)
    ]
    for node in scheme.nodes():
        path = list(node.path[1:])
        ways = (path, path[1:] or path)  # an adjustment's title is its table's caption
        assert node.children or any(row[: len(way)] == way for way in ways for row in rows), node.id


Shape = list["Shape"]


def shapes(depth: int) -> st.SearchStrategy[Shape]:
    """Nested lists: an indicator is what stands below it."""
    return st.lists(shapes(depth - 1) if depth else st.just([]), max_size=4)


def grown(shape: Shape, prefix: str = "n") -> tuple[Node, ...]:
    named = [(f"{prefix}-{place}", below) for place, below in enumerate(shape)]
    return tuple(
        Node(name, name, None, rule=None if below else Manual(), children=grown(below, name)) for name, below in named
    )


@pytest.fixture(scope="module")
def layout() -> Layout:
    """How tables of a scheme with two groups are laid out."""
    scheme = load_scheme("suqian-2022")
    return Layout(Audience(scheme, tuple(scheme.groups)))


@given(shapes(3).filter(bool))
def test_any_tree_makes_a_table_without_holes(layout: Layout, shape: Shape) -> None:
    nodes = grown(shape)
    table = indicator_table("表", nodes, layout)
    assert len(table.rows) == sum(1 for node in nodes for _ in node.leaves())
    assert sum(cell.rows * cell.columns for _, _, cell in placed(table)) == len(table.rows) * len(table.columns)


@pytest.mark.parametrize(
    "rows",
    [
        [[Cell("甲")]],
        [[Cell("甲"), Cell("乙"), Cell("丙")]],
        [[Cell("甲", rows=2), Cell("乙")]],
        [[Cell("甲", columns=3)]],
        [[Cell("甲", rows=2), Cell("乙")], [Cell("丙"), Cell("丁")]],
    ],
)
def test_a_table_that_is_no_rectangle_is_refused(rows: list[list[Cell]]) -> None:
    with pytest.raises(ValueError, match="表"):
        list(placed(Table("表", [Column("一", 5), Column("二", 5)], rows)))
