"""Check measures: parameters, filters, aggregates, states."""

from datetime import date
from decimal import Decimal

import pytest

from kaoping.measures import plan_checks
from kaoping.measures.params import params_key
from kaoping.model.errors import InputError, SchemeError
from kaoping.model.measure_table import UNBOUNDED, unfixed
from kaoping.model.outcomes import CheckStatus, Fault, Outcome, PageKind, State
from kaoping.model.roster import Roster
from kaoping.schemes.expressions import Duration, Name
from kaoping.schemes.model import Amount, Applies, ByKey, Deduct, Item, Node, ParamRef, Part
from tests.measures.builders import (
    CATALOGUE,
    SITE,
    cell,
    checked,
    finding,
    inputs,
    inspection,
    parameters,
    record,
    scheme,
    spread,
    table,
    unit,
    value,
)

ENDLESS = unfixed(UNBOUNDED)


def test_home_and_other_pages_are_counted_apart() -> None:
    of = scheme(checked("home", where={"page": "home"}), checked("other", where={"page": "not_home"}))
    found = table(of, inputs(finding("1"), finding("2"), finding("3", page=PageKind.ARTICLE)))
    assert (value(found, "home"), value(found, "other")) == (2, 1)
    assert cell(found, "home").counted == tuple(sorted([finding("1").key, finding("2").key]))


def test_one_fault_seen_twice_in_a_run_counts_once() -> None:
    found = table(scheme(checked("m")), inputs(finding("1"), finding("1")))
    assert value(found, "m") == 1


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"kind": "image"}, 1),
        ({"values.kind": "image"}, 1),
        ({"kind": ("image", "link")}, 2),
        ({"kind": "not_image"}, 2),  # a finding without the value is anything but an image
        ({"status": 404}, 1),
        ({"status": Decimal(404), "kind": "image"}, 1),
        ({"page": ("home", "column"), "kind": "link"}, 1),
        ({"check": "dead-link"}, 3),
        ({"tags": "x"}, 1),
        ({"url": f"{SITE}1"}, 1),
    ],
)
def test_where_filters_by_field_and_value(where: dict[str, object], expected: int) -> None:
    findings = (
        finding("1", values={"kind": "image", "status": 404}),
        finding("2", values={"kind": "link", "tags": ["x", "y"]}),
        finding("3"),
    )
    assert value(table(scheme(checked("m", where=where)), inputs(*findings)), "m") == expected


def test_numbers_differ_by_unit_and_each_unit_reads_its_own_parameters() -> None:
    limit = ByKey((("district", Decimal(7)), ("default", Decimal(30))))
    of = scheme(checked("m", "column-freshness", params={"days": ParamRef("days")}), parameters=parameters(days=limit))
    strict, lax = ({"kinds": (), "days": 7}, {"kinds": (), "days": 30})
    runs = {
        "http://a.example/": (
            inspection(
                finding("c", check="column-freshness", params=strict),
                finding("d", check="column-freshness", params=lax),
                finding("e", check="column-freshness", params=lax),
                records=(record("column-freshness", params=strict), record("column-freshness", params=lax)),
            ),
        )
    }
    runs["http://b.example/"] = runs["http://a.example/"]
    found = table(of, inputs(inspections=runs), unit("a", class_="district"), unit("b"))
    assert (value(found, "m", row=0), value(found, "m", row=1)) == (1, 2)


def test_defaults_and_number_forms_do_not_change_which_findings_belong_to_a_measure() -> None:
    of = scheme(checked("m", "column-freshness", params={"days": Decimal("14.0"), "kinds": "news"}))
    short = {"kinds": ["news"]}  # as read from a file that leaves the default out
    found = table(of, inputs(finding("c", check="column-freshness", params=short), records=()))
    assert value(found, "m") == 1


def test_a_parameter_of_the_wrong_type_is_reported() -> None:
    of = scheme(checked("m", "column-freshness", params={"days": "two weeks"}))
    with pytest.raises(InputError, match="column-freshness 的参数 days 应为 int"):
        table(of, inputs())


def test_a_unit_without_a_number_is_reported() -> None:
    of = scheme(checked("m", "column-freshness", params={"days": ByKey((("district", Decimal(7)),))}))
    with pytest.raises(SchemeError, match="没有对应的数值"):
        table(of, inputs())


def test_a_unit_that_the_leaf_does_not_apply_to_needs_no_number() -> None:
    rule = Deduct((Item("i", Amount(Decimal(1)), per=Name("m")),))
    leaf = Node("leaf", "指标", Decimal(5), rule=rule, applies_to=Applies(("county",)))
    measure = checked("m", "column-freshness", params={"days": ByKey((("county", Decimal(7)),))})
    of = scheme(measure, parts=(Part("p", "部分", Decimal(100), (leaf,)),))
    other = unit("b", group="department")
    assert value(table(of, inputs(), other), "m") is State.NOT_APPLICABLE
    assert [plan.unit for plan in plan_checks(of, Roster((unit(), other)), CATALOGUE)] == ["a"]


@pytest.mark.parametrize(
    ("take", "expected"),
    [(("sum", "n"), 9), (("max", "n"), 6), (("min", "n"), 1), (("count", ""), 2), (("any", ""), 1)],
)
def test_aggregates(take: tuple[str, str], expected: int) -> None:
    findings = (
        finding("1", values={"n": 1}),
        finding("2", values={"n": Decimal(6)}),
        finding("3", Outcome.PASS, values={"n": 2}),
        finding("4", values={}, outcome=Outcome.PASS),
    )
    assert value(table(scheme(checked("m", take=take)), inputs(*findings)), "m") == expected


def test_share_is_failing_by_examined_rounded_once() -> None:
    found = table(scheme(checked("m", take=("share", ""))), inputs(finding("1"), records=(record(examined=3),)))
    assert value(found, "m") == Decimal("0.333333")


def test_share_leaves_waived_and_unmeasured_out_of_both_sides() -> None:
    passing = [finding(str(number), Outcome.PASS) for number in range(2)]
    given = inputs(finding("f"), finding("u", Outcome.NOT_MEASURED), *passing, records=(record(examined=4),))
    assert value(table(scheme(checked("m", take=("share", ""))), given), "m") == Decimal("0.333333")


def test_share_of_what_a_filter_leaves() -> None:
    findings = (
        finding("1", values={"kind": "news"}),
        finding("2", Outcome.PASS, values={"kind": "news"}),
        finding("3", Outcome.PASS, values={"kind": "policy"}),
    )
    of = scheme(checked("m", take=("share", ""), where={"kind": "news"}))
    assert value(table(of, inputs(*findings)), "m") == Decimal("0.5")


def test_latest_date_is_an_ordinal() -> None:
    findings = (finding("1", values={"latest": "2022-03-01"}), finding("2", values={"latest": date(2022, 5, 1)}))
    found = table(scheme(checked("m", take=("max", "latest"), kind="date")), inputs(*findings))
    assert value(found, "m") == date(2022, 5, 1).toordinal()


def test_items_are_pages_that_have_the_fault() -> None:
    findings = (finding("1", url="p"), finding("2", url="p"), finding("3", url="q"))
    found = table(scheme(checked("m", count="items"), checked("n")), inputs(*findings))
    assert (value(found, "m"), value(found, "n")) == (2, 3)


def test_passing_findings_are_counted_where_the_scheme_asks_for_them() -> None:
    of = scheme(checked("m", take=("any", ""), where={"outcome": "pass"}))
    assert value(table(of, inputs(finding("1", Outcome.PASS))), "m") == 1
    assert value(table(of, inputs(finding("1"))), "m") == 0
    assert value(table(of, inputs(records=(record(examined=0),))), "m") == 0


def test_what_was_never_run_is_unknown() -> None:
    found = table(scheme(checked("m")), inputs(inspections={}))
    assert value(found, "m") is State.UNKNOWN
    assert spread(found, "m") == (0, ENDLESS)
    assert cell(found, "m").note == "尚未检查"


def test_what_was_run_with_other_parameters_only_is_unknown() -> None:
    of = scheme(checked("m", "column-freshness", params={"days": 30}))
    given = inputs(records=(record("column-freshness", params={"kinds": (), "days": 14}),))
    assert value(table(of, given), "m") is State.UNKNOWN


def test_a_check_not_measured_as_a_whole_is_unknown_with_its_reason() -> None:
    failed = record(status=CheckStatus.NOT_MEASURED, examined=0, fault=Fault.US, reason="timeout")
    found = table(scheme(checked("m", take=("any", ""))), inputs(records=(failed,)))
    assert value(found, "m") is State.UNKNOWN
    assert spread(found, "m") == (0, 1)
    assert cell(found, "m").note == "未能测得（timeout）"


def test_a_check_that_does_not_apply_is_not_applicable() -> None:
    given = inputs(records=(record(status=CheckStatus.NOT_APPLICABLE, examined=0),))
    assert value(table(scheme(checked("m")), given), "m") is State.NOT_APPLICABLE


def test_a_check_that_looked_at_nothing_earns_nothing() -> None:
    found = table(scheme(checked("m")), inputs(records=(record(examined=0),)))
    assert value(found, "m") is State.NOT_APPLICABLE
    assert "没有可检查的对象" in cell(found, "m").note


def test_a_check_that_found_nothing_wrong_is_zero() -> None:
    found = table(scheme(checked("m")), inputs())
    assert value(found, "m") == 0
    assert spread(found, "m") == (0, 0)


def test_single_loci_not_measured_are_left_out_and_listed() -> None:
    lost = finding("2", Outcome.NOT_MEASURED, fault=Fault.NETWORK)
    found = table(scheme(checked("m")), inputs(finding("1"), lost))
    assert value(found, "m") == 1
    assert cell(found, "m").left_out == ((lost.key, "not_measured"),)


def test_suspected_findings_widen_the_bounds_only() -> None:
    found = table(scheme(checked("m")), inputs(finding("1"), finding("2", Outcome.SUSPECTED)))
    assert value(found, "m") == 1
    assert spread(found, "m") == (1, 2)
    assert cell(found, "m").pending == (finding("2").key,)


def test_what_only_people_can_tell_is_unknown_within_bounds() -> None:
    found = table(scheme(checked("m")), inputs(finding("1"), finding("2", Outcome.MANUAL)))
    assert value(found, "m") is State.UNKNOWN
    assert spread(found, "m") == (1, 2)


@pytest.mark.parametrize(("take", "bounds"), [(("max", "n"), (3, 5)), (("min", "n"), (1, 3)), (("sum", "n"), (3, 9))])
def test_suspected_values_widen_the_bounds(take: tuple[str, str], bounds: tuple[int, int]) -> None:
    waiting = [finding(str(n), Outcome.SUSPECTED, values={"n": n}) for n in (1, 5)]
    found = table(scheme(checked("m", take=take)), inputs(finding("x", values={"n": 3}), *waiting))
    assert (value(found, "m"), spread(found, "m")) == (3, bounds)


def test_a_greatest_value_of_nothing_is_not_applicable() -> None:
    found = table(scheme(checked("m", take=("max", "n"))), inputs())
    assert value(found, "m") is State.NOT_APPLICABLE


def test_a_unit_without_a_site_is_unknown_not_faultless() -> None:
    found = table(scheme(checked("m")), inputs(), unit("b", sites=()))
    assert value(found, "m") is State.UNKNOWN
    assert "没有登记网站" in cell(found, "m", of="b").note


def test_a_check_nobody_has_is_unknown_and_says_so() -> None:
    found = table(scheme(checked("m", "no-such-check")), inputs())
    assert value(found, "m") is State.UNKNOWN
    assert "no-such-check" in cell(found, "m").note


def test_plan_is_the_union_of_pairs_per_site() -> None:
    of = scheme(
        checked("home", where={"page": "home"}),
        checked("other", where={"page": "not_home"}),
        checked("news", "column-freshness", params={"kinds": "news", "days": ParamRef("days")}),
        checked("all", "column-freshness", sites="own"),
        checked("surveys", "consultations-held", params={"window": Duration(Decimal(2), "y")}),
        parameters=parameters(days=ByKey((("a", Decimal(7)), ("default", Decimal(14))))),
    )
    roster = Roster((unit("a", sites=("http://a.example/", "http://a2.example/")), unit("b"), unit("c", sites=())))
    plans = {(plan.unit, plan.site): plan.checks for plan in plan_checks(of, roster, CATALOGUE)}
    assert [(each.check, dict(each.params)) for each in plans["a", "http://a.example/"]] == [
        ("dead-link", {}),
        ("column-freshness", {"kinds": ("news",), "days": 7}),
        ("column-freshness", {"kinds": (), "days": 14}),
        ("consultations-held", {"window": "2y"}),
    ]
    assert [each.check for each in plans["a", "http://a2.example/"]] == ["column-freshness"]
    assert [dict(each.params) for each in plans["b", "http://b.example/"]][1] == {"kinds": ("news",), "days": 14}
    assert not [unit_ for unit_, _ in plans if unit_ == "c"]


def test_what_is_planned_is_what_is_read() -> None:
    of = scheme(checked("m", "column-freshness", params={"kinds": ("news", "policy"), "days": Decimal(7)}))
    ((plan,)) = plan_checks(of, Roster((unit(),)), CATALOGUE)
    request = plan.checks[0]
    stamped = finding("c", check=request.check, params=request.params)
    assert value(table(of, inputs(stamped, records=())), "m") == 1
    assert params_key(request.params) == params_key({"days": 7.0, "kinds": ["news", "policy"]})
