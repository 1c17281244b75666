"""Measures that people, imports and provider columns fill, and what they are asked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kaoping.measures import PROVIDERS, Draw, Given, find_provider, plan_providers, questions, table_from_values
from kaoping.measures.providers import LEDGER
from kaoping.model.measure_table import UNBOUNDED, fixed, unfixed
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster
from kaoping.schemes.expressions import Binary, Call, Name, Number
from kaoping.schemes.model import (
    Amount,
    Applies,
    AskSource,
    Award,
    ByKey,
    Consequence,
    Criterion,
    Deduct,
    Full,
    ImportSource,
    Item,
    LedgerSource,
    Manual,
    Measure,
    Node,
    Open,
    Panel,
    Part,
    ProviderSource,
    Sample,
    Share,
    Tiers,
    Veto,
)
from tests.measures.builders import AS_OF, cell, checked, inputs, scheme, spread, table, unit, value

ENDLESS = unfixed(UNBOUNDED)
UNIT_B = unit("b")


def asked(name: str, kind: str = "number", **more: Any) -> Measure:
    return Measure(**{"name": name, "title": name, "kind": kind, "source": AskSource(f"{name}？"), **more})


def given(measure: str, number: Decimal | int = 0, period: str = "", **more: Any) -> Given:
    return Given(**{"unit": "a", "measure": measure, "period": period, "value": fixed(number), **more})


@pytest.mark.parametrize(
    ("kind", "bounds"),
    [
        ("count", (0, ENDLESS)),
        ("number", (0, ENDLESS)),
        ("duration", (0, ENDLESS)),
        ("bool", (0, 1)),
        ("share", (0, 1)),
        ("date", (1, date.max.toordinal())),
    ],
)
def test_what_nobody_gave_is_unknown_within_the_bounds_of_its_kind(kind: str, bounds: tuple[Any, Any]) -> None:
    found = table(scheme(asked("m", kind)), inputs())
    assert value(found, "m") is State.UNKNOWN
    assert spread(found, "m") == bounds
    assert cell(found, "m").note == "尚未填报"


def test_states_are_kept() -> None:
    marks = (given("m", 3), given("n", state=State.NOT_APPLICABLE), given("o", state=State.UNKNOWN, note="等材料"))
    found = table(scheme(asked("m"), asked("n"), asked("o")), inputs(marks=marks))
    assert [value(found, name) for name in "mno"] == [3, State.NOT_APPLICABLE, State.UNKNOWN]
    assert cell(found, "o").note == "等材料"


def test_marks_go_before_imports_and_these_before_provider_columns() -> None:
    of = scheme(asked("m"), asked("n"), asked("o"))
    sources = {
        "providers": (given("m", 1), given("n", 1), given("o", 1)),
        "imports": (given("m", 2), given("n", 2)),
        "marks": (given("m", 3),),
    }
    found = table(of, inputs(**sources))
    assert [value(found, name) for name in "mno"] == [3, 2, 1]
    assert cell(found, "m").note == "另有不同的导入值未采用：2"


def test_a_mark_that_knows_nothing_does_not_hide_an_import() -> None:
    given_ = inputs(imports=(given("m", 2),), marks=(given("m", state=State.UNKNOWN),))
    assert value(table(scheme(asked("m")), given_), "m") == 2


def test_a_series_has_every_period_begun_and_those_given() -> None:
    series = Measure("rank", "rank", "number", ImportSource("排名"), by="quarter")
    imports = (given("rank", 2, "2022Q1"), given("rank", 0, "2022Q2", state=State.NOT_APPLICABLE))
    found = table(scheme(series), inputs(imports=imports), unit(), UNIT_B, as_of=date(2022, 8, 1))
    assert found.periods("rank") == ("2022Q1", "2022Q2", "2022Q3")
    assert [value(found, "rank", period) for period in found.periods("rank")] == [
        2,
        State.NOT_APPLICABLE,
        State.UNKNOWN,
    ]
    assert value(found, "rank", "2022Q1", row=1) is State.UNKNOWN


def test_lists_differ_in_length_and_an_unknown_list_stays_unknown() -> None:
    marks = (given("m", 5, "1"), given("m", 6, "2"), given("m", 7, "10"), given("m", 8, "1", unit="b"))
    found = table(scheme(asked("m", "list")), inputs(marks=marks), unit(), UNIT_B, unit("c"))
    assert [value(found, "m", period) for period in ("1", "2", "10")] == [5, 6, 7]
    assert [value(found, "m", period, row=1) for period in ("1", "2")] == [8, State.NOT_APPLICABLE]
    assert [value(found, "m", period, row=2) for period in ("1", "2")] == [State.UNKNOWN, State.UNKNOWN]


def test_a_list_without_items_is_not_applicable() -> None:
    found = table(scheme(asked("m", "list")), inputs(marks=(given("m", state=State.NOT_APPLICABLE),)))
    assert value(found, "m", "1") is State.NOT_APPLICABLE


CHECKLIST = {"tasks": {"a": ("一", "二", "三", "四")}}


@pytest.mark.parametrize(
    ("answers", "expected", "bounds"),
    [
        ("1101", Decimal("0.75"), (Decimal("0.75"), Decimal("0.75"))),
        ("11-1", 1, (1, 1)),  # an item that does not apply leaves the base
        ("110", State.UNKNOWN, (Decimal("0.5"), Decimal("0.75"))),
        ("----", State.NOT_APPLICABLE, (0, 0)),
        ("", State.UNKNOWN, (0, 1)),
    ],
)
def test_a_checklist_is_read_as_a_share(answers: str, expected: Any, bounds: tuple[Any, Any]) -> None:
    marks = tuple(
        given("m", state=State.NOT_APPLICABLE, period=str(number))
        if sign == "-"
        else given("m", int(sign), str(number))
        for number, sign in enumerate(answers, 1)
    )
    of = scheme(asked("m", "share", each="tasks"), checklists=CHECKLIST)
    found = table(of, inputs(marks=marks), unit(), UNIT_B)
    assert (value(found, "m"), spread(found, "m")) == (expected, bounds)
    assert value(found, "m", row=1) is State.NOT_APPLICABLE  # nothing on b's checklist


def test_a_checklist_may_call_its_units_by_name() -> None:
    """Documents list departments by name; what the roster's ids are, they do not know."""
    of = scheme(asked("m", "share", each="tasks"), checklists={"tasks": {unit().name: ("一", "二")}})
    marks = (given("m", 1, "1"), given("m", 0, "2"))
    assert value(table(of, inputs(marks=marks), unit(), UNIT_B), "m") == Decimal("0.5")


def test_a_checklist_may_be_given_as_a_share() -> None:
    of = scheme(asked("m", "share", each="tasks"), checklists=CHECKLIST)
    assert value(table(of, inputs(imports=(given("m", Decimal("0.6")),))), "m") == Decimal("0.6")


@pytest.mark.parametrize(("combine", "expected"), [("mean", 4), ("sum", 8), ("min", 3)])
def test_drawn_bodies_are_combined(combine: str, expected: int) -> None:
    sample = Sample("towns", "towns", from_="subordinates", combine=combine)
    marks = (given("m", 3, "甲镇"), given("m", 5, "乙镇"), given("m", period="丙镇", state=State.NOT_APPLICABLE))
    found = table(scheme(asked("m", sample=sample)), inputs(marks=marks))
    assert value(found, "m") == expected


def test_a_body_not_yet_judged_leaves_the_whole_open() -> None:
    sample = Sample("towns", "towns", from_="subordinates", combine="min")
    marks = (given("m", 3, "甲镇"), given("m", period="乙镇", state=State.UNKNOWN))
    found = table(scheme(asked("m", sample=sample)), inputs(marks=marks))
    assert (value(found, "m"), spread(found, "m")) == (State.UNKNOWN, (0, 3))


TOWNS = Sample("towns", "towns", from_="subordinates", combine="sum")


def towns_drawn(*chosen: str, candidates: tuple[str, ...] = ("甲镇", "乙镇", "丙镇"), **more: Any) -> Draw:
    return Draw("towns", "a", candidates, chosen, **more)


def test_every_body_drawn_must_be_judged_and_no_other_counts() -> None:
    marks = (given("m", 3, "甲镇"), given("m", 9, "丙镇"))
    found = table(scheme(asked("m", sample=TOWNS)), inputs(marks=marks, draws=(towns_drawn("甲镇", "乙镇"),)))
    assert value(found, "m") == State.UNKNOWN
    assert spread(found, "m")[0] == 3
    assert "未抽中，不计：丙镇" in cell(found, "m").note
    judged = (*marks, given("m", 1, "乙镇"))
    found = table(scheme(asked("m", sample=TOWNS)), inputs(marks=judged, draws=(towns_drawn("甲镇", "乙镇"),)))
    assert value(found, "m") == 4


def test_with_both_the_unit_itself_is_judged_too() -> None:
    both = replace(TOWNS, from_="both")
    of = scheme(asked("m", sample=both))
    marks = (given("m", 3, "甲镇"), given("m", 2, "a"))
    assert value(table(of, inputs(marks=marks, draws=(towns_drawn("甲镇"),))), "m") == 5
    assert value(table(of, inputs(marks=marks[:1], draws=(towns_drawn("甲镇"),))), "m") == State.UNKNOWN
    assert value(table(of, inputs(marks=marks[1:], draws=(towns_drawn(candidates=()),))), "m") == 2


@pytest.mark.parametrize("from_", ["self", "subordinates"])
def test_nothing_to_draw_from_does_not_apply_unless_somebody_says_otherwise(from_: str) -> None:
    of, empty = scheme(asked("m", sample=replace(TOWNS, from_=from_))), (towns_drawn(candidates=()),)
    assert value(table(of, inputs(draws=empty)), "m") == State.NOT_APPLICABLE
    assert value(table(of, inputs(marks=(given("m", 2),), draws=empty)), "m") == 2


def test_a_recurring_draw_counts_in_its_periods() -> None:
    of = scheme(asked("m", by="quarter", sample=replace(TOWNS, from_="self")))
    draws = (towns_drawn(candidates=(), period="2022-02"), towns_drawn("甲镇", period="2022-05"))
    found = table(of, inputs(draws=draws))
    assert value(found, "m", "2022Q1") == State.NOT_APPLICABLE
    assert value(found, "m", "2022Q2") == State.UNKNOWN
    assert value(found, "m", "2022Q3") == State.UNKNOWN


# ---- what is marked by hand --------------------------------------------------------------------------------------


def leaf(name: str, **more: Any) -> Node:
    fields: dict[str, Any] = {"title": name, "points": Decimal(10), "rule": Full(), "clause": f"{name}条"}
    return Node(**({"id": name} | fields | more))


def part(*nodes: Node, **more: Any) -> Part:
    return Part("p", "部分", Decimal(100), nodes, **more)


def test_a_marked_leaf_is_a_measure_between_nothing_and_its_points() -> None:
    points = ByKey((("b", Decimal(4)), ("default", Decimal(10))))
    of = scheme(parts=(part(leaf("by-hand", rule=Manual(), points=points), leaf("full")),))
    found = table(of, inputs(marks=(given("by-hand", 3),)), unit(), UNIT_B)
    assert value(found, "by-hand") == 3
    assert value(found, "by-hand", row=1) is State.UNKNOWN
    assert spread(found, "by-hand", row=1) == (0, 4)
    assert ("full", "") not in found.columns


def test_a_mark_that_does_not_concern_a_unit_is_not_applicable() -> None:
    node = leaf("by-hand", rule=Manual(), points=ByKey((("county", Decimal(4)),)), applies_to=Applies(("county",)))
    found = table(scheme(parts=(part(node),)), inputs(), unit(), unit("d", group="department"))
    assert value(found, "by-hand") is State.UNKNOWN
    assert value(found, "by-hand", row=1) is State.NOT_APPLICABLE


def test_a_panel_is_a_list_of_marks_up_to_its_scale() -> None:
    of = scheme(parts=(part(leaf("review", rule=Panel(Decimal(100)))),))
    found = table(of, inputs(marks=(given("review", 90, "1"), given("review", 80, "2"))), unit(), UNIT_B)
    assert [value(found, "review", period) for period in found.periods("review")] == [90, 80]
    assert (value(found, "review", "1", row=1), spread(found, "review", "1", row=1)) == (State.UNKNOWN, (0, 100))


def test_questions_come_in_document_order_with_their_clause_and_limits() -> None:
    deduct = Deduct((Item("x", Amount(Decimal(1)), per=Binary("*", Name("second"), Number(Decimal(2)))),))
    tiers = Tiers((Item("y", Amount(Decimal(1)), condition=Call("max", (Name("third"),))),))
    criteria = (
        Criterion("c-hand", Decimal(40), "现场情况", rule=Manual(), clause="三条"),
        Criterion("c-auto", Decimal(60), "自动", of=Name("auto")),
    )
    of = scheme(
        asked("third"),
        asked("second", clause="自己的条款"),
        asked("unread"),
        asked("vetoed", "bool"),
        checked("auto"),
        parts=(
            part(
                leaf("one", rule=deduct, zero_if=(Name("third"),), text="每处扣1分", method=("电话测评",)),
                leaf("two", rule=Award("tiers", (tiers,))),
                leaf("three", rule=Share(criteria)),
                leaf("four", rule=Open("原文缺失"), points=Open("待定")),
                vetoes=(Veto("v", "否决", Name("vetoed"), (Consequence("zero"),), clause="否决条"),),
            ),
            Part("later", "待定部分", Decimal(30), (), open=Open("由当年方案规定")),
        ),
    )
    found = {question.name: question for question in questions(of)}
    assert list(found) == ["later", "second", "third", "c-hand", "four", "vetoed", "unread"]
    assert (found["second"].clause, found["third"].clause, found["vetoed"].clause) == ("自己的条款", "one条", "否决条")
    assert found["second"].criterion == "one：每处扣1分"
    assert found["second"].methods == ("电话测评",)
    assert "原文缺失" in found["four"].text
    table_ = table(of, inputs())
    assert spread(table_, "c-hand") == (0, 4)  # 40 % of 10 points
    assert spread(table_, "four") == (0, ENDLESS)
    assert spread(table_, "later") == (0, 30)


def test_questions_concern_only_units_that_the_leaf_applies_to() -> None:
    nodes = (
        leaf("county-only", rule=Manual(), applies_to=Applies(("county",))),
        leaf("not-a", rule=Manual(), except_=Applies(("a",))),
        leaf("group", children=(leaf("inner", rule=Manual()),), applies_to=Applies(("zone",))),
        leaf("both", rule=Deduct((Item("i", Amount(Decimal(1)), per=Name("m")),)), applies_to=Applies(("zone",))),
        leaf("other", rule=Deduct((Item("j", Amount(Decimal(1)), per=Name("m")),)), applies_to=Applies(("county",))),
        leaf("open", rule=Manual(), applies_to=Applies(condition=Name("m"))),
    )
    found = {q.name: q for q in questions(scheme(asked("m"), parts=(part(*nodes),)))}
    assert {name for name, q in found.items() if q.concerns(unit("a"))} == {"county-only", "m", "open"}
    # what it is asked for differs: each unit is shown the leaf that applies to it
    clauses = [found["m"].put_to(one).clause for one in (unit("a"), unit(group="department", class_="zone"))]
    assert clauses == ["other条", "both条"]


# ---- provider columns --------------------------------------------------------------------------------------------


def test_provider_columns_are_unique_and_found_by_name() -> None:
    names = [entry.name for entry in PROVIDERS]
    assert len(set(names)) == len(names) == 48
    assert find_provider("enquiries.overdue") in PROVIDERS
    ledger = find_provider("ledger.drills")
    assert ledger is not None
    assert ledger.name == LEDGER
    assert find_provider("ledger.") is None
    assert find_provider("enquiries.unheard_of") is None


def test_providers_are_asked_with_selectors_and_windows() -> None:
    measures = (
        Measure("m", "m", "count", ProviderSource("notices.criticised", (("level", "national"),)), by="year"),
        Measure("n", "n", "number", LedgerSource("drills")),
        asked("o"),
    )
    first, second = plan_providers(scheme(*measures))
    assert (first.measure, first.name, first.where, first.by) == (
        "m",
        "notices.criticised",
        (("level", "national"),),
        "year",
    )
    assert (second.measure, second.name) == ("n", "ledger.drills")


def test_an_unknown_provider_measure_has_the_bounds_of_its_column() -> None:
    found = table(scheme(Measure("m", "m", "number", ProviderSource("key_tasks.on_time_share"))), inputs())
    assert spread(found, "m") == (0, 1)


# ---- values handed in for everything -----------------------------------------------------------------------------


def test_values_may_be_handed_in_for_checked_measures_too() -> None:
    of = scheme(checked("m"), checked("n"), asked("o", by="quarter"))
    found = table_from_values(of, Roster((unit(),)), [given("m", 4), given("o", 1, "2021Q4")], AS_OF)
    assert (value(found, "m"), value(found, "n")) == (4, State.UNKNOWN)
    assert found.periods("o") == ("2021Q4",)
