"""Decisions on findings: what counts, what waits, what is left out, and when a decision holds."""

from datetime import date

import pytest

from kaoping.measures import Decision, DecisionKind
from kaoping.model.outcomes import Outcome
from tests.measures.builders import SITE, cell, checked, finding, inputs, inspection, scheme, spread, table, value

CONFIRM, DISMISS, WAIVE, UPHOLD = DecisionKind
FAILED, SUSPECTED = finding("f"), finding("s", Outcome.SUSPECTED)


def decided(*decisions: Decision, of: Outcome = Outcome.FAIL) -> int:
    return int(value(table(scheme(checked("m")), inputs(finding("f", of), decisions=decisions)), "m"))


@pytest.mark.parametrize(
    ("outcome", "kind", "expected"),
    [
        (Outcome.FAIL, CONFIRM, 1),
        (Outcome.FAIL, DISMISS, 0),
        (Outcome.FAIL, WAIVE, 0),
        (Outcome.FAIL, UPHOLD, 1),
        (Outcome.SUSPECTED, CONFIRM, 1),
        (Outcome.SUSPECTED, DISMISS, 0),
        (Outcome.SUSPECTED, UPHOLD, 1),
        (Outcome.MANUAL, CONFIRM, 1),
        (Outcome.MANUAL, DISMISS, 0),
        (Outcome.NOT_MEASURED, CONFIRM, 0),
        (Outcome.PASS, CONFIRM, 0),
    ],
)
def test_what_a_decision_makes_of_a_finding(outcome: Outcome, kind: DecisionKind, expected: int) -> None:
    assert decided(Decision(FAILED.key, kind), of=outcome) == expected


def test_a_decision_closes_what_was_open() -> None:
    given = inputs(SUSPECTED, decisions=(Decision(SUSPECTED.key, DISMISS),))
    found = table(scheme(checked("m")), given)
    assert spread(found, "m") == (0, 0)
    assert cell(found, "m").left_out == ((SUSPECTED.key, "dismissed"),)


def test_the_later_decision_supersedes() -> None:
    assert decided(Decision(FAILED.key, DISMISS), Decision(FAILED.key, UPHOLD)) == 1
    assert decided(Decision(FAILED.key, CONFIRM), Decision(FAILED.key, WAIVE)) == 0


@pytest.mark.parametrize(
    ("from_", "until", "expected"),
    [
        (None, date(2022, 12, 31), 0),  # until the end of that day
        (None, date(2022, 12, 30), 1),
        (date(2022, 12, 31), None, 0),
        (date(2023, 1, 1), None, 1),
        (date(2022, 1, 1), date(2022, 12, 30), 1),
    ],
)
def test_an_expired_or_future_waiver_is_void(from_: date | None, until: date | None, expected: int) -> None:
    assert decided(Decision(FAILED.key, WAIVE, from_, until)) == expected


def test_an_expired_decision_uncovers_the_one_before() -> None:
    lapsed = Decision(FAILED.key, CONFIRM, until=date(2022, 6, 1))
    assert decided(Decision(FAILED.key, DISMISS), lapsed) == 0


def test_an_expired_waiver_does_not_excuse_what_was_seen_while_it_held_and_is_still_open() -> None:
    runs = {SITE: (inspection(finding("f"), as_of=date(2022, 12, 20)),)}
    waiver = Decision(FAILED.key, WAIVE, until=date(2022, 12, 25))
    assert value(table(scheme(checked("m")), inputs(inspections=runs, decisions=(waiver,))), "m") == 1


@pytest.mark.parametrize(("until", "expected"), [(date(2022, 3, 31), 0), (date(2022, 3, 9), 1)])
def test_over_a_period_a_waiver_covers_sightings_of_its_own_time(until: date, expected: int) -> None:
    runs = {SITE: (inspection(finding("f"), as_of=date(2022, 3, 10)), inspection(as_of=date(2022, 6, 1)))}
    waiver = Decision(FAILED.key, WAIVE, until=until)
    found = table(scheme(checked("m", when="period")), inputs(inspections=runs, decisions=(waiver,)))
    assert value(found, "m") == expected


def test_over_a_period_one_uncovered_sighting_counts() -> None:
    days = (date(2022, 3, 10), date(2022, 5, 10))
    runs = {SITE: tuple(inspection(finding("f"), as_of=day) for day in days)}
    waiver = Decision(FAILED.key, WAIVE, until=date(2022, 3, 31))
    found = table(scheme(checked("m", when="period")), inputs(inspections=runs, decisions=(waiver,)))
    assert value(found, "m") == 1


def test_a_dismissal_made_after_the_sighting_holds_for_it() -> None:
    runs = {SITE: (inspection(finding("f"), as_of=date(2022, 3, 5)),)}
    dismissal = Decision(FAILED.key, DISMISS, from_=date(2022, 3, 10))
    found = table(scheme(checked("m", when="period")), inputs(inspections=runs, decisions=(dismissal,)))
    assert value(found, "m") == 0


def test_a_decision_on_another_finding_changes_nothing() -> None:
    assert decided(Decision("0" * 24, DISMISS)) == 1
