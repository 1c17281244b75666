"""What units reply to findings and what is waived: acts, pages, notices, deadlines."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kaoping.measures.inputs import DecisionKind
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError, RefusedError
from kaoping.web.cycles.models import Cycle
from kaoping.web.monitoring.actions.answer_reply import Answering, answer_reply
from kaoping.web.monitoring.actions.answer_waiver import Judging, answer_waiver
from kaoping.web.monitoring.actions.ask_waivers import Asking, apply_for_waiver, ask_waivers
from kaoping.web.monitoring.actions.file_reply import Replying, file_reply
from kaoping.web.monitoring.actions.warn_of_expiring import warn_of_expiring
from kaoping.web.monitoring.answering import due_of, is_overdue
from kaoping.web.monitoring.decision_book import decision_book
from kaoping.web.monitoring.finding_rounds import end_decisions, warn_of_waivers
from kaoping.web.monitoring.models import Finding, Reply, Waiver
from kaoping.web.notices.models import Notice
from kaoping.worktime import beijing_date, parse_moment
from tests.web.conftest import City
from tests.web.findings import found_by, picture

ActorOf = Callable[..., Actor]
Browse = Callable[..., Client]
NOW = timezone.now
FALSE = Replying("false", "页脚图片即党政机关标识")
TODAY = beijing_date(timezone.now())


@pytest.fixture
def found(city: City, inspected_once: Path) -> Finding:
    """A finding that a unit may reply to."""
    return next(row for row in found_by(inspected_once, city.east) if row.check_id == "footer-marks")


def standing(row: Finding) -> str:
    """How a finding stands in the table."""
    return Finding.objects.values_list("standing", flat=True).get(pk=row.pk)


def told(kind: str) -> set[str]:
    """Who was told of something."""
    return set(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


# Replies


def test_a_false_alarm_that_is_accepted_is_dismissed(found: Finding, actor: ActorOf) -> None:
    body, unit = actor(Role.BODY), actor(Role.LIAISON)
    reply = file_reply(unit, found.pk, FALSE, NOW())
    assert told("reply-filed") == {"body-321301"}
    answer_reply(body, reply.pk, Answering("accepted", "属实"), NOW())
    assert standing(found) == "dismiss"
    reply.refresh_from_db()
    assert reply.decision is not None
    assert reply.decision.reason == "采纳单位反馈：属实"
    assert told("reply-answered") == {"liaison-321301"}


def test_refusing_needs_a_reason_and_changes_nothing(found: Finding, actor: ActorOf) -> None:
    body, reply = actor(Role.BODY), file_reply(actor(Role.LEADER), found.pk, FALSE, NOW())
    with pytest.raises(RefusedError, match="理由"):
        answer_reply(body, reply.pk, Answering("refused"), NOW())
    answer_reply(body, reply.pk, Answering("refused", "链接失效"), NOW())
    assert standing(found) == ""


def test_replies_and_answers_sent_twice_count_once(found: Finding, actor: ActorOf, person: Callable[..., User]) -> None:
    unit, body = actor(Role.LIAISON), actor(Role.BODY)
    reply = file_reply(unit, found.pk, FALSE, NOW())
    assert file_reply(unit, found.pk, FALSE, NOW()) == reply
    with pytest.raises(RefusedError, match="等待答复"):
        file_reply(unit, found.pk, Replying("false", "另有一种说法"), NOW())
    said = Answering("accepted", "属实")
    assert answer_reply(body, reply.pk, said, NOW()) == answer_reply(body, reply.pk, said, NOW())
    other = Actor(person(Role.BODY, None, "colleague"))
    with pytest.raises(RefusedError, match=r"某考评机构 已经答复：已采纳.*没有保存"):
        answer_reply(other, reply.pk, Answering("refused", "不对"), NOW())
    assert found.decisions.count() == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Replying("false", "无"), "写明情况"),
        (Replying("fix", "马上整改，请放心"), "整改期限"),
        (Replying("fix", "马上整改，请放心", TODAY - timedelta(days=1)), "不能早于今天"),
        (Replying("other", "马上整改，请放心"), "类型"),
    ],
)
def test_what_a_reply_must_say(said: Replying, why: str, found: Finding, actor: ActorOf) -> None:
    with pytest.raises(RefusedError, match=why):
        file_reply(actor(Role.LIAISON), found.pk, said, NOW())
    assert not Reply.objects.exists()


def test_units_reply_on_their_own_sites_only(city: City, found: Finding, actor: ActorOf) -> None:
    for stranger in (actor(Role.LIAISON, city.west), actor(Role.BODY), actor(Role.ADMIN)):
        with pytest.raises(OutOfReachError):
            file_reply(stranger, found.pk, FALSE, NOW())
    reply = file_reply(actor(Role.LIAISON), found.pk, FALSE, NOW())
    for stranger in (actor(Role.BODY, city.west), actor(Role.LEADER)):
        with pytest.raises(OutOfReachError):
            answer_reply(stranger, reply.pk, Answering("accepted"), NOW())


def test_an_answer_is_due_after_three_working_days(found: Finding, actor: ActorOf) -> None:
    friday = parse_moment("2026-01-16 10:00")
    reply = file_reply(actor(Role.LIAISON), found.pk, FALSE, friday)
    assert due_of(reply).at == parse_moment("2026-01-21 17:30")
    assert is_overdue(reply)
    reply.state = "noted"
    assert not is_overdue(reply)


def test_a_unit_replies_with_a_proof_that_stays_with_it(city: City, found: Finding, browse: Browse) -> None:
    unit, body = browse(Role.LIAISON), browse(Role.BODY)
    page = reverse("monitoring:finding-reply", kwargs={"pk": found.pk})
    proof = SimpleUploadedFile("页脚.png", picture())
    sent = {"kind": "false", "text": "页脚图片即党政机关标识", "proof": proof}
    text = unit.post(page, sent, follow=True).content.decode()
    assert "已提交" in text
    assert "页脚.png" in text
    reply = Reply.objects.get()
    address = reverse("monitoring:reply-proof", kwargs={"pk": reply.pk})
    answer = body.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer.content.startswith(b"\x89PNG")
    assert browse(Role.LIAISON, city.west).get(address).status_code == 404
    assert "页脚图片即" in body.get(reverse("monitoring:replies")).content.decode()
    accept = {"state": "accepted", "answer": ""}
    answered = body.post(reverse("monitoring:reply", kwargs={"pk": reply.pk}), accept, follow=True).content.decode()
    assert "已采纳" in answered
    assert standing(found) == "dismiss"


def test_a_bad_proof_comes_back_with_everything_typed(found: Finding, browse: Browse) -> None:
    page = reverse("monitoring:finding-reply", kwargs={"pk": found.pk})
    sent = {"kind": "explain", "text": "情况说明如下", "proof": SimpleUploadedFile("a.png", b"<script>")}
    answer = browse(Role.LIAISON).post(page, sent)
    assert answer.status_code == 422
    assert "图片打不开" in answer.content.decode()
    assert "情况说明如下" in answer.content.decode()


# Waivers


def asked(actor: ActorOf, found: Finding, days: int = 30) -> Waiver:
    """A waiver that the body asked for."""
    assert ask_waivers(actor(Role.BODY), [found.pk], Asking("改版中", TODAY + timedelta(days=days)), NOW()) == 1
    return Waiver.objects.get()


def test_a_waiver_excuses_until_its_last_day(
    city: City, found: Finding, actor: ActorOf, announced_in: Callable[..., Cycle]
) -> None:
    approver = actor(Role.APPROVER)
    waiver = asked(actor, found)
    assert standing(found) == ""
    assert told("waiver-asked") == {"approver-321301"}
    answer_waiver(approver, waiver.pk, Judging(True), NOW())
    assert standing(found) == "waive"
    (counted,) = decision_book(announced_in(city.east))
    assert (counted.kind, counted.from_, counted.until) == (DecisionKind.WAIVE, TODAY, TODAY + timedelta(days=30))
    midnight = parse_moment(f"{(TODAY + timedelta(days=31)).isoformat()} 00:00")
    assert end_decisions(midnight - timedelta(seconds=1)) == 0
    assert end_decisions(midnight) == 1
    assert standing(found) == ""


def test_nobody_approves_the_own_request(
    city: City, found: Finding, actor: ActorOf, person: Callable[..., User]
) -> None:
    waiver = asked(actor, found)
    with pytest.raises(RefusedError, match="不能自己审批"):
        answer_waiver(Actor(waiver.asked_by), waiver.pk, Judging(True), NOW())
    both = person(Role.APPROVER, None, "both")
    Membership.objects.create(user=both, role=Role.LEADER, unit=city.east.unit)
    with pytest.raises(RefusedError, match="本单位"):
        answer_waiver(Actor(both), waiver.pk, Judging(True), NOW())
    for stranger in (actor(Role.APPROVER, city.west), actor(Role.LIAISON)):
        with pytest.raises(OutOfReachError):
            answer_waiver(stranger, waiver.pk, Judging(True), NOW())
    assert standing(found) == ""


def test_a_request_is_answered_once(found: Finding, actor: ActorOf, person: Callable[..., User]) -> None:
    waiver, approver = asked(actor, found), actor(Role.APPROVER)
    with pytest.raises(RefusedError, match="理由"):
        answer_waiver(approver, waiver.pk, Judging(False), NOW())
    answer_waiver(approver, waiver.pk, Judging(False, "不属于改版范围"), NOW())
    assert answer_waiver(approver, waiver.pk, Judging(False, "不属于改版范围"), NOW()).state == "refused"
    other = Actor(person(Role.APPROVER, None, "colleague"))
    with pytest.raises(RefusedError, match="已经审批"):
        answer_waiver(other, waiver.pk, Judging(True), NOW())
    assert found.decisions.count() == 0


@pytest.mark.parametrize("days", [-1, 400])
def test_a_waiver_ends_within_a_year(days: int, found: Finding, actor: ActorOf) -> None:
    with pytest.raises(RefusedError, match="一年之内"):
        ask_waivers(actor(Role.BODY), [found.pk], Asking("改版中", TODAY + timedelta(days=days)), NOW())
    with pytest.raises(RefusedError, match="哪一天"):
        ask_waivers(actor(Role.ADMIN), [found.pk], Asking("改版中", None), NOW())


def test_a_unit_applies_for_its_own(city: City, found: Finding, actor: ActorOf) -> None:
    actor(Role.APPROVER)
    wanted = Asking("系统迁移", TODAY + timedelta(days=10))
    assert apply_for_waiver(actor(Role.LIAISON), found.pk, wanted, NOW()) == 1
    assert apply_for_waiver(actor(Role.LEADER), found.pk, wanted, NOW()) == 0  # asked for already
    assert apply_for_waiver(actor(Role.LIAISON, city.west), found.pk, wanted, NOW()) == 0
    assert told("waiver-asked") == {"approver-321301"}


def test_people_are_warned_once_before_a_waiver_ends(found: Finding, actor: ActorOf) -> None:
    actor(Role.LIAISON)
    waiver = asked(actor, found, days=5)
    answer_waiver(actor(Role.APPROVER), waiver.pk, Judging(True), NOW())
    assert warn_of_expiring(Actor(None), NOW()) == 2
    assert warn_of_expiring(Actor(None), NOW()) == 0
    assert told("waiver-expiring") == {"liaison-321301", "body-321301"}
    assert warn_of_waivers(NOW()) == 0


def test_waivers_are_asked_and_approved_on_pages(city: City, found: Finding, browse: Browse) -> None:
    body, approver = browse(Role.BODY), browse(Role.APPROVER)
    until = (TODAY + timedelta(days=3)).isoformat()
    sent = {"row": [found.pk], "which": "ticked", "act": "waive", "why": "改版窗口期", "until": until}
    assert "申请豁免" in body.post("/monitoring/findings/", sent, follow=True).content.decode()
    waiver = Waiver.objects.get()
    page = reverse("monitoring:waiver", kwargs={"pk": waiver.pk})
    assert page in approver.get(reverse("monitoring:waivers"), {"state": "asked"}).content.decode()
    assert "waivers" in approver.get("/monitoring/findings/", {"waiting": "waivers"}).content.decode()
    text = approver.post(page, {"state": "approved", "answer": ""}, follow=True).content.decode()
    assert "已审批" in text
    text = body.get(reverse("monitoring:waivers"), {"ends": "soon"}).content.decode()
    assert "3 天后到期" in text
    text = body.get(reverse("monitoring:finding", kwargs={"pk": found.pk})).content.decode()
    assert f"（至 {until}）" in text
    own = browse(Role.LIAISON)
    ask = reverse("monitoring:finding-waive", kwargs={"pk": found.pk})
    assert own.post(ask, {"reason": "再延长", "until": until}).status_code == 302
    assert own.get(page).status_code == 403
