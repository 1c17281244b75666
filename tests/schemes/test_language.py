"""One scheme that uses every construct of the language, read back construct by construct."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.schemes.expression_parser import parse_expression
from kaoping.schemes.expressions import Duration, Name, Number
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import (
    Amount,
    Applies,
    AskSource,
    Award,
    Benchmark,
    ByKey,
    Carry,
    CheckSource,
    Consequence,
    Conversion,
    Deduct,
    Draw,
    Full,
    Grade,
    Item,
    LateRatio,
    LedgerSource,
    Manual,
    Node,
    Open,
    Panel,
    ParamRef,
    ProviderSource,
    Ratio,
    Rounding,
    Scheme,
    Share,
    Survey,
    Tiers,
    Timed,
)
from tests.schemes.conftest import WriteScheme

FILE = Path(__file__).with_name("data") / "everything.yaml"
D = Decimal


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme(FILE)


@pytest.fixture(scope="module")
def nodes(scheme: Scheme) -> dict[str, Node]:
    return {node.id: node for node in scheme.nodes()}


def test_top(scheme: Scheme) -> None:
    assert (scheme.id, scheme.edition, scheme.no_site, scheme.rank_by) == ("everything", "2024", "fail", "rate")
    assert scheme.classes["tier1"] == ("department", "第一档")
    assert scheme.site_types == {"portal": "门户网站"}
    assert scheme.units == {"county": ("沭阳县",), "tier1": ("财政局",)}
    assert scheme.unit_clauses == {"county": "附件1", "tier1": "附件1"}
    assert scheme.basis["issued"] == "2024-01-02"
    assert scheme.total.subtract == ("external",)
    assert scheme.total.floor is None
    assert scheme.total.round == Rounding(1, "truncate")
    assert scheme.grades == (Grade("优秀", D(90)), Grade("合格", D(60)))
    assert [replace(one, place=None) for one in scheme.convert] == [
        Conversion("main", D(20), "折合20分"),
        Conversion("total", D(5), "total"),
    ]
    assert scheme.checklists["lists"]["财政局"] == ("清单甲",)
    assert scheme.digest.startswith("sha256:")


def test_parameters(scheme: Scheme) -> None:
    values = {name: parameter.value for name, parameter in scheme.parameters.items()}
    assert values["window"] == Duration(D(14), "d")
    assert values["kinds"] == ("news", "notices")
    assert values["rate"] == D("0.05")
    assert values["strict"] is True
    assert isinstance(values["limit"], ByKey)
    assert scheme.parameters["window"].certainty == "B"


def test_measures(scheme: Scheme) -> None:
    m = scheme.measures
    assert m["dead"].source == CheckSource("dead-link", (), (("page", ("home", "column")),))
    assert m["dead"].kind == "count"
    assert m["stale"].source == CheckSource(
        "column-freshness",
        (("kinds", ParamRef("kinds")), ("days", ParamRef("limit")), ("level", 1)),
        (),
        ("max", "days"),
    )
    assert (m["stale"].when, m["stale"].kind) == ("period", "number")
    assert (m["blank"].kind, m["blank"].sites, m["blank"].combine) == ("bool", "subtree", "max")
    assert m["guide_faults"].source == AskSource("缺失处数", ("网络测评", "电话测评"))
    assert m["guide_faults"].sample is scheme.samples["guides"]
    assert m["guide_faults"].count == "items"
    drawn = m["drawn"].sample
    assert drawn is not None
    assert (drawn.id, drawn.of) == ("drawn", "pages")
    assert drawn.n == ByKey((("county", D(3)), ("default", D(1))))
    towns = m["town_faults"].sample
    assert towns is not None
    assert (towns.every, towns.from_, towns.bodies) == ((("month", D(2)),), "both", "towns")
    assert (m["listed"].kind, m["listed"].each) == ("bool", "lists")
    assert m["overdue"].source == ProviderSource("enquiries.overdue", (("kind", "complaint"),))
    assert m["overdue"].window == Duration(D(1), "y")
    assert m["quarters"].by == "quarter"
    assert m["drills"].source == LedgerSource("drills")


def test_inheritance(nodes: dict[str, Node]) -> None:
    tiers, links = nodes["tiers"], nodes["links"]
    assert (tiers.clause, tiers.method, tiers.scope, tiers.materials) == (
        "一 / 一级 / 分档", ("网络测评",), "门户网站", "截图",
    )  # fmt: skip
    assert links.method == ("模拟测试",)
    assert links.path == ("第一部分", "一级", "链接")


def test_deduct(nodes: dict[str, Node]) -> None:
    rule = nodes["links"].rule
    assert isinstance(rule, Deduct)
    assert rule.below_zero
    first, second, third, fourth = rule.items
    assert first == Item("links/dead", Amount(D("0.5")), per=Name("dead"), source="0.5 per dead")
    assert (second.id, second.cap, second.clause) == ("links/guide_faults", Amount(D(3)), "一 2")
    assert (third.id, third.amount, third.condition) == ("special-item", Amount(D(20), True), Name("blank"))
    assert (fourth.id, fourth.amount.value) == ("links/dead-2", ParamRef("limit"))
    assert fourth.source == "$limit per dead + stale"


def test_awards(nodes: dict[str, Node]) -> None:
    best, sums = nodes["tiers"].rule, nodes["sums"].rule
    assert isinstance(best, Award)
    assert isinstance(sums, Award)
    assert (best.mode, [item.amount.value for item in best.items if isinstance(item, Item)]) == ("best", [D(10), D(5)])
    tiers, percent, per = sums.items
    assert isinstance(tiers, Tiers)
    assert [item.id for item in tiers.items] == ["sums/updated", "sums/updated-2"]
    assert isinstance(percent, Item)
    assert percent.amount == Amount(D(50), True)
    assert percent.condition == parse_expression("listed >= 80%")
    assert isinstance(per, Item)
    assert per.per == Name("town_faults")


def test_share(nodes: dict[str, Node]) -> None:
    rule = nodes["shares"].rule
    assert isinstance(rule, Share)
    of, if_, manual, inner, lost = rule.criteria
    assert [criterion.percent for criterion in rule.criteria] == [D(40), D(30), D(10), D(10), D(10)]
    assert (of.id, of.of) == ("shares/listed", Name("listed"))
    assert (if_.condition, if_.zero_if) == (parse_expression("drawn = 0"), (Name("spam"),))
    assert (manual.id, manual.rule) == ("by-hand", Manual())
    assert isinstance(inner.rule, Deduct)
    assert inner.rule.items[0].amount == Amount(D(5), True)
    assert inner.applies_to == Applies(("county",))
    assert lost.rule == Open("原文缺失")


def test_other_rules(nodes: dict[str, Node]) -> None:
    assert nodes["ratio"].rule == Ratio(Name("drills"), parse_expression("$limit"), over=True)
    assert nodes["late"].rule == LateRatio(Name("due"), Name("done"), Number(D(738886)))
    assert nodes["best"].rule == Benchmark(Name("drills"), "class")
    within = ((Duration(D(1), "wd"), D(100)), (Duration(D(5), "wd"), D(20)))
    assert nodes["timed"].rule == Timed(Name("reply"), within, Name("listed"))
    assert nodes["panel"].rule == Panel(D(10), 1)
    assert nodes["survey"].rule == Survey(Name("score"), D(100), Name("responses"))
    assert nodes["hand"].rule == Manual()
    assert nodes["carried"].rule == Carry(Name("quarters"), ParamRef("rate"))
    assert nodes["all-named"].rule == Full()


def test_guards(nodes: dict[str, Node]) -> None:
    assert nodes["best"].except_ == Applies(("no_services",))
    assert nodes["carried"].applies_to == Applies(condition=parse_expression('group = county or tag("urban")'))
    assert nodes["carried"].full_if == (parse_expression("$strict and sum(quarters) > 390"),)
    assert nodes["group-two"].draw == Draw(D(2), "unit")


def test_vetoes_and_adjustments(scheme: Scheme, nodes: dict[str, Node]) -> None:
    main, later = scheme.parts
    worst, low = main.vetoes
    assert worst.then == (Consequence("fail"), Consequence("bar", "优秀"))
    assert low.then == (Consequence("fixed", value=D(59)),)
    assert low.clause == "一"
    assert scheme.vetoes[0].then == (Consequence("zero"),)
    extra, minus = main.adjust
    assert (extra.kind, extra.limit, extra.entry) == ("bonus", D(5), parse_expression("base > 80"))
    assert (extra.nodes[0].id, extra.nodes[0].points) == ("extra", D(5))
    assert (minus.limit, minus.nodes[0].points) == (None, None)
    assert nodes["named"].path == ("第一部分", "减分", "通报")
    assert later.open == Open("留待本年度方案")
    assert later.nodes == ()
    assert main.weight == ByKey((("county", D("0.8")), ("default", D("0.7"))))
    assert main.when_not_applicable == "rescale"


def test_applies_to_the_units_on_a_checklist(write: WriteScheme) -> None:
    path = write(
        ("measures:\n", "checklists: {projects: {units: {发改委: [甲], 财政局: [乙, 丙]}}}\nmeasures:\n"),
        ("    points: 10\n", "    points: 10\n    when_not_applicable: exclude\n"),
        ("text: 每处扣0.5分,", "text: 每处扣0.5分, applies_to: {checklist: projects},"),
    )
    assert load_scheme(path).parts[0].nodes[0].applies_to == Applies(("发改委", "财政局"))


def test_a_folded_text_is_one_line_without_marks_or_spaces_between_chinese(write: WriteScheme) -> None:
    folded = (
        "title: 示范考评办法",
        "title: 示范考评办法\nnote: >-\n  第一行，\n  第二行 first\n  second 第三行\n\n  另一段",
    )
    assert load_scheme(write(folded)).note == "第一行，第二行 first second 第三行\n另一段"
