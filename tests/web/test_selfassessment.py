"""Self-assessment: what is asked, written by several, handed in, late, returned, reminded of, counted."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, ConflictError, Edit, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.models import Cycle
from kaoping.web.notices.models import Notice
from kaoping.web.pages.reports import reminds_on
from kaoping.web.results.models import UnitScore
from kaoping.web.results.recomputing import recompute_scores
from kaoping.web.results.trees import tree_of
from kaoping.web.selfassessment import rounds
from kaoping.web.selfassessment.actions.add_section import add_section
from kaoping.web.selfassessment.actions.begin_report import begin_report
from kaoping.web.selfassessment.actions.change_call import change_call
from kaoping.web.selfassessment.actions.change_section import change_section
from kaoping.web.selfassessment.actions.open_call import open_call
from kaoping.web.selfassessment.actions.prefill_report import prefill_report
from kaoping.web.selfassessment.actions.remind_of_reports import remind_of_reports
from kaoping.web.selfassessment.actions.remove_section import remove_section
from kaoping.web.selfassessment.actions.return_reports import return_reports
from kaoping.web.selfassessment.actions.submit_report import submit_report
from kaoping.web.selfassessment.actions.write_report import write_report
from kaoping.web.selfassessment.models import Answer, Report, Submission
from tests.web.conftest import City, signed_in
from tests.web.reporting_world import (
    BEFORE,
    DAY_AFTER,
    LAST_SECOND,
    SYSTEM,
    Reporting,
    begun,
    reporting_in,
    typed,
    whole,
)

Browse = Callable[..., Client]
ActorOf = Callable[..., Actor]


@pytest.fixture
def found(city: City) -> Reporting:
    """The county's cycle that asks for reports."""
    return reporting_in(city.east)


def handed_in(found: Reporting, at: datetime = BEFORE) -> Report:
    """The unit's report, whole and handed in."""
    report = begun(found)
    write_report(found.liaison, report.pk, whole(found, report), at)
    return submit_report(found.leader, report.pk, at)


def test_units_are_told_what_is_asked_and_until_when(found: Reporting) -> None:
    told = Notice.objects.filter(kind="self-report-asked", person=found.liaison.user)
    assert [(one.title, "2026-12-12" in one.text) for one in told] == [("请填报“2026年自评”自评报告", True)]
    with pytest.raises(RefusedError, match="已经布置过"):
        open_call(SYSTEM, found.cycle.pk, {})


def test_what_is_asked_is_changed_while_reports_are_taken(found: Reporting, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    change_call(body, found.cycle.pk, {"remind_days": Edit(5, 3)})
    section = add_section(body, found.cycle.pk, {"title": "特色做法", "place": 9})
    change_section(body, section.pk, {"hint": Edit("", "一两个实例")})
    report = begun(found)
    write_report(found.liaison, report.pk, {section.key: Edit("", "上线智能问答")}, BEFORE)
    with pytest.raises(RefusedError, match="已有 1 个单位写了"):
        remove_section(body, section.pk)
    other = add_section(body, found.cycle.pk, {"title": "其他", "place": 10})
    remove_section(body, other.pk)
    for refused in (found.leader, found.liaison, actor(Role.ASSESSOR)):
        with pytest.raises(OutOfReachError):
            add_section(refused, found.cycle.pk, {"title": "不许", "place": 11})
    Cycle.objects.filter(pk=found.cycle.pk).update(state="approved")
    with pytest.raises(RefusedError, match="已审定"):
        change_section(body, section.pk, {"hint": Edit("一两个实例", "x")})


def test_a_report_begins_with_what_is_known(found: Reporting) -> None:
    report = begun(found)
    assert begin_report(found.leader, found.own.pk, date(2026, 12, 2)).pk == report.pk
    assert not report.answers.exists()  # nothing was inspected, read or computed yet
    recompute_scores(Actor(None), found.cycle.pk, BEFORE, date(2026, 12, 1))
    write_report(found.liaison, report.pk, typed(report, mark__proof="7"), BEFORE)
    # no proofs were handed in: machines say 0 of 10; the report itself is not in yet, and links were not inspected
    assert prefill_report(found.liaison, report.pk, BEFORE) == 0
    Answer.objects.all().delete()
    assert prefill_report(found.liaison, report.pk, BEFORE) == 1
    assert dict(report.answers.values_list("key", "text")) == {"mark:proof": "0"}


def test_two_people_write_one_report(found: Reporting) -> None:
    report = begun(found)
    write_report(found.liaison, report.pk, {"mark:links": Edit("", "18")}, BEFORE)
    write_report(found.leader, report.pk, {"mark:search": Edit("", "40")}, BEFORE)  # another answer: both hold
    write_report(found.leader, report.pk, {"mark:links": Edit("", "18")}, BEFORE)  # the same, sent twice
    with pytest.raises(ConflictError) as caught:
        write_report(found.leader, report.pk, {"mark:links": Edit("", "20"), "mark:proof": Edit("", "1")}, BEFORE)
    assert caught.value.fields == {"mark:links": ("", "18", "20")}
    assert dict(report.answers.values_list("key", "text")) == {"mark:links": "18", "mark:search": "40"}
    assert Entry.objects.filter(object_type="selfassessment.report", changes__has_key="mark:links").count() == 1


def test_two_windows_merge_or_are_told_in_the_browser(found: Reporting) -> None:
    report = begun(found)
    first, where = signed_in(found.liaison.user), reverse("selfassessment:unit", kwargs={"pk": found.own.pk})
    assert "站内搜索" in first.get(where).content.decode()
    sent = {"initial-mark:links": "", "mark:links": "18"}
    told = first.post(where, sent, headers={"X-Autosave": "1"})
    assert (told.status_code, "已自动保存" in told.json()["said"]) == (200, True)
    second = signed_in(found.leader.user)
    clash = second.post(where, {"initial-mark:links": "", "mark:links": "20"}, headers={"X-Autosave": "1"})
    assert (clash.status_code, clash.json()["stop"]) == (409, True)
    shown = second.post(where, {"initial-mark:links": "", "mark:links": "20"})
    text = shown.content.decode()
    assert shown.status_code == 409
    for words in ("自评分：链接可用", "某单位联络员", ">18<", 'value="20"', 'name="initial-mark:links" value="18"'):
        assert words in text
    decided = second.post(where, {"initial-mark:links": "18", "mark:links": "20"})
    assert decided.status_code == 302
    assert report.answers.get(key="mark:links").text == "20"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"mark:links": ""}, "“链接可用”请填分数"),
        ({"mark:links": "二十"}, "“链接可用”请填分数"),
        ({"mark:links": "21"}, "应在 0 到 20 之间"),
        ({"mark:links": "-1"}, "应在 0 到 20 之间"),
        ({"mark:links": "不适用"}, "填了不适用，请说明原因"),
        ({"mark:proof": "3"}, "自评比监测结果高 3 分，请说明理由"),
    ],
)
def test_what_is_missing_or_wrong_is_said(found: Reporting, answers: dict[str, str], words: str) -> None:
    recompute_scores(Actor(None), found.cycle.pk, BEFORE, date(2026, 12, 1))
    report = begun(found)
    write_report(found.liaison, report.pk, whole(found, report), BEFORE)
    now = dict(report.answers.values_list("key", "text"))
    write_report(found.liaison, report.pk, {key: Edit(now[key], text) for key, text in answers.items()}, BEFORE)
    with pytest.raises(RefusedError, match=words):
        submit_report(found.leader, report.pk, BEFORE)
    checked = signed_in(found.liaison.user).get(
        f"{reverse('selfassessment:unit', kwargs={'pk': found.own.pk})}?checked=1"
    )
    assert words in checked.content.decode()


def test_the_leader_hands_in_and_it_stays_as_it_was(found: Reporting) -> None:
    report = begun(found)
    with pytest.raises(RefusedError, match="还没有写"):
        submit_report(found.leader, report.pk, BEFORE)
    write_report(found.liaison, report.pk, whole(found, report, "5"), BEFORE)
    with pytest.raises(OutOfReachError):
        submit_report(found.liaison, report.pk, BEFORE)
    done = submit_report(found.leader, report.pk, LAST_SECOND)
    assert (done.state, done.late, done.own_total) == ("submitted", False, Decimal(20))
    kept = Submission.objects.get()
    assert kept.data["answers"]["mark:links"] == "5"
    with pytest.raises(RefusedError, match="已经报送"):
        submit_report(found.leader, report.pk, LAST_SECOND)
    with pytest.raises(RefusedError, match="已经报送"):
        write_report(found.liaison, report.pk, {}, BEFORE)
    assert Submission.objects.count() == 1


def test_a_report_is_late_from_the_day_after_and_stays_so(found: Reporting, actor: ActorOf) -> None:
    report = handed_in(found, DAY_AFTER)
    assert report.late
    body, due = actor(Role.BODY), date(2026, 12, 20)
    with pytest.raises(RefusedError, match="写明原因"):
        return_reports(body, found.cycle.pk, [found.own.pk], due=due, at=DAY_AFTER)
    why = Actor(body.user, reason="自查情况过于简单")
    with pytest.raises(RefusedError, match="不能早于今天"):
        return_reports(why, found.cycle.pk, [found.own.pk], due=date(2026, 12, 1), at=DAY_AFTER)
    assert return_reports(why, found.cycle.pk, [one.pk for one in found.places], due=due, at=DAY_AFTER) == 1
    assert Notice.objects.filter(kind="self-report-returned", person=found.leader.user).count() == 1
    report.refresh_from_db()
    assert (report.state, report.why, report.due) == ("returned", "自查情况过于简单", due)
    with pytest.raises(OutOfReachError):
        return_reports(found.leader, found.cycle.pk, [found.own.pk], due=due, at=DAY_AFTER)
    corrected = submit_report(found.leader, report.pk, datetime(2026, 12, 19, tzinfo=UTC))
    assert (corrected.late, corrected.why, Submission.objects.count()) == (True, "", 2)


def scores(found: Reporting, monkeypatch: pytest.MonkeyPatch, at: datetime) -> dict[str, Decimal | None]:
    """What the unit has for its report and its proofs, were it this moment."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    scoring = recompute_scores(Actor(None), found.cycle.pk, at, min(at.date(), date(2026, 12, 31)))
    assert scoring.problem == ""
    tree = tree_of(scoring, found.own.unit.code)
    return {name: tree.find(name).points for name in ("report", "proof")}


def test_what_is_handed_in_counts(found: Reporting, actor: ActorOf, monkeypatch: pytest.MonkeyPatch) -> None:
    assert scores(found, monkeypatch, BEFORE)["report"] is None  # not yet due: unknown, never 0
    assert scores(found, monkeypatch, DAY_AFTER)["report"] == 0  # missing
    handed_in(found, LAST_SECOND)
    assert scores(found, monkeypatch, DAY_AFTER)["report"] == 30
    why = Actor(actor(Role.BODY).user, reason="补正")
    return_reports(why, found.cycle.pk, [found.own.pk], due=date(2026, 12, 20), at=DAY_AFTER)
    assert scores(found, monkeypatch, DAY_AFTER)["report"] is None
    assert scores(found, monkeypatch, DAY_AFTER + timedelta(days=8))["report"] == 0


def test_late_costs_what_the_scheme_says(found: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    handed_in(found, DAY_AFTER)
    assert scores(found, monkeypatch, DAY_AFTER)["report"] == 20


def test_units_are_reminded_before_and_after_the_last_day(found: Reporting) -> None:
    assert [day for day in range(1, 20) if reminds_on(date(2026, 12, 12), date(2026, 12, day), 5)] == [7, 11, 13]
    Cycle.objects.filter(pk=found.cycle.pk).update(state="evaluation")
    body = User.objects.create_user(username="office", name="某办")
    body.memberships.create(role=Role.BODY, region=found.cycle.body)
    with pytest.raises(OutOfReachError):
        remind_of_reports(found.liaison, found.cycle.report_call.pk, datetime(2026, 12, 7, 1, 30, tzinfo=UTC))
    told = []
    for day in (6, 7, 11, 12, 13, 14):
        early, at = datetime(2026, 12, day, 0, 30, tzinfo=UTC), datetime(2026, 12, day, 1, 30, tzinfo=UTC)
        assert rounds.remind_before_the_last_day(early) == 0  # half past eight
        told.append(rounds.remind_before_the_last_day(at))
        assert rounds.remind_before_the_last_day(at) == 0  # once a day
    assert told == [0, 2, 2, 0, 2, 0]
    assert Notice.objects.filter(kind="self-report-due", person=found.liaison.user).count() == 2
    lacking = Notice.objects.get(kind="self-reports-lacking", person=body)
    assert "2 个单位" in lacking.title
    handed_in(found, DAY_AFTER)
    open_ = Notice.objects.filter(kind__startswith="self-report", person=found.leader.user, done_at=None)
    assert not open_.exists()


def test_the_body_sees_states_gaps_and_a_report(
    found: Reporting, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    recompute_scores(Actor(None), found.cycle.pk, BEFORE, date(2026, 12, 1))
    report = begun(found)
    edits = whole(found, report) | {"mark:proof": Edit("0", "4"), "note:proof": Edit("", "<script>见附件")}
    write_report(found.liaison, report.pk, edits, BEFORE)
    submit_report(found.leader, report.pk, BEFORE)
    client = browse(Role.BODY)
    listed = reverse("selfassessment:cycle", kwargs={"pk": found.cycle.pk})
    with django_assert_max_num_queries(30):
        text = client.get(listed).content.decode()
    assert "自评高出监测" in text
    assert client.get(listed, {"standing": "submitted"}).content.decode().count('name="row"') == 1
    exported = client.get(listed, {"export": "csv"})
    rows = b"".join(exported.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert "东县教育局,已报送,2026-12-01 10:00,某单位负责人（zp-leader）,4,0,4," in rows[1] + rows[2]
    shown = client.get(reverse("selfassessment:report", kwargs={"pk": found.own.pk})).content.decode()
    assert "&lt;script&gt;见附件" in shown
    assert "+4" in shown
    ticked = {"which": "ticked", "row": found.own.pk, "act": "return", "reason": "补充依据", "due": "2099-01-01"}
    assert "已退回 1 份" in client.post(listed, ticked, follow=True).content.decode()
    own = (
        signed_in(found.liaison.user).get(reverse("selfassessment:unit", kwargs={"pk": found.own.pk})).content.decode()
    )
    assert "补充依据" in own


def test_people_see_no_marks_of_assessors_before_the_feedback(found: Reporting, city: City) -> None:
    recompute_scores(Actor(None), found.cycle.pk, BEFORE, date(2026, 12, 1))
    begun(found)
    text = (
        signed_in(found.liaison.user).get(reverse("selfassessment:unit", kwargs={"pk": found.own.pk})).content.decode()
    )
    assert "含人工测评，不显示得分" in text
    assert UnitScore.objects.filter(cycle=found.cycle).exists()


def test_the_whole_way_in_the_browser(found: Reporting, browse: Browse) -> None:
    liaison, where = signed_in(found.liaison.user), reverse("selfassessment:unit", kwargs={"pk": found.own.pk})
    assert "2026年自评" in liaison.get(reverse("selfassessment:own")).content.decode()
    assert "开始填写" in liaison.get(where).content.decode()
    begin = reverse("selfassessment:unit-begin", kwargs={"pk": found.own.pk})
    assert "已按监测结果预填" in liaison.post(begin, follow=True).content.decode()
    report = Report.objects.get()
    sent: dict[str, Any] = {key: edit.wanted for key, edit in whole(found, report).items()}
    saved = liaison.post(where, sent | {"act": "check"}, follow=True).content.decode()
    assert "没有要补充的" in saved
    assert "请单位负责人登录报送" in saved
    assert liaison.post(where, sent | {"act": "submit"}).status_code == 404
    leader = signed_in(found.leader.user)
    refused = leader.post(where, sent | {"initial-mark:links": "0", "mark:links": "", "act": "submit"})
    assert "还不能报送：“链接可用”请填分数" in refused.content.decode()
    done = leader.post(where, sent | {"act": "submit"}, follow=True).content.decode()
    assert "已报送" in done
    lost = liaison.post(where, {"initial-mark:links": "0", "mark:links": "19"}).content.decode()
    assert "没有保存；需要的请复制" in lost
    assert "19" in lost
    other = reverse("selfassessment:unit", kwargs={"pk": found.places[1].pk})
    assert liaison.get(other).status_code == 404


def test_only_whom_the_call_concerns(found: Reporting, city: City, browse: Browse) -> None:
    west = browse(Role.BODY, city.west)
    for name in ("selfassessment:cycle", "selfassessment:cycle-call", "selfassessment:cycle-section-add"):
        assert west.get(reverse(name, kwargs={"pk": found.cycle.pk})).status_code == 404
    assert west.get(reverse("selfassessment:report", kwargs={"pk": found.own.pk})).status_code == 404
