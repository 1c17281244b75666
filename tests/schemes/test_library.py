"""The built-in schemes hold exactly what their documents say: names, points, rules and reach, line by line."""

from decimal import Decimal

import pytest

from kaoping.checks.discovery import catalogue_entries
from kaoping.measures.providers import PROVIDERS
from kaoping.model.catalogue import Catalogue
from kaoping.schemes.expanded import expand_json, leaves, rule_name
from kaoping.schemes.expression_text import format_expression, format_number
from kaoping.schemes.linter import lint
from kaoping.schemes.loader import library_ids, load_scheme
from kaoping.schemes.model import Award, Benchmark, Carry, CheckSource, Deduct, Item, Node, Ratio, Scheme, Tiers

D = Decimal

# 附件2 一: first level, second level, points, rule, what costs or earns points, what makes it nothing
SUQIAN = [
    ("发布解读", "概况信息", 2, "deduct", ["1 per overview_faults"], ["no_overview_column"]),
    ("发布解读", "领导信息", 2, "deduct", ["1 per leader_faults"], ["no_leaders_column"]),
    ("发布解读", "内容更新", 15, "deduct", ["5 per stale_news", "5 per blank_columns", "5 per stale_policy", "5 per stale_others"], []),  # noqa: E501
    ("发布解读", "政策解读", 3, "deduct", ["1 per uninterpreted_policies"], []),
    ("发布解读", "解读关联", 3, "deduct", ["1 per unlinked_interpretations", "1 per unlinked_policies"], []),
    ("办事服务", "在线申请", 2, "full", [], ["registration_unusable", "online_service_unusable"]),
    ("办事服务", "办事统计", 2, "deduct", ["1 if age(service_statistics_updated) > 1mo"], ["no_service_statistics", "age(service_statistics_updated) > 3mo"]),  # noqa: E501
    ("办事服务", "办事指南", 8, "deduct", ["4 per guides_missing", "0.5 per guide_elements_missing", "1 per guides_materials_unclear", "2 per guides_vague", "0.5 per guides_bare_references"], []),  # noqa: E501
    ("办事服务", "内容准确", 5, "deduct", ["2 per guide_errors"], []),
    ("办事服务", "表格样表", 2, "deduct", ["1 per guides_without_forms"], []),
    ("办事服务", "服务集成", 4, "award", ["4 if integrated_services >= 3", "2 if integrated_services >= 1"], []),
    ("互动交流", "调查征集", 8, "award", ["8 if surveys_held >= $survey_target and surveys_answered", "4 if surveys_held >= $survey_target", "1 if surveys_held > 0"], ["no_survey_column", "survey_column_unusable", "surveys_held = 0"]),  # noqa: E501
    ("互动交流", "统一登录", 1, "full", [], ["login_not_unified"]),
    ("互动交流", "留言公开", 5, "deduct", ["1 per message_elements_missing", "3 if age(messages_updated) > 2mo", "2 if not message_statistics"], ["messages_all_hidden"]),  # noqa: E501
    ("互动交流", "办理答复", 5, "deduct", ["1 per overdue_consultations", "1 per overdue_complaints"], []),
    ("互动交流", "实时互动", 3, "award", ["3 if mock_reply <= 1wd and mock_reply_accurate"], []),
    ("功能应用", "网站标识", 1, "deduct", ["0.5 per footer_faults"], []),
    ("功能应用", "可用性", 2, "deduct", ["0.5 per home_dead_links", "0.2 per other_dead_links"], []),
    ("功能应用", "“我为政府网站找错”入口", 1, "full", [], ["error_entry_missing"]),
    ("功能应用", "“我为政府网站找错”答复", 1, "full", [], ["error_reports_overdue > 0", "error_replies_poor > 0"]),
    ("功能应用", "页面标签", 1, "deduct", ["0.1 per unlabelled_pages"], []),
    ("功能应用", "数据开放", 4, "award", ["2 if age(data_updated) <= 3mo", "1 if age(data_updated) <= 6mo", "1 if data_visualised", "1 if datasets_open"], []),  # noqa: E501
    ("日常监管", "市级检查", 20, "carry", [], []),
]  # fmt: skip


@pytest.fixture(scope="module")
def suqian() -> Scheme:
    return load_scheme("suqian-2022")


@pytest.fixture(scope="module")
def nodes(suqian: Scheme) -> dict[str, Node]:
    return {node.id: node for node in suqian.nodes()}


def written(item: Item) -> str:
    assert isinstance(item.amount.value, Decimal)
    word, expr = ("per", item.per) if item.per is not None else ("if", item.condition)
    assert expr is not None
    return f"{format_number(item.amount.value)} {word} {format_expression(expr)}"


def items_of(node: Node) -> list[Item]:
    if not isinstance(node.rule, Deduct | Award):
        return []
    return [item for entry in node.rule.items for item in (entry.items if isinstance(entry, Tiers) else (entry,))]


def test_every_row_of_the_table(suqian: Scheme) -> None:
    found = []
    for first in suqian.parts[0].nodes:
        for node in first.leaves():
            items = [written(item) for item in items_of(node)]
            zero_if = [format_expression(expr) for expr in node.zero_if]
            found.append((first.title, node.title, node.points, rule_name(node.rule), items, zero_if))
    assert found == [(a, b, D(points), rule, items, zero) for a, b, points, rule, items, zero in SUQIAN]


def test_first_level_points(suqian: Scheme) -> None:
    website, content = suqian.parts
    assert [(node.title, str(node.points)) for node in website.nodes] == [
        ("发布解读", "25"), ("办事服务", "23"), ("互动交流", "22"), ("功能应用", "10"), ("日常监管", "20"),
    ]  # fmt: skip
    assert (website.points, website.ceiling, content.points) == (D(100), D(100), D(100))
    assert suqian.total.ceiling == 100
    assert suqian.grades == ()


def test_weights_and_numbers(suqian: Scheme) -> None:
    expanded = expand_json(suqian)
    assert [part["weight"] for part in expanded["parts"]] == [
        {"county": 0.8, "department": 0.7}, {"county": 0.2, "department": 0.3},
    ]  # fmt: skip
    baseline = expanded["parameters"]["baseline"]["value"]
    assert {key: baseline[key] for key in ("district", "zone", "tier1", "tier2")} == {
        "district": 1200, "zone": 360, "tier1": 240, "tier2": 120,
    }  # fmt: skip
    assert expanded["parameters"]["survey_target"]["value"] == {"county": 6, "default": 3}


def test_samples_are_draws_of_the_stated_size(suqian: Scheme) -> None:
    drawn = {name: (sample.of, sample.n) for name, sample in suqian.samples.items()}
    assert drawn == {
        "policies": ("policy_documents", D(3)),
        "interpretations": ("interpretations", D(3)),
        "guides": ("service_guides", D(5)),
        "accurate_guides": ("service_guides", D(5)),
        "form_guides": ("service_guides", D(2)),
        "messages": ("messages", D(5)),
    }
    for name in ("guides_materials_unclear", "guides_vague", "guides_bare_references", "guides_without_forms"):
        assert suqian.measures[name].count == "items"  # 每发现一个存在该问题的事项


def test_bonus_and_penalties(suqian: Scheme, nodes: dict[str, Node]) -> None:
    bonus, penalty = suqian.parts[0].adjust
    assert (bonus.kind, bonus.limit, penalty.kind, penalty.limit) == ("bonus", D(5), "penalty", None)
    assert [written(item) for item in items_of(nodes["provincial-ranking"])] == [
        "5 if min(provincial_rank) = 1", "3 if min(provincial_rank) <= 3", "1 if min(provincial_rank) <= 5",
    ]  # fmt: skip
    assert [written(item) for item in items_of(nodes["provincial-criticism"])] == ["10 per sum(provincial_named)"]
    last = "5 per count_where(provincial_rank_from_last, provincial_rank_from_last <= 3)"
    assert [written(item) for item in items_of(nodes["provincial-last"])] == [last]


def test_vetoes_reach_differently(suqian: Scheme) -> None:
    website, content = suqian.parts
    assert len(website.vetoes) == 6
    assert {tuple((then.kind, then.name) for then in veto.then) for veto in website.vetoes} == {
        (("zero", ""), ("label", "不合格政府网站"))
    }
    assert content.vetoes == ()
    assert [(veto.id, veto.then[0].kind) for veto in suqian.vetoes] == [
        ("national-inspection", "zero"), ("negative-impact", "zero"), ("provincial-inspection", "zero"),
    ]  # fmt: skip


def test_second_part(nodes: dict[str, Node]) -> None:
    adoption, reporting = nodes["adoption"], nodes["reporting"]
    assert (adoption.points, reporting.points) == (D(70), D(30))
    assert isinstance(adoption.rule, Benchmark)
    assert adoption.rule.within == "class"
    assert isinstance(reporting.rule, Ratio)
    assert not reporting.rule.over
    carry = nodes["city-checks"].rule
    assert isinstance(carry, Carry)
    assert carry.factor == D("0.05")


def test_state_council_vetoes() -> None:
    scheme = load_scheme("state-council-2019")
    website, media = scheme.parts
    titles = ["安全、泄密事故等严重问题", "站点无法访问", "首页不更新", "栏目不更新", "互动回应差", "服务不实用"]
    assert [veto.title for veto in website.vetoes] == titles
    assert [veto.title for veto in media.vetoes] == ["安全、泄密事故等严重问题", "内容不更新", "互动回应差"]
    assert all(veto.then[0].kind == "fail" for part in scheme.parts for veto in part.vetoes)
    values = {name: parameter.value for name, parameter in scheme.parameters.items()}
    assert (values["failure_share"], values["stale_columns"], values["blank_limit"]) == (D("0.05"), 10, 5)
    assert {parameter.certainty for parameter in scheme.parameters.values()} == {"A", "B", "C"}
    assert website.when_not_applicable == "rescale"
    assert sum(D(str(values[f"{name}_points"])) for name in ("publishing", "service", "interaction", "design")) == 100


CHECKS = {
    "dead-link": set(), "home-freshness": {"days"}, "column-freshness": {"kinds", "days", "level"},
    "blank-column": set(), "footer-marks": set(), "error-report-entry": set(), "page-labels": {"n", "levels"},
    "injected-spam": set(), "column-exists": {"kinds"},
}  # fmt: skip


@pytest.mark.parametrize("name", library_ids())
def test_library_is_sound(name: str) -> None:
    scheme = load_scheme(name)
    assert scheme.id == name
    assert [str(problem) for problem in lint(scheme, None) if problem.severity == "error"] == []
    unexpected = {problem.code for problem in lint(scheme, None) if problem.severity == "warning"} - {
        "open",
        "uncertain",
        "unit-names",  # what the document names without having listed it
    }
    assert not unexpected
    for leaf in leaves(scheme):
        assert leaf.text
        assert leaf.clause
    for measure in scheme.measures.values():
        if isinstance(measure.source, CheckSource):
            assert {key for key, _ in measure.source.params} <= CHECKS[measure.source.check], measure.name


@pytest.mark.parametrize("name", library_ids())
def test_library_fits_the_checks_and_providers_there_are(name: str) -> None:
    entries = catalogue_entries()
    catalogue = Catalogue({entry.id: entry for entry in entries}, {entry.name: entry for entry in PROVIDERS})
    problems = [str(problem) for problem in lint(load_scheme(name), catalogue) if problem.severity == "error"]
    assert problems == []
