"""Marking: who is given what, what may be said, what it comes to, and what nobody sees."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from kaoping.measures import Given
from kaoping.model.outcomes import State
from kaoping.web.accounts.models import Membership
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, ConflictError, Edit, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.models import Cycle
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.finish_marks import finish_marks
from kaoping.web.marking.actions.reopen_marks import reopen_marks
from kaoping.web.marking.actions.save_mark import save_mark
from kaoping.web.marking.actions.transfer_marks import transfer_marks
from kaoping.web.marking.actions.withdraw_marks import withdraw_marks
from kaoping.web.marking.dealing import chosen_share, deal
from kaoping.web.marking.measures import given_marks
from kaoping.web.marking.models import Allotment, Mark
from kaoping.web.marking.people import assessors_of
from kaoping.web.registry.models import Unit
from tests.web.conftest import City, signed_in
from tests.web.marking_world import Judged, judged_in, typed

Browse = Callable[..., Client]
ActorOf = Callable[..., Actor]
NOW = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
SYSTEM = Actor(None, reason="测试")


@pytest.fixture
def judged(city: City) -> Judged:
    """The county's cycle."""
    return judged_in(city.east)


def dealt(judged: Judged, way: str = "unit", double: int = 0, **more: object) -> Allotment:
    """All of it dealt to the three assessors."""
    keys = [user.pk for user in judged.assessors]
    return allot_marks(SYSTEM, judged.cycle.pk, Dealing(way, keys, "seed", double_share=double, **more))  # type: ignore[arg-type]


def said(mark: Mark, text: str, note: str = "") -> Mark:
    """Save a mark as its assessor."""
    return save_mark(Actor(mark.assessor), mark.pk, typed(mark, text, note), NOW)


# Dealing


@given(st.integers(1, 60), st.integers(2, 7), st.integers(0, 100))
def test_work_is_dealt_evenly_and_the_share_is_judged_by_two_different_people(n: int, people: int, share: int) -> None:
    keys = [f"u{number}" for number in range(n)]
    found = deal(keys, list(range(people)), share, "seed")
    firsts = Counter(seats[0] for seats in found.values())
    assert max(firsts.values()) - min(firsts.get(one, 0) for one in range(people)) <= 1
    twice = {key for key, seats in found.items() if len(seats) == 2}
    assert twice == chosen_share(keys, share, "seed")
    assert len(twice) == -(-n * share // 100)
    assert all(len(set(seats)) == len(seats) for seats in found.values())


def test_each_unit_goes_whole_to_one_assessor(judged: Judged) -> None:
    made = dealt(judged)
    assert (made.units, made.marks_made) == (5, 20)
    by_unit = {
        unit: set(judged.cycle.marks.filter(participant__unit=unit).values_list("assessor", flat=True))
        for unit in judged.units
    }
    assert all(len(people) == 1 for people in by_unit.values())
    assert not judged.cycle.marks.filter(question="onsite").exists()
    with pytest.raises(RefusedError, match="没有还未分派"):
        dealt(judged)


def test_a_question_goes_whole_to_one_assessor_and_a_panel_to_all(judged: Judged) -> None:
    dealt(judged, "question", questions=["design"])
    assert judged.cycle.marks.values("assessor").distinct().count() == 1
    made = dealt(judged, "panel")
    assert made.marks_made == 15
    assert set(Mark.objects.filter(allotment=made).values_list("question", "seat")) == {
        ("onsite", seat) for seat in (1, 2, 3)
    }


def test_nobody_judges_where_they_belong(judged: Judged, actor: ActorOf) -> None:
    own = actor(Role.BODY).user
    assert own is not None
    assert own in assessors_of(judged.cycle)
    Membership.objects.create(user=own, role=Role.EDITOR, unit=judged.units[0])
    assert own not in assessors_of(judged.cycle)
    with pytest.raises(RefusedError, match="参评单位的人员不能"):
        allot_marks(SYSTEM, judged.cycle.pk, Dealing("unit", [own.pk], "seed"))
    dealt(judged)
    mark = judged.mark(0, "search_works")
    Membership.objects.create(user=mark.assessor, role=Role.EDITOR, unit=judged.units[3])
    with pytest.raises(RefusedError, match="参评单位的人员不能"):
        said(mark, "是")
    with pytest.raises(RefusedError, match="参评单位的人员不能"):
        finish_marks(Actor(mark.assessor), judged.cycle.pk, [], NOW)


def test_only_the_body_deals_and_only_while_marks_are_taken(judged: Judged, actor: ActorOf) -> None:
    wanted = Dealing("unit", [judged.assessors[0].pk], "seed")
    for role in (Role.ASSESSOR, Role.LIAISON, Role.AUDITOR):
        with pytest.raises(OutOfReachError):
            allot_marks(actor(role), judged.cycle.pk, wanted)
    Cycle.objects.filter(pk=judged.cycle.pk).update(state="approved")
    with pytest.raises(RefusedError, match="已审定"):
        allot_marks(actor(Role.BODY), judged.cycle.pk, wanted)


def test_unanswered_marks_are_taken_back_and_handed_on(judged: Judged) -> None:
    made = dealt(judged)
    mark = said(judged.mark(0, "guide_faults"), "3")
    others = [one for one in judged.assessors if one != mark.assessor]
    keys = list(judged.cycle.marks.filter(assessor=mark.assessor).values_list("pk", flat=True))
    with pytest.raises(RefusedError, match="写明原因"):
        transfer_marks(Actor(None), judged.cycle.pk, keys, others[0])
    assert transfer_marks(SYSTEM, judged.cycle.pk, keys, others[0]) == len(keys) - 1
    mark.refresh_from_db()
    assert mark.assessor not in others
    assert withdraw_marks(SYSTEM, made.pk) == 19
    assert list(judged.cycle.marks.all()) == [mark]
    with pytest.raises(RefusedError, match="不能撤回"):
        withdraw_marks(SYSTEM, made.pk)


# Saying


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("search_works", "是", 1_000_000),
        ("search_works", "否", 0),
        ("guide_faults", "3", 3_000_000),
        ("design", "１７.５", 17_500_000),
        ("reply_time", "2wd", 50_400_000_000),
    ],
)
def test_a_value_is_read_as_the_rule_takes_it(judged: Judged, question: str, text: str, value: int) -> None:
    dealt(judged)
    mark = said(judged.mark(1, question), text)
    assert (mark.value, mark.state, mark.saved_at) == (value, Mark.State.GIVEN, NOW)
    found = {one.measure: one for one in given_marks(judged.cycle)}
    assert found[question] == Given(judged.units[1].code, question, "", value, by=mark.assessor.name)


@pytest.mark.parametrize(
    ("question", "text", "why"),
    [
        ("search_works", "也许", "是"),
        ("guide_faults", "-1", "-1"),
        ("design", "21", "0 到 20"),
        ("reply_time", "很快", "很快"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(judged: Judged, question: str, text: str, why: str) -> None:
    dealt(judged)
    mark = judged.mark(1, question)
    with pytest.raises(ValidationError, match=why):
        said(mark, text)
    mark.refresh_from_db()
    assert (mark.text, mark.state) == ("", Mark.State.OPEN)


def test_what_does_not_apply_says_why(judged: Judged) -> None:
    dealt(judged)
    mark = judged.mark(1, "design")
    with pytest.raises(ValidationError, match="写明理由"):
        save_mark(Actor(mark.assessor), mark.pk, {"not_applicable": Edit(False, True)}, NOW)
    edits = {"not_applicable": Edit(False, True), "note": Edit("", "网站改版中")}
    save_mark(Actor(mark.assessor), mark.pk, edits, NOW)
    assert [one.state for one in given_marks(judged.cycle)] == [State.NOT_APPLICABLE]


def test_a_mark_is_its_assessors_alone(judged: Judged, actor: ActorOf) -> None:
    dealt(judged)
    mark = judged.mark(1, "design")
    other = next(one for one in judged.assessors if one != mark.assessor)
    for who in (Actor(other), actor(Role.BODY), actor(Role.ADMIN), Actor(None)):
        with pytest.raises(OutOfReachError):
            save_mark(who, mark.pk, typed(mark, "10"), NOW)


def test_two_windows_merge_or_are_told(judged: Judged) -> None:
    dealt(judged)
    mark = judged.mark(1, "design")
    stale = Mark.objects.get(pk=mark.pk)
    said(mark, "15")
    save_mark(Actor(mark.assessor), mark.pk, {"note": Edit("", "栏目清楚")}, NOW)  # another field: both hold
    with pytest.raises(ConflictError) as told:
        said(stale, "12")
    assert told.value.fields["text"] == ("", "15", "12")
    said(stale, "15", "栏目清楚")  # sent twice: nothing to tell
    mark.refresh_from_db()
    assert (mark.text, mark.note) == ("15", "栏目清楚")


def test_locked_marks_are_opened_with_a_reason(judged: Judged, actor: ActorOf) -> None:
    dealt(judged)
    mark = judged.mark(0, "search_works")
    assessor = Actor(mark.assessor)
    own = judged.cycle.marks.filter(assessor=mark.assessor, participant=mark.participant)
    with pytest.raises(RefusedError, match="还有 4 项没有结果"):
        finish_marks(assessor, judged.cycle.pk, [mark.participant_id], NOW)
    for one, text in zip(own.order_by("place"), ("是", "2", "18", "1d"), strict=True):
        said(one, text)
    assert finish_marks(assessor, judged.cycle.pk, [mark.participant_id], NOW) == 4
    mark.refresh_from_db()
    with pytest.raises(RefusedError, match="已经锁定"):
        said(mark, "否")
    body = actor(Role.BODY)
    with pytest.raises(RefusedError, match="写明原因"):
        reopen_marks(body, judged.cycle.pk, [mark.pk])
    assert reopen_marks(Actor(body.user, reason="核对后补充"), judged.cycle.pk, [mark.pk]) == 1
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.action, entry.reason) == ("marking.reopen_marks", "核对后补充")
    mark.refresh_from_db()
    said(mark, "否")


# What it comes to


def test_two_seats_count_when_they_agree(judged: Judged) -> None:
    dealt(judged, "question", 100, questions=["guide_faults"])
    first, second = judged.mark(2, "guide_faults", 1), judged.mark(2, "guide_faults", 2)
    assert first.assessor != second.assessor
    code = judged.units[2].code

    def known() -> Given | None:
        return next((one for one in given_marks(judged.cycle) if one.unit == code), None)

    said(first, "2")
    found = known()
    assert found is not None
    assert (found.state, found.note) == (State.UNKNOWN, "双人测评尚未都完成")
    said(second, "3")
    found = known()
    assert found is not None
    assert found.note == "双人测评结果不一致，待复核"
    second.refresh_from_db()
    said(second, "2.0")
    found = known()
    assert found is not None
    assert (found.state, found.value) == (State.KNOWN, 2_000_000)


def test_a_panels_open_seats_are_unknown(judged: Judged) -> None:
    dealt(judged, "panel")
    said(judged.mark(0, "onsite", 2), "88")
    found = [one for one in given_marks(judged.cycle) if one.unit == judged.units[0].code]
    assert [(one.period, one.state, one.value) for one in found] == [
        ("1", State.UNKNOWN, 0),
        ("2", State.KNOWN, 88_000_000),
        ("3", State.UNKNOWN, 0),
    ]


# Pages


def address(mark: Mark) -> str:
    """The desk at a mark."""
    return reverse("marking:judge", kwargs={"pk": mark.pk})


def form(mark: Mark, **sent: str) -> dict[str, str]:
    """What a browser sends from the form of a mark."""
    seen = {"initial-text": mark.text, "initial-note": mark.note, "initial-not_applicable": str(mark.not_applicable)}
    return {"text": mark.text, "note": mark.note, **seen, **sent}


def test_an_assessor_goes_from_one_to_the_next(judged: Judged) -> None:
    dealt(judged)
    mark = judged.mark(0, "search_works")
    client = signed_in(mark.assessor)
    overview = client.get(reverse("marking:desk-cycle", kwargs={"pk": judged.cycle.pk})).content.decode()
    assert address(mark) in overview
    shown = client.get(address(mark)).content.decode()
    for words in ("能搜到指定文件得满分", "网络测评", "第 1 项，共 4 项", mark.participant.unit.sites.get().address):
        assert words in shown
    gone = client.post(address(mark), form(mark, text="是"))
    assert gone["Location"] == f"{address(judged.mark(0, 'guide_faults'))}?by=unit"
    assert client.get(address(judged.mark(0, "guide_faults"))).status_code == 200


def test_what_is_typed_is_saved_meanwhile(judged: Judged) -> None:
    dealt(judged)
    mark = judged.mark(0, "design")
    client, head = signed_in(mark.assessor), {"X-Autosave": "1"}
    told = client.post(address(mark), form(mark, text="12"), headers=head)
    assert (told.status_code, told.json()["state"]) == (200, "given")
    again = client.post(address(mark), form(mark, text="13"), headers=head)
    assert (again.status_code, again.json()["stop"]) == (409, True)
    shown = client.post(address(mark), form(mark, text="13"))
    assert shown.status_code == 409
    assert "有人改了相同的内容" in shown.content.decode()
    mark.refresh_from_db()
    assert mark.text == "12"
    assert client.post(address(mark), form(mark, text="100"), headers=head).status_code == 422
    finish = reverse("marking:desk-finish", kwargs={"pk": judged.cycle.pk})
    assert "还有" in client.post(finish, {"participant": mark.participant_id}, follow=True).content.decode()


def test_nobody_opens_anothers_mark(judged: Judged, browse: Browse) -> None:
    dealt(judged, double=100)
    mark = judged.mark(0, "design", 1)
    said(mark, "7", "只有我知道")
    twin = judged.mark(0, "design", 2)
    other = signed_in(twin.assessor)
    assert other.get(address(mark)).status_code == 404
    assert other.get(reverse("marking:mark", kwargs={"pk": mark.pk})).status_code == 403
    assert "只有我知道" not in other.get(address(twin)).content.decode()
    for role in (Role.LIAISON, Role.BODY):
        assert browse(role).get(address(mark)).status_code in (403, 404)
    stranger = browse(Role.EXPERT)
    assert stranger.get(reverse("marking:desk-cycle", kwargs={"pk": judged.cycle.pk})).status_code == 302
    assert (
        judged.assessors[0].name
        in browse(Role.AUDITOR).get(reverse("marking:cycle", kwargs={"pk": judged.cycle.pk})).content.decode()
    )


def test_hostile_text_stays_text(judged: Judged, browse: Browse) -> None:
    dealt(judged)
    mark = judged.mark(0, "design")
    said(mark, "7", "<script>alert(1)</script>")
    for client, name in ((browse(Role.BODY), "mark"), (signed_in(mark.assessor), "judge")):
        text = client.get(reverse(f"marking:{name}", kwargs={"pk": mark.pk})).content.decode()
        assert "&lt;script&gt;alert" in text
        assert "<script>alert" not in text


def test_an_office_deals_hands_on_and_opens(judged: Judged, browse: Browse) -> None:
    client, keys = browse(Role.BODY), [user.pk for user in judged.assessors]
    allot = reverse("marking:cycle-allot", kwargs={"pk": judged.cycle.pk})
    assert "评估员1" in client.get(allot).content.decode()
    shown = client.post(allot, {"way": "unit", "assessors": keys, "double_share": 20}, follow=True).content.decode()
    assert "已分派 24 项任务，涉及 5 个单位" in shown
    rows = reverse("marking:cycle-marks", kwargs={"pk": judged.cycle.pk})
    mark = judged.cycle.marks.filter(mode="single")[0]
    other = next(user for user in judged.assessors if user != mark.assessor)
    sent = {"which": "ticked", "row": mark.pk, "act": "transfer", "to": other.pk, "reason": "请假"}
    assert "已改派 1 项" in client.post(rows, sent, follow=True).content.decode()
    assert "已解锁 0 项" in client.post(rows, sent | {"act": "reopen"}, follow=True).content.decode()
    gone = reverse("marking:allotment-withdraw", kwargs={"pk": judged.cycle.allotments.get().pk})
    assert "已撤回 24 项" in client.post(gone, follow=True).content.decode()


QUERIES = {"marking:cycles": 8, "marking:cycle": 14, "marking:cycle-marks": 16}


@pytest.mark.parametrize("name", QUERIES)
def test_pages_take_few_queries_however_many_marks(
    name: str, city: City, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    judged = judged_in(city.east, 40)
    dealt(judged)
    client = browse(Role.BODY)
    where = reverse(name, kwargs={} if name == "marking:cycles" else {"pk": judged.cycle.pk})
    client.get(where)
    with django_assert_max_num_queries(QUERIES[name]):
        assert client.get(where).status_code == 200


def test_the_desk_takes_few_queries(judged: Judged, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    dealt(judged)
    mark = judged.mark(0, "design")
    client = signed_in(mark.assessor)
    client.get(address(mark))
    with django_assert_max_num_queries(20):
        client.get(address(mark))


def test_units_that_are_exempt_are_not_judged(judged: Judged) -> None:
    first: Unit = judged.units[0]
    judged.cycle.participants.filter(unit=first).update(exempt=True)
    assert dealt(judged).units == 4
