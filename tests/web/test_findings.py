"""Deciding about findings: what holds, what is refused, what expires, what scoring is told."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from kaoping.measures.inputs import DecisionKind
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.models import Cycle
from kaoping.web.monitoring.actions.decide_finding import Deciding, decide_finding
from kaoping.web.monitoring.actions.decide_findings import Decided, decide_findings
from kaoping.web.monitoring.actions.refresh_standings import refresh_standings
from kaoping.web.monitoring.actions.withdraw_decision import withdraw_decision
from kaoping.web.monitoring.decision_book import decision_book
from kaoping.web.monitoring.highlighting import highlighted
from kaoping.web.monitoring.models import Decision, Finding
from kaoping.web.monitoring.standing import standing_on
from kaoping.worktime import beijing_date
from tests.web.conftest import City
from tests.web.findings import found_by

ActorOf = Callable[..., Actor]
CONFIRM, DISMISS = Deciding("confirm"), Deciding("dismiss", "页脚有标识，是图片")


def now() -> datetime:
    """The moment of a decision."""
    return timezone.now()


@pytest.fixture
def found(city: City, inspected_once: Path) -> Finding:
    """A suspected finding in the east, among the others of its run."""
    rows = found_by(inspected_once, city.east)
    return next(row for row in rows if row.outcome == "suspected")


def standing(row: Finding) -> str:
    """How a finding stands in the table."""
    return Finding.objects.values_list("standing", flat=True).get(pk=row.pk)


def test_a_finding_is_confirmed_and_logged(found: Finding, actor: ActorOf) -> None:
    made = decide_finding(actor(Role.BODY), found.pk, CONFIRM, now())
    assert (made.kind, standing(found)) == ("confirm", "confirm")
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.action, entry.changes["kind"]) == ("monitoring.decide_finding", [None, "confirm"])


def test_dismissing_needs_a_reason(found: Finding, actor: ActorOf) -> None:
    with pytest.raises(RefusedError, match="理由"):
        decide_finding(actor(Role.BODY), found.pk, Deciding("dismiss"), now())
    assert standing(found) == ""


def test_sent_twice_it_is_decided_once(found: Finding, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    first = decide_finding(body, found.pk, DISMISS, now())
    assert decide_finding(body, found.pk, DISMISS, now()) == first
    assert found.decisions.count() == 1


def test_nobody_decides_over_what_was_not_seen(found: Finding, actor: ActorOf, person: Callable[..., User]) -> None:
    first = decide_finding(actor(Role.BODY), found.pk, CONFIRM, now())
    other = Actor(person(Role.BODY, None, "colleague"))
    with pytest.raises(RefusedError, match=r"某考评机构.*确认.*没有保存"):
        decide_finding(other, found.pk, DISMISS, now())
    assert standing(found) == "confirm"
    decide_finding(other, found.pk, Deciding("dismiss", "误报", first.pk), now())
    assert standing(found) == "dismiss"
    assert [one.kind for one in found.decisions.all()] == ["confirm", "dismiss"]


def test_what_was_taken_back_is_as_if_never_made(found: Finding, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    first = decide_finding(body, found.pk, CONFIRM, now())
    second = decide_finding(body, found.pk, Deciding("dismiss", "误报", first.pk), now())
    with pytest.raises(RefusedError, match="此后已有新的处理"):
        withdraw_decision(body, first.pk, "", now())
    withdraw_decision(body, second.pk, "", now())
    assert standing(found) == "confirm"
    assert withdraw_decision(body, second.pk, "", now()) is None
    withdraw_decision(body, first.pk, "", now())
    assert standing(found) == ""
    assert found.decisions.count() == 4


def test_taking_back_somebody_elses_needs_a_reason(found: Finding, actor: ActorOf, person: Callable[..., User]) -> None:
    made = decide_finding(actor(Role.BODY), found.pk, CONFIRM, now())
    other = Actor(person(Role.BODY, None, "colleague"))
    with pytest.raises(RefusedError, match="理由"):
        withdraw_decision(other, made.pk, "", now())
    withdraw_decision(other, made.pk, "复核后不是问题", now())
    assert standing(found) == ""


def test_nobody_judges_the_own_unit(city: City, found: Finding, person: Callable[..., User]) -> None:
    both = person(Role.BODY)
    Membership.objects.create(user=both, role=Role.LIAISON, unit=city.east.unit)
    with pytest.raises(RefusedError, match="本单位"):
        decide_finding(Actor(both), found.pk, CONFIRM, now())
    assert decide_findings(Actor(both), [found.pk], CONFIRM, now()) == Decided(0, 0, 1)


def test_programs_and_strangers_decide_nothing(city: City, found: Finding, actor: ActorOf) -> None:
    with pytest.raises(RefusedError, match="由人决定"):
        decide_finding(Actor(None), found.pk, CONFIRM, now())
    for stranger in (actor(Role.BODY, city.west), actor(Role.LIAISON), actor(Role.ASSESSOR)):
        with pytest.raises(OutOfReachError):
            decide_finding(stranger, found.pk, CONFIRM, now())


def test_what_was_not_measured_is_not_judged(found: Finding, actor: ActorOf) -> None:
    Finding.objects.filter(pk=found.pk).update(outcome="not_measured")
    with pytest.raises(RefusedError, match="未能测量"):
        decide_finding(actor(Role.BODY), found.pk, CONFIRM, now())


def test_many_are_decided_and_others_left(city: City, found: Finding, inspected_once: Path, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    decide_finding(body, found.pk, CONFIRM, now())
    foreign = found_by(inspected_once, city.west)[0]
    keys = [*Finding.objects.filter(site=city.east.site).values_list("pk", flat=True), foreign.pk]
    done = decide_findings(body, keys, Deciding("dismiss", "测试网站"), now())
    assert done == Decided(len(keys) - 2, 1, 0)
    assert standing(found) == "confirm"
    assert standing(foreign) == ""
    assert Decision.objects.filter(kind="dismiss").count() == done.done
    assert Entry.objects.filter(action="monitoring.decide_findings").count() == done.done
    with pytest.raises(RefusedError, match="理由"):
        decide_findings(body, keys, Deciding("dismiss"), now())


def test_what_has_expired_is_void_everywhere(
    city: City, found: Finding, actor: ActorOf, announced_in: Callable[..., Cycle]
) -> None:
    today, body = beijing_date(now()), actor(Role.BODY)
    assert body.user is not None
    last = {"valid_until": today, "made_by": body.user, "made_at": now(), "reason": "改版"}
    made = Decision.objects.create(finding=found, kind="waive", **last)
    Finding.objects.filter(pk=found.pk).update(standing="waive")
    assert refresh_standings(Actor(None), today) == 0  # the last day is within
    assert standing_on([made], today) == "waive"
    assert refresh_standings(Actor(None), today + timedelta(days=1)) == 1
    assert standing(found) == ""
    assert refresh_standings(Actor(None), today + timedelta(days=1)) == 0
    (counted,) = decision_book(announced_in(city.east))
    assert (counted.key, counted.kind, counted.until) == (found.key, DecisionKind.WAIVE, today)
    assert not counted.in_force(today + timedelta(days=1))


def test_scoring_is_told_what_holds(
    city: City, found: Finding, inspected_once: Path, actor: ActorOf, announced_in: Callable[..., Cycle]
) -> None:
    body = actor(Role.BODY)
    made = decide_finding(body, found.pk, CONFIRM, now())
    decide_finding(body, found.pk, Deciding("dismiss", "误报", made.pk), now())
    elsewhere = found_by(inspected_once, city.west)[0]
    decide_finding(actor(Role.ADMIN), elsewhere.pk, CONFIRM, now())
    book = decision_book(announced_in(city.east))
    assert [(one.kind, one.reason) for one in book] == [(DecisionKind.CONFIRM, ""), (DecisionKind.DISMISS, "误报")]
    last = found.decisions.last()
    assert last is not None
    withdraw_decision(body, last.pk, "", now())
    assert [one.kind for one in decision_book(Cycle.objects.get())] == [DecisionKind.CONFIRM]


def test_decisions_hold_on_their_days() -> None:
    day = date(2026, 5, 1)
    confirm, waive = Decision(kind="confirm"), Decision(kind="waive", valid_from=day, valid_until=day)
    assert standing_on([confirm, waive], day) == "waive"
    assert standing_on([confirm, waive], day + timedelta(days=1)) == "confirm"
    assert standing_on([confirm, waive], day - timedelta(days=1)) == "confirm"
    assert standing_on([confirm, waive, Decision(kind="withdraw")], day) == "confirm"


def test_the_spot_is_marked_in_its_snippet() -> None:
    assert highlighted("公示：闻某，号码", {"text": "闻某", "pages": ["公示"]}) == [
        ("公示：", False),
        ("闻某", True),
        ("，号码", False),
    ]
    assert highlighted("什么也没有", {"text": "别的"}) == [("什么也没有", False)]
