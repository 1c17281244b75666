"""随州 2023 网站绩效评估: the scheme holds what the document says, row by row."""

import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.schemes.expanded import expand_json, leaves, rule_name
from kaoping.schemes.linter import lint
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Benchmark, Criterion, Deduct, Node, Open, Part, Scheme, Share, Timed

D = Decimal

# 附件1: title, 权重, criteria (per cent and how it is credited) or the rule of the whole row
COUNTY = [
    ("概况信息", 1, "50 manual, 50 open"),
    ("机构职能", 1, "50 manual, 50 open"),
    ("领导信息", 1, "50 manual, 50 open"),
    ("动态要闻", 1, "30 manual, 70 open"),
    ("政策文件", 3, "50 manual, 50 open"),
    ("数据发布", 3, "30 manual, 20 manual, 20 if, 30 manual"),
    ("数据开放", 3, "20 manual, 30 manual, 20 manual, 30 manual"),
    ("重大建设项目", 4, "50 manual, 50 open"),
    ("卫生健康", 1, "open"),
    ("教育", 1, "open"),
    ("社会保障", 1, "open"),
    ("生态环境", 1, "open"),
    ("公共文化服务", 1, "open"),
    ("体育", 1, "open"),
    ("土地使用权出让", 1, "open"),
    ("矿业权出让", 1, "open"),
    ("国有产权交易", 1, "open"),
    ("中心工作宣传", 8, "30 benchmark, 70 open"),
    ("政策解读", 6, "15 of, 85 open"),
    ("查询服务", 5, "20 manual, 80 open"),
    ("主题服务", 5, "10 benchmark, 90 open"),
    ("在线咨询", 2, "50 timed, 50 open"),
    ("智能问答", 3, "20 if, 80 open"),
    ("民意征集", 5, "20 if, 80 open"),
    ("在线访谈", 2, "60 if, 40 open"),
    ("智能搜索", 3, "50 panel, 50 panel"),
    ("智能搜索", 2, "50 if, 50 manual"),
    ("适老化及无障碍", 2, "60 manual, 40 open"),
    ("规范设计", 1, "30 if, 70 open"),
    ("一号登录", 1, "100 if"),
    ("导航体系", 1, "50 if, 50 open"),
    ("集约化平台及统一资源库建设应用情况", 5, "20 deduct, 40 deduct, 40 deduct"),
    ("运维保障", 3, "25 deduct, 75 open"),
    ("政府网站年度报表发布", 3, "40 if, 60 open"),
    ("现行有效规章和行政规范性文件归集推送情况", 3, "deduct"),
    ("随州市政府门户网站内容保障", 2, "open"),
    ("监管情况", 4, "25 if, 75 open"),
    ("集约开设", 2, "20 manual, 80 open"),
    ("信息发布", 2, "20 manual, 80 open"),
    ("办事服务", 1, "80 manual, 20 open"),
    ("互动交流", 1, "50 if, 50 open"),
    ("协调联动", 2, "50 of, 50 open"),
    ("优秀创新案例", 8, "panel"),
    ("表彰宣传", 2, "50 manual, 50 open"),
    ("通报曝光", 6, "deduct"),
    ("媒体曝光", 4, "deduct"),
]
# 附件2
DEPARTMENT = [
    ("机构职能", 2, "50 manual, 50 open"),
    ("领导信息", 2, "50 manual, 50 open"),
    ("动态要闻", 3, "30 manual, 70 open"),
    ("政策文件", 3, "50 manual, 50 open"),
    ("数据发布", 4, "50 benchmark, 50 benchmark"),
    ("重大建设项目", 3, "50 of, 50 open"),
    ("公益事业建设", 3, "50 of, 50 open"),
    ("公共资源配置", 3, "50 of, 50 open"),
    ("专题专栏", 10, "15 manual, 85 open"),
    ("政策解读", 8, "15 of, 85 open"),
    ("服务频道设计", 4, "40 manual, 60 open"),
    ("查询服务", 6, "50 of, 50 open"),
    ("在线咨询", 3, "50 timed, 50 open"),
    ("智能问答", 2, "50 if, 50 open"),
    ("民意征集", 5, "30 if, 70 open"),
    ("在线访谈/新闻发布会", 2, "80 if, 20 open"),
    ("智能搜索", 2, "60 manual, 40 manual"),
    ("适老化及无障碍", 2, "100 manual"),
    ("规范设计", 2, "30 if, 70 open"),
    ("一号登录", 1, "100 if"),
    ("导航体系", 2, "50 if, 50 open"),
    ("集约化平台及统一资源库建设应用情况", 4, "20 deduct, 80 open"),
    ("运维管理情况", 5, "15 deduct, 85 open"),
    ("政府网站年度报表发布", 1, "60 if, 40 open"),
    ("现行有效规章和行政规范性文件归集推送情况", 5, "deduct"),
    ("随州市政府门户网站内容保障", 3, "open"),
    ("集约开设", 2, "40 manual, 60 open"),
    ("信息发布", 3, "20 manual, 80 open"),
    ("办事服务", 1, "60 manual, 20 open, 20 manual"),
    ("互动交流", 1, "50 if, 50 open"),
    ("协调联动", 3, "40 of, 60 open"),
    ("优秀创新案例", 8, "20 panel, 80 open"),
    ("表彰宣传", 2, "50 manual, 50 open"),
    ("通报曝光", 4, "deduct"),
    ("媒体曝光", 4, "deduct"),
    ("政务服务事项", 2, "deduct"),
]


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("suizhou-website-2023")


@pytest.fixture(scope="module")
def nodes(scheme: Scheme) -> dict[str, Node]:
    return {node.id: node for node in scheme.nodes()}


def rows_of(part: Part) -> Iterator[Node]:
    """Every leaf of a table, in the order of the document: indicators, bonus, penalty."""
    for root in (*part.nodes, *(node for adjustment in part.adjust for node in adjustment.nodes)):
        yield from root.leaves()


def title_of(leaf: Node) -> str:
    """The title in the document, where both rows of 智能搜索 in 附件1 are called so."""
    return "智能搜索" if "智能搜索" in leaf.path else leaf.title


def credited(leaf: Node) -> str:
    if not isinstance(leaf.rule, Share):
        return rule_name(leaf.rule)
    return ", ".join(f"{criterion.percent} {_how(criterion)}" for criterion in leaf.rule.criteria)


def _how(criterion: Criterion) -> str:
    if criterion.of is not None:
        return "of"
    return "if" if criterion.condition is not None else rule_name(criterion.rule)


@pytest.mark.parametrize(("place", "expected"), [(0, COUNTY), (1, DEPARTMENT)])
def test_every_row_of_the_table(scheme: Scheme, place: int, expected: list[tuple[str, int, str]]) -> None:
    found = [(title_of(leaf), leaf.points, credited(leaf)) for leaf in rows_of(scheme.parts[place])]
    assert found == [(title, D(points), how) for title, points, how in expected]


def test_the_number_of_rows(scheme: Scheme) -> None:
    assert [len(list(rows_of(part))) for part in scheme.parts] == [46, 36]
    assert len(list(leaves(scheme))) == 46 + 36


@pytest.mark.parametrize(
    ("place", "points"), [(0, [40, 10, 12, 15, 15, 8]), (1, [41, 10, 12, 13, 14, 10])], ids=["county", "department"]
)
def test_first_level_points(scheme: Scheme, place: int, points: list[int]) -> None:
    part = scheme.parts[place]
    titles = ["政府信息公开", "办事服务", "互动交流", "功能应用", "管理保障", "政务新媒体"]
    assert [(node.title, node.points) for node in part.nodes] == list(zip(titles, map(D, points), strict=True))
    assert [sum(points), part.points] == [100, 100]
    for node in part.nodes:
        assert node.points == sum(worth(leaf) for leaf in node.leaves()), node.title
    assert [(one.kind, one.limit) for one in part.adjust] == [("bonus", D(10)), ("penalty", D(10))]
    assert [sum(map(worth, one.nodes)) for one in part.adjust] == [10, 10]


def worth(leaf: Node) -> Decimal:
    assert isinstance(leaf.points, Decimal)
    return leaf.points


def test_shares_are_whole(scheme: Scheme) -> None:
    for leaf in leaves(scheme):
        if isinstance(leaf.rule, Share):
            percents = [criterion.percent for criterion in leaf.rule.criteria if isinstance(criterion.percent, Decimal)]
            assert (len(percents), sum(percents)) == (len(leaf.rule.criteria), 100), leaf.id


def test_what_was_lost_is_open_and_nothing_else(scheme: Scheme) -> None:
    warned = [problem for problem in lint(scheme, None) if problem.severity != "note"]
    codes = [problem.code for problem in warned]
    shares = [c for leaf in leaves(scheme) if isinstance(leaf.rule, Share) for c in leaf.rule.criteria]
    lost = [criterion for criterion in shares if isinstance(criterion.rule, Open)]
    whole = [leaf for leaf in leaves(scheme) if isinstance(leaf.rule, Open)]
    assert codes.count("open") == len(lost) + len(whole)
    assert set(codes) == {"open", "uncertain"}
    assert {criterion.rule.reason for criterion in lost if isinstance(criterion.rule, Open)} == {"原文缺失"}
    # 9 个领域没有细则；两张表的内容保障，细则另行发布
    assert [leaf.title for leaf in whole].count("随州市政府门户网站内容保障") == 2
    assert len(whole) == 9 + 2


@pytest.mark.parametrize(
    ("place", "criteria", "rows", "points", "bonus"), [(0, 26, 10, "58.05", "1"), (1, 27, 1, "56.55", "7.4")]
)
def test_how_much_is_open_is_what_the_page_says(
    scheme: Scheme, place: int, criteria: int, rows: int, points: str, bonus: str
) -> None:
    part = scheme.parts[place]
    base = [leaf for root in part.nodes for leaf in root.leaves()]
    added = [leaf for leaf in rows_of(part) if leaf not in base]
    assert [sum(map(left_open, base)), sum(map(left_open, added))] == [D(points), D(bonus)]
    title = ("县市区", "市直部门")[place]
    page = (Path(__file__).parents[2] / "docs" / "library.md").read_text(encoding="utf-8")
    assert f"| {title} | {criteria} | {rows} | {points} | {bonus} |" in page
    assert [sum(map(lost_criteria, rows_of(part))), sum(isinstance(leaf.rule, Open) for leaf in base)] == [
        criteria,
        rows,
    ]


def left_open(leaf: Node) -> Decimal:
    """The points of a leaf that the text does not account for."""
    if isinstance(leaf.rule, Open):
        return worth(leaf)
    criteria = leaf.rule.criteria if isinstance(leaf.rule, Share) else ()
    open_ = (one.percent for one in criteria if isinstance(one.rule, Open))
    return sum((worth(leaf) * percent / 100 for percent in open_ if isinstance(percent, Decimal)), D(0))


def lost_criteria(leaf: Node) -> int:
    return sum(isinstance(one.rule, Open) for one in leaf.rule.criteria) if isinstance(leaf.rule, Share) else 0


def test_sampling_instructions(scheme: Scheme) -> None:
    drawn = {name: (sample.n, sample.every) for name, sample in scheme.samples.items()}
    assert drawn == {
        "policies": (D(3), ()),  # 随机抽查网站已发布的3个
        "subordinate_articles": (D(1), ()),  # 1条信息及1个服务事项
        "subordinate_services": (D(1), ()),
        "provincial_reposts": (None, (("month", D(2)),)),  # 随机抽查，每月2次
        "city_reposts": (None, (("month", D(2)),)),
    }


def guards(node: Node) -> list[str]:
    return [str(getattr(expr, "name", "")) or "…" for expr in node.zero_if]


def test_guards_stand_where_the_document_says_no_points(nodes: dict[str, Node]) -> None:
    guarded = {name: guards(node) for name, node in nodes.items() if node.zero_if}
    assert guarded == {
        "county-data": ["…", "data_rushed"],
        "county-open-data": ["no_open_data_column", "open_data_rushed"],
        "county-interviews": ["…"],
        "county-search-functions": ["search_misses"],
        "county-search-integration": ["search_misses"],
        "county-rules-pushed": ["push_serious"],
        "dept-data": ["department_data_faked", "datasets_unloadable", "interfaces_uncallable"],
        "dept-search": ["search_misses"],
        "dept-rules-pushed": ["push_serious"],
    }
    criteria = [c for node in nodes.values() if isinstance(node.rule, Share) for c in node.rule.criteria if c.zero_if]
    assert [criterion.id for criterion in criteria] == [
        "county-queries-own", "county-media-services-mobile", "dept-queries-own", "dept-media-services-mobile",
    ]  # fmt: skip


def test_per_cent_deductions(nodes: dict[str, Node]) -> None:
    found = {name: _amounts(node.rule) for name, node in nodes.items() if isinstance(node.rule, Deduct)}
    named, exposed = [100, 50, 5], [50, 10]
    assert found == {
        "county-rules-pushed": [10], "county-criticism": named, "county-exposure": exposed,
        "dept-rules-pushed": [10], "dept-criticism": named, "dept-exposure": exposed, "dept-service-items": [50],
    }  # fmt: skip


def _amounts(rule: object) -> list[Decimal]:
    assert isinstance(rule, Deduct)
    assert all(item.amount.percent for item in rule.items)
    return [item.amount.value for item in rule.items if isinstance(item.amount.value, Decimal)]


def test_benchmarks_compare_within_the_group(scheme: Scheme) -> None:
    rules = [c.rule for leaf in leaves(scheme) if isinstance(leaf.rule, Share) for c in leaf.rule.criteria]
    found = [rule for rule in rules if isinstance(rule, Benchmark)]
    assert [(getattr(rule.of, "name", ""), rule.within) for rule in found] == [
        ("topic_columns", "group"), ("theme_services", "group"), ("datasets", "group"), ("data_interfaces", "group"),
    ]  # fmt: skip


def test_no_deducting_twice_is_directional(scheme: Scheme) -> None:
    # 其他指标扣分的只有数据发布（前6个月内未及时更新不得分）
    excluding = {name: measure.excluding for name, measure in scheme.measures.items() if measure.excluding}
    assert excluding == dict.fromkeys(("blank_columns", "stale_news", "stale_policy", "stale_others"), ("stale_data",))
    assert not scheme.measures["stale_data"].excluding


def test_appendices_are_checklists(scheme: Scheme, nodes: dict[str, Node]) -> None:
    sizes = {name: (len(units), sum(map(len, units.values()))) for name, units in scheme.checklists.items()}
    # 附录1: 9 个部门，8 个各 6 项批准服务信息，另施工 3、设计变更 5、招标投标 5
    assert sizes["projects"] == (9, 8 * 6 + 3 + 5 + 5)
    assert sizes["welfare"] == (7, 1 + 1 + 1 + 2 + 4 + 1 + 2)
    assert sizes["resources"] == (10, 9 + 5)
    assert sizes["queries"][0] == 38
    for name, list_id in (("dept-projects", "projects"), ("dept-welfare", "welfare"), ("dept-resources", "resources")):
        applies = nodes[name].applies_to
        assert applies is not None
        assert applies.names == tuple(scheme.checklists[list_id])
    assert nodes["dept-queries"].applies_to is None  # 附录4 没有列的单位，其余得分点照计
    asked = {measure.each for measure in scheme.measures.values() if measure.each}
    assert asked == set(scheme.checklists)


def test_shown_as_json(scheme: Scheme) -> None:
    shown = expand_json(scheme)
    assert shown["groups"] == {"county": "县市区", "department": "市直部门"}
    assert len(shown["leaves"]) == 82
    assert all(leaf["clause"].startswith(("附件1 / ", "附件2 / ")) and leaf["text"] for leaf in shown["leaves"])
    first, search = (
        shown["leaves"][0],
        next(leaf for leaf in shown["leaves"] if leaf["id"] == "county-search-functions"),
    )
    assert first["clause"] == "附件1 / 政府信息公开 / 基本信息公开 / 概况信息"
    assert (search["method"], search["zero_if"]) == (["现场评审"], ["search_misses"])


# ---- the document itself, where it is at hand ---------------------------------------------------------------------


def document() -> str:
    folder = os.environ.get("KAOPING_SEEDS")
    if not folder:
        pytest.skip("KAOPING_SEEDS names no folder with the document")
    return next(Path(folder).glob("003_*.txt")).read_text(encoding="utf-8")


def table_rows(text: str) -> Iterator[tuple[str, int, set[Decimal]]]:
    """Title, weight and percentages of every row of an indicator table."""
    title = ""
    for line in text.splitlines():
        cells = [re.sub(r"\s+", "", cell) for cell in line.split("|")]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) < 2 or not re.fullmatch(r"-?\d+", cells[-1]):
            continue
        criterion = cells[-2]
        if len(cells) >= 4:
            title = cells[-5] if cells[-4] == "——" else cells[-4]
        if len(criterion) < 8:  # 公益事业建设、公共资源配置的各领域只有名称
            title = criterion
        percentages = {D(number) for number in re.findall(r"(\d+)%", criterion)}
        yield re.sub(r"\(.*\)", "", title), abs(int(cells[-1])), percentages


def numbers(leaf: Node) -> set[Decimal]:
    """The percentages that a leaf states, but for what is open."""
    rule = leaf.rule
    if isinstance(rule, Deduct):
        return set(_amounts(rule))
    found: set[Decimal] = set()
    for criterion in rule.criteria if isinstance(rule, Share) else ():
        if isinstance(criterion.rule, Open):
            continue
        assert isinstance(criterion.percent, Decimal)
        found.add(criterion.percent)
        if isinstance(criterion.rule, Timed):
            found |= {percent for _, percent in criterion.rule.within if isinstance(percent, Decimal)}
        if isinstance(criterion.rule, Deduct):
            found |= set(_amounts(criterion.rule))
    return found


@pytest.mark.parametrize(
    ("first", "last", "place"),
    [("绩效评估指标(县市区)\n单位", "绩效评估指标(市直部门)\n单位", 0), ("绩效评估指标(市直部门)\n单位", "附录1-4", 1)],
    ids=["county", "department"],
)
def test_titles_weights_and_percentages_are_those_of_the_document(
    scheme: Scheme, first: str, last: str, place: int
) -> None:
    rows = list(table_rows(document().split(first, 1)[1].split(last, 1)[0]))
    found = [(title_of(leaf), leaf.points, numbers(leaf)) for leaf in rows_of(scheme.parts[place])]
    assert found == [(title, D(points), percentages) for title, points, percentages in rows]


def test_appendices_name_the_departments_of_the_document(scheme: Scheme) -> None:
    text = document().split("附录1:", 1)[1]
    for number, listed in enumerate(scheme.checklists.values(), 1):
        own, _, text = text.partition(f"附录{number + 1}:")
        rows = (line.split("|") for line in own.splitlines() if re.match(r"\d+ \|", line))
        assert list(listed) == [re.sub(r"\s+", "", row[1]).translate(str.maketrans("()", "（）")) for row in rows]


def test_items_of_appendices_stand_in_the_document(scheme: Scheme) -> None:
    text = re.sub(r"\s+", "", document().split("附录1-4", 1)[1]).translate(str.maketrans("(),", "（），"))
    items = {item for listed in scheme.checklists.values() for listed_items in listed.values() for item in listed_items}
    pieces = {re.sub("(查询|有关信息)$", "", piece) for item in items for piece in re.split("[：，、]", item)}
    assert sorted(piece for piece in pieces if piece not in text) == []
