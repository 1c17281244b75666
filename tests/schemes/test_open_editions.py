"""兴宁 2016, 延安 2016, 衡阳 2018: what the documents state is there clause by clause, what they leave is open."""

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.schemes.expanded import expand_json, leaves
from kaoping.schemes.expression_text import format_expression
from kaoping.schemes.expressions import Duration
from kaoping.schemes.linter import lint
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import ByKey, Open, Scheme

D = Decimal
XINGNING, YANAN, HENGYANG = "xingning-2016", "yanan-2016", "hengyang-2018"


def opened(scheme: Scheme) -> set[str]:
    return {problem.where for problem in lint(scheme, None) if problem.code == "open"}


def noted(scheme: Scheme) -> str:
    return "\n".join(problem.message for problem in lint(scheme, None) if problem.code == "note")


# ---- 兴宁 ----------------------------------------------------------------------------------------------------------

AREAS = [
    ("establishment", "建立情况", "第六条（一）"),
    ("disclosure", "政务公开", "第六条（三）"),
    ("services", "办事服务", "第六条（四）"),
    ("interaction", "互动交流（回应关切）", "第六条（五）"),
    ("functions", "网站功能", "第六条（六）"),
    ("support", "保障能力", "第六条（七）"),
    ("others", "其他", "第六条（八）"),
    ("self-assessment", "自查总结", "第十二条（三）"),
    ("social-evaluation", "社会评价", "第九条；第十二条（二）"),
    ("health", "健康情况", "第六条（二）"),
    ("bonuses", "加分项", "第七条"),
    ("penalties", "减分项", "第七条"),
]


def test_xingning_has_all_areas_with_their_clauses_and_open_points() -> None:
    scheme = load_scheme(XINGNING)
    assert [(leaf.id, leaf.title, leaf.clause) for leaf in leaves(scheme)] == AREAS
    assert all(isinstance(leaf.points, Open) for leaf in leaves(scheme))
    assert {part.id: [node.id for node in part.nodes][-1] for part in scheme.parts} == {
        "annual": "social-evaluation",
        "daily": "health",
    }
    assert opened(scheme) == {*(name for name, _, _ in AREAS), "total"}


def test_xingning_states_weights_grades_groups_and_no_site() -> None:
    scheme = load_scheme(XINGNING)
    assert {name: (one.value, one.at_least, one.at_most, one.clause) for name, one in scheme.parameters.items()} == {
        "annual_weight": (D("0.7"), None, D("0.7"), "第十条"),
        "daily_weight": (D("0.3"), D("0.3"), None, "第十条"),
    }
    assert [part["weight"] for part in expand_json(scheme)["parts"]] == [0.7, 0.3]
    assert [(grade.title, str(grade.from_)) for grade in scheme.grades] == [
        ("优秀", "90"), ("良好", "80"), ("中等", "70"), ("合格", "60"), ("不合格", "0"),
    ]  # fmt: skip
    assert (dict(scheme.groups), scheme.no_site) == ({"government": "政府", "department": "部门"}, "fail")
    assert (scheme.total.combine, scheme.total.ceiling, scheme.vetoes) == ("weighted", None, ())
    (conversion,) = scheme.convert
    assert (conversion.from_, conversion.clause, isinstance(conversion.to, Open)) == ("total", "第十四条", True)
    for told in ("20个工作日", "3个工作日内可申请复核", "没有规定迟报", "没有规定最低样本数", "是否以100分为限"):
        assert told in noted(scheme)


# ---- 延安 ----------------------------------------------------------------------------------------------------------


def test_yanan_only_deducts_and_names_whom_the_document_names() -> None:
    scheme = load_scheme(YANAN)
    assert (scheme.total.combine, scheme.total.ceiling, scheme.total.floor) == ("deductions", None, D(0))
    assert list(scheme.groups.values()) == ["县区政府门户网站", "市政府工作部门网站", "市政府直属机构网站"]
    assert (scheme.no_site, scheme.rank_by, scheme.grades) == ("list", "points", ())
    (veto,) = scheme.vetoes
    assert (format_expression(veto.condition), veto.overrides) == ("base > $named_above", False)
    assert [(then.kind, then.name) for then in veto.then] == [("label", "扣分超过100分")]
    assert opened(scheme) == {"website"}
    (whole,) = leaves(scheme)
    assert (whole.id, isinstance(whole.rule, Open), whole.clause) == ("website", True, "延政办发〔2016〕33号")
    for told in ("8.5分", "266.5分", "政府部门网站"):
        assert told in noted(scheme)


def test_yanan_keeps_the_demands_of_the_document_as_parameters() -> None:
    values = {name: one.value for name, one in load_scheme(YANAN).parameters.items()}
    assert (values["reply_days"], values["reply_extension"]) == (Duration(D(5), "wd"), Duration(D(5), "wd"))
    assert values["guide_elements"] == (
        "事项名称", "办理依据", "申请条件", "申请材料", "办理流程", "承办单位", "办理地点", "办理时限", "联系电话",
        "收费依据及标准", "监督方式",
    )  # fmt: skip
    assert values["interaction_columns"] == ("领导信箱", "网民留言", "在线访谈", "意见征集", "网上调查")
    assert values["online_services"] == ("在线申报", "在线查询", "结果公示", "表格下载")
    assert (values["named_above"], values["site_leaders"]) == (100, 1)


# ---- 衡阳 ----------------------------------------------------------------------------------------------------------

# 附件、标题、适用、除外
TABLES = [
    ("county-website", "1", "政府网站", ("county",), ("urban", "zone")),
    ("county-disclosure", "2", "政府信息公开（含公共服务）", ("county",), ("urban", "zone")),
    ("county-services", "3", "“互联网+政务服务”和数据共享交换平台", ("county",), ("urban", "zone")),
    ("county-network", "4", "政务外网（含政务云）", ("county",), ("urban", "zone")),
    ("county-hotline", "5", "12345政府服务热线", ("county",), ("urban", "zone")),
    ("website", "6", "政府网站", ("department", "urban", "zone"), ("no_website",)),
    ("services", "9", "“互联网+政务服务”", ("department", "urban", "zone"), ("no_licensing",)),
    ("disclosure", "7", "政府信息公开（含公共服务）", ("department", "urban", "zone"), ()),
    ("sharing", "8", "信息资源共享交换", ("department", "urban", "zone"), ()),
    ("network", "10", "政务外网（含政务云）", ("department", "urban", "zone"), ()),
    ("hotline", "11", "12345政府服务热线", ("department", "urban", "zone"), ("no_hotline",)),
]


def test_hengyang_has_a_part_of_100_for_every_attached_table() -> None:
    scheme = load_scheme(HENGYANG)
    found = [
        (
            part.id,
            part.clause.removeprefix("三（二）1；附件"),
            part.title,
            part.applies_to.names if part.applies_to else (),
            part.except_.names if part.except_ else (),
        )
        for part in scheme.parts
    ]
    assert found == TABLES
    assert {part.points for part in scheme.parts} == {D(100)}
    assert all(
        part.open and f"附件{part.clause[len('三（二）1；附件') :]}（" in part.open.reason for part in scheme.parts
    )
    assert opened(scheme) == {part.id for part in scheme.parts}


def test_hengyang_sums_ranks_by_rate_bars_and_converts_every_part() -> None:
    scheme = load_scheme(HENGYANG)
    assert (scheme.total.combine, scheme.rank_by, scheme.grades, scheme.no_site) == ("sum", "rate", (), "")
    (veto,) = scheme.vetoes
    assert format_expression(veto.condition) == (
        'points("hotline") < $hotline_line or points("county-hotline") < $hotline_line'
    )
    assert (scheme.parameters["hotline_line"].value, veto.clause) == (90, "三（二）2")
    assert [(then.kind, then.name) for then in veto.then] == [("bar", "绩效目标管理考核年度评优资格")]
    assert [(one.from_, one.clause) for one in scheme.convert] == [(name, "六") for name, *_ in TABLES]
    for told in ("未启动的计零分", "减分只减至零分", "得分率", "也可以理解为只指热线", "国省驻衡单位"):
        assert told in noted(scheme)


def test_nobody_is_given_numbers_by_name() -> None:
    for name in (XINGNING, YANAN, HENGYANG):
        scheme = load_scheme(name)
        assert not any(isinstance(one.value, ByKey) for one in scheme.parameters.values())


# ---- the documents themselves, where they are at hand ---------------------------------------------------------------

# The captures are in traditional characters; the one of 延安 has 拼音 put in after them, as in “5個(gè)工作日”.
_PINYIN = re.compile(r"\([a-zà-üāēěīōūǎǐǒǔǚǜ]{1,7}\)")


def document(number: str) -> str:
    folder = os.environ.get("KAOPING_SEEDS")
    if not folder:
        pytest.skip("KAOPING_SEEDS names no folder with the document")
    text = next(Path(folder).glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    return _PINYIN.sub("", text)


def test_hengyang_agrees_with_the_list_of_annexes() -> None:
    listed = re.findall(r"^(?:附件:)?(\d+)\.2018年(縣市區|市直部門)(.*)指標體系$", document("004"), re.MULTILINE)
    assert len(listed) == 11
    titles = {
        number: title
        for part in load_scheme(HENGYANG).parts
        if part.open
        for number, title in re.findall(r"附件(\d+)（2018年(.*)指标体系），未取得", part.open.reason)
    }
    for number, group, title in listed:
        ours = titles[number]
        assert ours.startswith("县市区" if group == "縣市區" else "市直部门"), number
        for word in ("12345", "互", "交", "外", "公", "含"):
            assert (word in ours) == (word in title), (number, word)
        assert len(ours) == len(group + title), number


def test_the_figures_of_hengyang() -> None:
    text = document("004")
    for figure in ("縣市區為500分", "均為100分", "為600分", "低于90分", "減分只減至零分"):
        assert figure in text, figure


def test_the_figures_of_xingning() -> None:
    text = document("000")
    assert re.search(r"年終考評分值不超過70%,日常監測分值不低於30%", text)
    assert re.findall(r"\(分值([≥<]\d+)分\)", text) == ["≥90", "≥80", "≥70", "≥60", "<60"]
    areas = re.search(r"第六條.*?第三章", text, re.DOTALL)
    assert areas is not None
    assert len(re.findall(r"^\([一二三四五六七八]\)", areas[0], re.MULTILINE)) == 8


def test_the_figures_and_lists_of_yanan() -> None:
    text, parameters = document("001"), load_scheme(YANAN).parameters
    for figure in ("最低扣分8.5分,最高扣分266.5分", "均超過100分", "5個工作日內", "可延長5個工作日", "明確1位"):
        assert figure in text, figure
    for name, before in (
        ("guide_elements", "辦事指南應包括"),
        ("interaction_columns", "強網站(?=領)"),
        ("online_services", "加快實現"),
    ):
        listed = re.search(rf"{before}(.*?)等", text)
        assert listed is not None
        ours = parameters[name].value
        assert isinstance(ours, tuple)
        theirs = listed[1].replace("的", "").replace("和", "、").split("、")
        assert [len(item) for item in theirs] == [len(item) for item in ours], (theirs, ours)
