"""What a cycle waits for after its results were fed back, and what is asked for once appeals are over."""

from datetime import UTC, date, datetime

import pytest

from kaoping.web.actions import Actor, RefusedError
from kaoping.web.appeals.actions.answer_appeal import Answer, answer_appeal
from kaoping.web.appeals.cycle_steps import appeals_over, is_changed
from kaoping.web.cycles.step_parts import Obstacle
from kaoping.web.results.models import Feedback, ResultVersion
from tests.web.appeal_world import LAST, MINUTE, RECEIVED, FedBack, fed_back
from tests.web.conftest import City
from tests.web.test_appeals import DESIGN, claim, given, recomputed, upheld

OVER = date(2026, 12, 10)


@pytest.fixture
def world(city: City) -> FedBack:
    """All units have received their results."""
    found = fed_back(city)
    Feedback.objects.update(received_at=RECEIVED)
    return found


def said(world: FedBack, at: datetime) -> list[Obstacle]:
    """What is in the way."""
    return list(appeals_over(world.cycle, at))


def test_nothing_goes_on_while_units_may_file(world: FedBack) -> None:
    (one,) = said(world, LAST)
    assert one.firm
    assert "最晚到 2026-11-27 17:30 截止" in one.text
    assert said(world, LAST + MINUTE) == []
    with pytest.raises(RefusedError, match="最晚到"):
        world.step("publish", date(2026, 11, 26))


def test_who_has_not_received_is_waited_for_and_then_told_of(world: FedBack) -> None:
    Feedback.objects.filter(participant=world.place(2)).update(received_at=None)
    firm = [one.text for one in said(world, datetime(2026, 11, 26, tzinfo=UTC)) if one.firm]
    assert any("1 个单位还没有签收结果" in text for text in firm)
    (one,) = said(world, LAST + MINUTE)
    assert (one.firm, "始终没有签收" in one.text) == (False, True)


def test_open_appeals_are_named_with_whose_turn_it_is(world: FedBack) -> None:
    appeal = claim(world)
    (one,) = said(world, LAST + MINUTE)
    for words in ("1 件申诉没有答复", "页面设计", "待考评机构受理", "期限 2026-12-02 17:30"):
        assert words in one.text
    given(world, appeal)
    assert "待 复核员1 答复" in said(world, LAST + MINUTE)[0].text
    with pytest.raises(RefusedError, match="没有答复"):
        world.step("publish", OVER)


def test_what_changed_is_approved_again_before_it_is_published(world: FedBack) -> None:
    upheld(world, given(world, claim(world)), DESIGN)
    assert is_changed(world.cycle, OVER)
    with pytest.raises(RefusedError, match="先再次审定"):
        world.step("publish", OVER)
    world.step("approve_again", OVER)
    second = ResultVersion.objects.get(number=2)
    assert second.kind == "reapproved"
    assert [world.score(unit, 2)[1:] for unit in range(3)] == [(1, "良好"), (2, "良好"), (3, "合格")]
    world.step("publish", OVER)
    assert world.cycle.state == "published"
    told = set(Feedback.objects.filter(version=second).values_list("participant__unit__code", flat=True))
    assert told == {world.judged.units[0].code, "u1"}  # whose results are others


def test_what_did_not_change_is_published_directly(world: FedBack) -> None:
    appeal = given(world, claim(world))
    answer_appeal(Actor(world.officers[0]), appeal.pk, Answer("rejected", "经复核，原评分符合细则，维持。"), LAST)
    assert is_changed(world.cycle, OVER) is None  # not computed since
    recomputed(world)
    assert is_changed(world.cycle, OVER) is False
    with pytest.raises(RefusedError, match="不需要再次审定"):
        world.step("approve_again", OVER)
    world.step("publish", OVER)
    assert ResultVersion.objects.count() == 1
