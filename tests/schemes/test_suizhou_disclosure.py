"""随州 2023 政务公开考评: the scheme holds what the document says, row by row."""

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.schemes.expanded import expand_json, rule_name
from kaoping.schemes.linter import lint
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Adjustment, Deduct, Node, Part, Scheme

D = Decimal
WEB, MOCK, EXPERT, FILES, SITE = "网络测评", "模拟测试", "专家测评", "材料审查", "实地考核"
GOVERNMENT, BUREAUS = "县级政府", "市政府各部门"
TOWNS, ONE, TWO, ANY = "2个乡镇（街道）政府（办事处）", "1个县级部门", "2个县级部门", "1个县级"

# 附件2: title, points, rule, methods, scope
COUNTY = [
    ("政府信息公开", 5, "ratio", WEB, TOWNS),
    ("政策文件发布时效", 5, "manual", WEB, GOVERNMENT),
    ("政策文件及时清理", 10, "manual", WEB, GOVERNMENT),
    ("政策文件集中发布", 10, "ratio", WEB, "县级政府及2个县级部门"),
    ("机构职能", 1, "ratio", WEB, ONE),
    ("行政许可结果", 2, "ratio", WEB, TWO),
    ("行政监管执法信息", 2, "ratio", WEB, TWO),
    ("建议提案办理情况", 2, "ratio", WEB, TWO),
    ("财政预决算", 1, "manual", WEB, GOVERNMENT),
    ("招考录用", 1, "manual", WEB, GOVERNMENT),
    ("重大会议信息公开", 1, "manual", WEB, GOVERNMENT),
    ("重大决策预公开", 1, "manual", WEB, GOVERNMENT),
    ("规划信息", 1, "manual", WEB, GOVERNMENT),
    ("惠民惠农资金发放信息", 3, "manual", WEB, GOVERNMENT),
    ("重大建设项目", 2, "manual", WEB, GOVERNMENT),
    ("公共资源交易", 2, "manual", WEB, "县级政府（主城区不抽查补充耕地指标交易信息）"),
    ("义务教育", 2, "manual", WEB, GOVERNMENT),
    ("社会救助", 2, "manual", WEB, GOVERNMENT),
    ("养老服务", 2, "manual", WEB, GOVERNMENT),
    ("公共法律服务", 2, "manual", WEB, GOVERNMENT),
    ("就业", 2, "manual", WEB, GOVERNMENT),
    ("自然资源", 2, "manual", WEB, GOVERNMENT),
    ("保障性住房", 2, "manual", WEB, GOVERNMENT),
    ("国有土地上房屋征收与补偿", 2, "manual", WEB, GOVERNMENT),
    ("农村危房改造", 2, "manual", WEB, GOVERNMENT),
    ("城市综合执法", 2, "manual", WEB, GOVERNMENT),
    ("涉农补贴", 2, "manual", "电话测评、材料审查", GOVERNMENT),
    ("公共文化服务", 2, "manual", WEB, GOVERNMENT),
    ("卫生健康", 2, "manual", WEB, GOVERNMENT),
    ("安全生产", 2, "manual", WEB, GOVERNMENT),
    ("救灾生产", 2, "manual", WEB, GOVERNMENT),
    ("食品药品监管", 2, "manual", WEB, GOVERNMENT),
    ("乡村振兴", 2, "manual", WEB, GOVERNMENT),
    ("旅游", 2, "manual", WEB, GOVERNMENT),
    ("统计", 2, "manual", WEB, GOVERNMENT),
    ("交通运输", 2, "manual", WEB, GOVERNMENT),
    ("申请接收渠道指引规范性", 3, "manual", MOCK, ANY),
    ("依申请办理答复规范性", 7, "manual", MOCK, ANY),
    ("建设智能化政策问答平台", 5, "manual", WEB, GOVERNMENT),
    ("政策解读质量", 5, "manual", EXPERT, GOVERNMENT),
    ("信息公开工作年度报告编制发布情况", 5, "manual", WEB, ANY),
]
DEPARTMENT = [
    ("发布时效", 10, "manual", WEB, BUREAUS),
    ("发布清理结果", 10, "manual", WEB, BUREAUS),
    ("集中发布", 10, "manual", WEB, BUREAUS),
    ("行政许可和其他管理服务信息", 4, "manual", WEB, BUREAUS),
    ("行政处罚强制等信息", 5, "manual", WEB, "市政府各部门，市公共资源交易监管局、市知识产权局"),
    ("财政预决算", 3, "manual", WEB, BUREAUS),
    ("人大代表建议、政协委员提案办理情况", 4, "manual", "网络测评、电话测评", BUREAUS),
    ("招考录用", 3, "manual", WEB, BUREAUS),
    ("重大决策预公开", 5, "manual", WEB, BUREAUS),
    ("规划信息", 4, "manual", WEB, BUREAUS),
    ("市场规则标准", 4, "manual", WEB, BUREAUS),
    ("重大建设项目", 2, "manual", WEB, "市发改委、市自然资源和规划局、市生态环境局、市住建局、市交通运输局、市水利和湖泊局"),  # noqa: E501
    ("惠民惠农惠企政策", 4, "manual", WEB, "市发改委、市经信局、市科技局、市民政局、市财政局、市人社局、市自然资源和规划局、市住建局、市交通运输局、市水利和湖泊局、市农业农村局、市商务局、市文旅局、市地方金融工作局、市国资委、市医保局、市乡村振兴局、市税务局、市知识产权局、市供销社"),  # noqa: E501
    ("公共企事业单位信息公开", 2, "manual", WEB, "市发改委、市教育局、市卫健委、市住建局、市生态环境局、市交通运输局"),
    ("申请回复规范性", 10, "manual", MOCK, BUREAUS),
    ("问答解读", 6, "manual", WEB, BUREAUS),
    ("政策解读质量", 4, "manual", EXPERT, BUREAUS),
    ("年报质量", 6, "manual", EXPERT, BUREAUS),
    ("编制发布并动态更新", 4, "manual", WEB, BUREAUS),
]  # fmt: skip
# 附件3: title, points, rule, method, clause
COUNTY_DAILY = [
    ("督促指导问题整改", 20, "manual", FILES, "工作推进落实 1"),
    ("组织开展工作交流培训", 15, "award", FILES, "工作推进落实 2"),
    ("开展工作评估", 10, "award", FILES, "工作推进落实 3"),
    ("评估结果运用", 15, "award", FILES, "工作推进落实 3"),
    ("乡镇（街道）级平台工作制度", 20, "ratio", FILES, "工作推进落实 4"),
    ("政府信息查询", 5, "manual", SITE, "政务公开专区 / 政府信息查询"),
    ("政府信息公开申请办理", 10, "manual", SITE, "政务公开专区 / 政府信息公开申请办理"),
    ("政策咨询", 5, "manual", SITE, "政务公开专区 / 政策咨询"),
]
DEPARTMENT_DAILY = [
    ("任务分工", 20, "manual", FILES, "组织推进 1"),
    ("报送主动公开文件", 10, "deduct", FILES, "工作落实 1"),
    ("问题整改", 10, "deduct", FILES, "工作落实 2"),
    ("政务公开工作规范", 60, "manual", FILES, "工作落实 3"),
]
BUREAU_NAMES = [
    "市发改委", "市教育局", "市科技局", "市经信局", "市民宗委", "市公安局", "市民政局", "市司法局", "市财政局",
    "市人社局", "市自然资源和规划局", "市生态环境局", "市住建局", "市交通运输局", "市水利和湖泊局", "市农业农村局",
    "市商务局", "市文旅局", "市卫健委", "市退役军人事务局", "市应急管理局", "市审计局", "市国资委", "市市场监管局",
    "市统计局", "市医保局", "市国动办", "市乡村振兴局", "市招商局", "市城管委", "市地方金融工作局",
]  # fmt: skip
OFF_LIST = {"市公共资源交易监管局", "市知识产权局", "市税务局", "市供销社"}


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("suizhou-disclosure-2023")


@pytest.fixture(scope="module")
def parts(scheme: Scheme) -> dict[str, Part]:
    return {part.id: part for part in scheme.parts}


@pytest.fixture(scope="module")
def nodes(scheme: Scheme) -> dict[str, Node]:
    return {node.id: node for node in scheme.nodes()}


def leaves_of(part: Part | Adjustment) -> list[Node]:
    return [leaf for node in part.nodes for leaf in node.leaves()]


@pytest.mark.parametrize(("part", "rows"), [("platform-county", COUNTY), ("platform-department", DEPARTMENT)])
def test_every_row_of_the_platform_tables(
    parts: dict[str, Part], part: str, rows: list[tuple[str, int, str, str, str]]
) -> None:
    found = [
        (leaf.title, leaf.points, rule_name(leaf.rule), "、".join(leaf.method), leaf.scope)
        for leaf in leaves_of(parts[part])
    ]
    assert found == [(title, D(points), *more) for title, points, *more in rows]
    assert all(leaf.basis for leaf in leaves_of(parts[part]))


@pytest.mark.parametrize(
    ("part", "clause", "rows"),
    [
        ("daily-county", "附件3 县市区 / ", COUNTY_DAILY),
        ("daily-department", "附件3 市直部门 / ", DEPARTMENT_DAILY),
    ],
)
def test_every_row_of_the_daily_tables(
    parts: dict[str, Part], part: str, clause: str, rows: list[tuple[str, int, str, str, str]]
) -> None:
    found = [
        (leaf.title, leaf.points, rule_name(leaf.rule), *leaf.method, leaf.clause) for leaf in leaves_of(parts[part])
    ]
    assert found == [(title, D(points), rule, method, clause + where) for title, points, rule, method, where in rows]


def test_number_of_rows(parts: dict[str, Part]) -> None:
    assert {name: len(leaves_of(part)) for name, part in parts.items()} == {
        "platform-county": 41, "platform-department": 19, "daily-county": 8, "daily-department": 4,
    }  # fmt: skip


# the document's own sums: first and second levels that state points
SUMS = {
    "county-channels": 5, "county-disclosure": 70, "county-policies": 25, "county-basics": 15, "county-standards": 30,
    "county-requests": 10, "county-interpretation": 10, "county-policy-answers": 5, "county-capacity": 5,
    "dept-disclosure": 70, "dept-policies": 30, "dept-basics": 40, "dept-requests": 10, "dept-interpretation": 10,
    "dept-capacity": 10, "dept-annual-report": 6, "dept-catalogue": 4,
    "county-progress": 80, "county-service-zone": 20, "dept-organisation": 20, "dept-implementation": 80,
}  # fmt: skip


def test_sums_hold(scheme: Scheme, parts: dict[str, Part], nodes: dict[str, Node]) -> None:
    branches = {name: node.points for name, node in nodes.items() if node.children}
    assert branches == {name: D(points) for name, points in SUMS.items()}
    for name in SUMS:
        children = sum(D(str(child.points)) for child in nodes[name].children)
        assert children == (44 if name == "county-standards" else SUMS[name])
    for part in scheme.parts:
        assert sum(D(str(node.points)) for node in part.nodes) == part.points == 100
    assert {part.id: part.weight for part in scheme.parts} == {
        "platform-county": D("0.7"), "platform-department": D("0.7"),
        "daily-county": D("0.3"), "daily-department": D("0.3"),
    }  # fmt: skip


def test_fifteen_of_twenty_two_areas(nodes: dict[str, Node]) -> None:
    areas = nodes["county-standards"]
    assert areas.draw is not None
    assert (len(areas.children), areas.draw.children, areas.draw.per) == (22, D(15), "cycle")
    assert {area.points for area in areas.children} == {D(2)}


def test_samples(scheme: Scheme) -> None:
    shown = {name: (one.bodies, one.from_, one.combine) for name, one in scheme.samples.items()}
    assert shown == {
        "platform_towns": ("town", "subordinates", "mean"),
        "one_department": ("county_department", "subordinates", "mean"),
        "two_departments": ("county_department", "subordinates", "mean"),
        "government_and_departments": ("county_department", "both", "mean"),
        "daily_towns": ("town", "subordinates", "mean"),
    }
    numbers = expand_json(scheme)["samples"]
    assert {name: one["n"] for name, one in numbers.items() if name != "daily_towns"} == {
        "platform_towns": 2, "one_department": 1, "two_departments": 2, "government_and_departments": 2,
    }  # fmt: skip
    n = scheme.samples["daily_towns"].n
    assert dict(n.items) == {"district": D(5), "zone": D(1)}  # type: ignore[union-attr]  # a number by key


def test_who_is_assessed(scheme: Scheme) -> None:
    assert scheme.units == {
        "district": ("随县", "广水市", "曾都区"),
        "zone": ("随州高新区", "大洪山风景名胜区"),
        "department": tuple(BUREAU_NAMES),
    }
    assert sum(len(names) for names in scheme.units.values()) == 36
    assert len(BUREAU_NAMES) == 31


def test_departments_that_a_row_names(scheme: Scheme, nodes: dict[str, Node]) -> None:
    """`applies_to` holds exactly the departments of the scope; those off the list of 31 are warned about."""
    for leaf in ("dept-major-projects", "dept-benefit-policies", "dept-public-enterprises"):
        applies = nodes[leaf].applies_to
        assert applies is not None
        assert list(applies.names) == nodes[leaf].scope.split("、")
    penalties = nodes["dept-penalties"].applies_to
    assert penalties is not None
    assert penalties.names == ("department", "市公共资源交易监管局", "市知识产权局")
    warned = [problem for problem in lint(scheme, None) if problem.severity != "note"]
    assert {problem.code for problem in warned} == {"unit-names"}
    assert {problem.message.split("”")[0].lstrip("“") for problem in warned} == OFF_LIST


def test_deductions_bonus_bar_and_subtraction(scheme: Scheme, parts: dict[str, Part], nodes: dict[str, Node]) -> None:
    for name in ("dept-file-reports", "dept-rectification"):
        rule = nodes[name].rule
        assert isinstance(rule, Deduct)
        assert [(item.amount.value, item.amount.percent) for item in rule.items] == [(D(5), False)]
        assert not rule.below_zero
    (bonus,) = parts["daily-department"].adjust
    assert (bonus.kind, bonus.limit) == ("bonus", D(10))
    assert [(leaf.points, leaf.rule is not None) for leaf in leaves_of(bonus)] == [(D(6), True), (D(4), True)]
    bars = {part.id: [(then.kind, then.name) for veto in part.vetoes for then in veto.then] for part in scheme.parts}
    barred = [("bar", "2023年度政务公开工作优秀单位")]
    assert bars == {
        "platform-county": [], "platform-department": [], "daily-county": barred, "daily-department": barred,
    }  # fmt: skip
    assert scheme.total.subtract == ("national_deduction", "provincial_deduction")


def test_shown_as_json(scheme: Scheme) -> None:
    shown = expand_json(scheme)
    assert shown["groups"] == {"county": "县市区", "department": "市直部门"}
    assert shown["units"]["department"] == BUREAU_NAMES
    assert len(shown["leaves"]) == 41 + 19 + 8 + 4 + 2
    assert all(leaf["clause"].startswith(("附件2", "附件3")) and leaf["text"] for leaf in shown["leaves"])
    standards = shown["parts"][0]["indicators"][1]["indicators"][2]
    assert standards["draw"] == {"children": 15, "per": "cycle"}
    projects = next(leaf for leaf in shown["leaves"] if leaf["id"] == "dept-major-projects")
    assert projects["applies_to"][0] == "市发改委"
    assert projects["path"] == [
        "政府信息公开平台测评（市直部门）", "主动公开", "基础信息公开", "重大建设项目",
    ]  # fmt: skip


# ---- the document itself, where it is at hand ---------------------------------------------------------------------

METHODS = {"网络测评", "模拟测试", "模拟测评", "专家测评", "电话测评结合材料审查", "网络测评电话测评"}
SAME = {"模拟测评": "模拟测试", "电话测评结合材料审查": "电话测评、材料审查", "网络测评电话测评": "网络测评、电话测评"}


def document() -> str:
    folder = os.environ.get("KAOPING_SEEDS")
    if not folder:
        pytest.skip("KAOPING_SEEDS names no folder with the document")
    return next(Path(folder).glob("003_*.txt")).read_text(encoding="utf-8")


def rows_between(text: str, first: str, last: str) -> list[tuple[str, Decimal, str, str]]:
    """Title, points, method and scope of every row of a table of 附件2."""
    found = []
    for line in text.split(first, 1)[1].split(last, 1)[0].splitlines():
        cells = [re.sub(r"\s+", "", cell) for cell in line.split("|")]
        at = next((number for number, cell in enumerate(cells) if cell in METHODS), 0)
        if at:
            title, (scope, points) = re.sub(r"\(\d+\)", "", cells[at - 1]), cells[at + 3 : at + 5]
            found.append((title, D(points), SAME.get(cells[at], cells[at]), plain(scope)))
    return found


def plain(text: str) -> str:
    return text.translate(str.maketrans("（），、", "(),,")).replace(",", "")


@pytest.mark.parametrize(
    ("first", "last", "part"),
    [
        ("政府信息公开平台评估指标(县市区)", "政府信息公开平台评估指标(市直部门)", "platform-county"),
        ("政府信息公开平台评估指标(市直部门)", "日常工作测评指标(县市区)", "platform-department"),
    ],
)
def test_the_tables_agree_with_the_document(parts: dict[str, Part], first: str, last: str, part: str) -> None:
    written = [
        (plain(leaf.title), D(str(leaf.points)), "、".join(leaf.method), plain(leaf.scope))
        for leaf in leaves_of(parts[part])
    ]
    stated = [
        (plain(title), Decimal(points), method, scope)
        for title, points, method, scope in rows_between(document(), first, last)
    ]
    assert written == stated


def test_the_bases_are_those_that_the_document_names(parts: dict[str, Part]) -> None:
    text = re.sub(r"\s+", "", document()).replace("(", "（").replace(")", "）").replace(",", "")
    named = {
        name
        for part in ("platform-county", "platform-department")
        for leaf in leaves_of(parts[part])
        for name in re.findall(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》", leaf.basis)
    }
    assert len(named) > 20
    assert [name for name in sorted(named) if name.replace(",", "") not in text] == []


def test_the_list_of_departments_is_the_document_s(scheme: Scheme) -> None:
    listed = document().split("附件1\n市政府部门名单\n", 1)[1].splitlines()[0]
    assert tuple(listed.split("、")) == scheme.units["department"]
