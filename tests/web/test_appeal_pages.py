"""The pages of appeals: a unit's way from a deduction to its appeal, the officer's to the decision, the office's on."""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError
from kaoping.web.appeals.actions.accept_appeal import accept_appeal
from kaoping.web.appeals.actions.set_terms import set_terms
from kaoping.web.appeals.actions.warn_of_appeals import warn_of_appeals
from kaoping.web.appeals.models import Appeal
from kaoping.web.appeals.rounds import warn_of_answers
from kaoping.web.appeals.statistics import figures_of
from kaoping.web.notices.models import Notice
from kaoping.web.results.models import Feedback, ResultVersion
from kaoping.workflow.appeal import Limits
from tests.web.appeal_world import LAST, MINUTE, RECEIVED, FedBack, fed_back
from tests.web.conftest import City, signed_in
from tests.web.findings import picture
from tests.web.test_appeals import DESIGN, WHY, claim, given, upheld

REASON = "经复核，页面设计符合细则第一条，应得16分。"


class Clock:
    """The time as the platform sees it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def world(city: City) -> FedBack:
    """Results that were fed back."""
    return fed_back(city)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock on the wall, which stands still."""
    found = Clock(RECEIVED + timedelta(hours=1))
    monkeypatch.setattr("django.utils.timezone.now", found)
    return found


def text(response: HttpResponseBase) -> str:
    """What a page says."""
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def address(name: str, pk: int, query: str = "") -> str:
    """Where a page is."""
    return reverse(f"appeals:{name}", kwargs={"pk": pk}) + query


def test_the_scores_of_a_unit_lead_to_its_appeal_while_there_is_time(world: FedBack, clock: Clock) -> None:
    client, page = signed_in(world.liaison), reverse("results:unit", kwargs={"pk": world.place().pk})
    way = f"{address('file', world.place().pk)}?item=design"
    assert f'href="{way}"' in text(client.get(page))
    assert client.get(way).status_code == 200
    assert way not in text(signed_in(world.officers[0]).get(page))  # the office does not appeal
    clock.at = LAST + MINUTE
    assert way not in text(client.get(page))


def test_the_way_from_a_deduction_to_the_confirmed_result(world: FedBack, clock: Clock) -> None:
    opened_to_the_evidence(world)
    clock.at = LAST  # close of business of the third working day
    appeal = filed(world)
    clock.at = LAST + MINUTE
    refused(world)
    upheld_by_another(world, appeal)
    confirmed(world, appeal)


def opened_to_the_evidence(world: FedBack) -> None:
    """The unit opens its deductions down to a finding."""
    unit, place = signed_in(world.liaison), world.place()
    own = address("unit", place.pk)
    assert own in text(unit.get(reverse("appeals:own")))
    page = text(unit.get(own))
    for words in ("页面设计", "−6", "−3", "由测评人员酌情给分", "2026-11-27 17:30（星期五）截止", "只申诉这一个"):
        assert words in page
    assert "评估员" not in page  # who marked is not for units
    finding = world.finding(0, "c")
    assert unit.get(reverse("monitoring:finding", kwargs={"pk": finding.pk})).status_code == 200


def filed(world: FedBack) -> Appeal:
    """The unit appeals, with a proof."""
    unit = signed_in(world.liaison)  # the session of three days ago is over
    form = address("file", world.place().pk, "?item=design")
    assert "申诉理由" in text(unit.get(form))
    proof = SimpleUploadedFile("截图.png", picture(), "image/png")
    answer = unit.post(form, {"text": WHY, "proofs": [proof]}, follow=True)
    appeal = Appeal.objects.get()
    assert answer.redirect_chain[-1][0] == address("appeal", appeal.pk)
    assert "截图.png" in text(answer)
    file = unit.get(address("proof", appeal.files.get().pk))
    assert file["Content-Security-Policy"].startswith("sandbox")
    return appeal


def refused(world: FedBack) -> None:
    """The unit comes late, and is told why."""
    unit, place = signed_in(world.liaison), world.place()
    late = text(unit.post(address("file", place.pk, "?item=links"), {"text": WHY}, follow=True))
    for words in ("逾期不受理", "2026-11-27 17:31:00（星期五）提交，晚了 1 分钟，不予受理", WHY):
        assert words in late
    assert "不再受理" in text(unit.get(address("file", place.pk, "?item=onsite")))


def upheld_by_another(world: FedBack, appeal: Appeal) -> None:
    """An officer who had no part in it previews, decides, and comes back to the form."""
    office, officer = signed_in(world.officers[1]), signed_in(world.officers[0])
    assert "待受理" in text(office.get(reverse("appeals:appeals"), {"state": "open"}))
    office.post(address("accept", appeal.pk), {"officer": world.officers[0].pk, "seen": 0})
    assert "由 复核员1 复核" not in text(officer.get(address("decide", appeal.pk)))
    decide = address("decide", appeal.pk)
    said = {"outcome": "upheld", "reason": REASON, "mark0": "16"}
    unseen = text(officer.post(decide, {**said, "act": "decide"}))  # nothing is decided before its effect is seen
    assert "请看清下面的影响" in unseen
    appeal.refresh_from_db()
    assert appeal.state == "accepted"
    seen = officer.post(decide, {**said, "act": "preview"})
    for words in ("87 → ", ">89<", "2 → ", ">1<", "合格 → ", ">良好<", "东县第1局"):
        assert words in text(seen)
    token = seen.context["token"]
    done = officer.post(decide, {**said, "act": "decide", "token": token}, follow=True)
    assert "已答复：申诉成立" in text(done)
    assert "原" in text(done)
    assert [world.now(unit) for unit in range(3)] == [
        (Decimal(89), 1, "良好"),
        (Decimal(88), 2, "良好"),
        (Decimal(86), 3, "合格"),
    ]
    again = officer.post(decide, {**said, "act": "decide", "token": token}, follow=True)  # back button, sent again
    assert again.redirect_chain == [(address("appeal", appeal.pk), 302)]
    other = officer.post(decide, {**said, "act": "decide", "token": token, "reason": "另一个理由，写得更长一些。"})
    for words in ("复核员1 已于", "另一个理由，写得更长一些。"):
        assert words in text(other)
    assert world.cycle.marks.filter(mode="appeal").count() == 1


def confirmed(world: FedBack, appeal: Appeal) -> None:
    """What changed is approved again and published; the unit sees both versions."""
    unit, office = signed_in(world.liaison), signed_in(world.officers[1])
    assert "申诉成立" in text(unit.get(address("appeal", appeal.pk)))
    assert Notice.objects.filter(kind="appeal-decided", person=world.liaison).exists()
    Feedback.objects.filter(received_at=None).update(received_at=RECEIVED)
    cycle = reverse("cycles:cycle", kwargs={"pk": world.cycle.pk})
    shown = text(office.get(cycle))
    for words in ("请先再次审定", "100%", "件逾期不受理"):
        assert words in shown
    world.step("approve_again", (LAST + MINUTE).date())
    shown = text(unit.get(address("appeal", appeal.pk)))
    for words in ("第1版（审定）", "第2版（复核后审定）", ">87<", ">89<", "良好"):
        assert words in shown
    world.step("publish", (LAST + MINUTE).date())
    assert ResultVersion.objects.count() == 2
    assert "申诉阶段已经结束" in text(unit.get(address("unit", world.place().pk)))


def test_opening_the_page_is_the_receipt(world: FedBack, clock: Clock) -> None:
    user = User.objects.create_user(username="liaison-u1", name="联络员乙")
    Membership.objects.create(user=user, role=Role.LIAISON, unit=world.place(1).unit)
    client = signed_in(user)
    assert "打开结果后起算" in text(client.get(reverse("appeals:own")))
    assert client.get(address("unit", world.place(1).pk)).status_code == 200
    assert Feedback.objects.get(participant=world.place(1)).received_at == clock.at
    assert client.get(address("unit", world.place(0).pk)).status_code == 404
    assert client.get(address("file", world.place(1).pk, "?item=search")).status_code == 404  # nothing was deducted


def test_what_was_typed_stays_when_it_is_refused(world: FedBack, clock: Clock) -> None:
    unit, form = signed_in(world.liaison), address("file", world.place().pk, "?item=design")
    short = unit.post(form, {"text": "不服这个分"})
    assert short.status_code == 422
    assert "不服这个分" in text(short)
    unit.post(form, {"text": WHY})
    other = unit.post(form, {"text": "另一个理由，这次写得更清楚一些。"})
    assert other.status_code == 422
    for words in ("不能重复申诉", "另一个理由，这次写得更清楚一些。", "data-keep"):
        assert words in text(other)
    bad = SimpleUploadedFile("a.exe", b"MZ", "application/octet-stream")
    wrong = unit.post(address("file", world.place().pk, "?item=links"), {"text": WHY, "proofs": [bad]})
    assert "不是可接受的文件" in text(wrong)
    assert Appeal.objects.count() == 1


def test_a_lost_session_writes_nothing_and_leads_back(world: FedBack, clock: Clock) -> None:
    form = address("file", world.place().pk, "?item=design")
    answer = Client().post(form, {"text": WHY})
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]
    assert not Appeal.objects.exists()


def test_another_officer_was_quicker(world: FedBack, clock: Clock) -> None:
    clock.at = LAST
    appeal = given(world, claim(world))
    client, decide = signed_in(world.officers[0]), address("decide", appeal.pk)
    said = {"outcome": "upheld", "reason": REASON, "mark0": "16"}
    token = client.post(decide, {**said, "act": "preview"}).context["token"]
    accept_appeal(Actor(world.officers[0]), appeal.pk, world.officers[1].pk, world.officers[0].pk, at=LAST)
    late = client.post(decide, {**said, "act": "decide", "token": token})
    assert late.status_code == 422
    for words in ("由 复核员2 复核", REASON):
        assert words in text(late)
    assert not world.cycle.marks.filter(mode="appeal").exists()


def test_a_bad_mark_is_said_and_kept(world: FedBack, clock: Clock) -> None:
    clock.at = LAST
    appeal = given(world, claim(world))
    said = {"outcome": "upheld", "reason": REASON, "mark0": "21", "act": "preview"}
    answer = signed_in(world.officers[0]).post(address("decide", appeal.pk), said)
    assert answer.status_code == 422
    for words in ("20", 'value="21"', REASON):
        assert words in text(answer)


def test_the_same_false_finding_elsewhere_is_listed_and_confirmed(world: FedBack, clock: Clock) -> None:
    clock.at = LAST
    appeal = given(world, claim(world, "links"))
    client, decide = signed_in(world.officers[0]), address("decide", appeal.pk)
    shown = text(client.get(decide))
    for words in ("其他单位同样的误报", "东县第1局：", "/d.html"):
        assert words in shown
    own, same = world.finding(0, "c"), world.finding(1, "d")
    said = {"outcome": "partly", "reason": REASON, "elsewhere": [same.pk]}
    assert "其他单位的同样问题有变化" in text(decided(client, decide, said))  # its own is not among them
    done = decided(client, decide, {**said, "dismissed": [own.pk]})
    assert done.status_code == 302
    same.refresh_from_db()
    assert same.standing == "dismiss"


def decided(client: Client, where: str, said: Mapping[str, object]) -> HttpResponseBase:
    """Preview, then decide."""
    seen = client.post(where, {**said, "act": "preview"})
    return client.post(where, {**said, "act": "decide", "token": seen.context["token"]})


def test_who_is_barred_is_told_and_not_offered(world: FedBack, clock: Clock) -> None:
    clock.at = LAST
    appeal = claim(world)
    marker = world.judged.mark(0, "design").assessor
    Membership.objects.create(user=marker, role=Role.BODY, region=world.cycle.body)
    shown = text(signed_in(marker).get(address("appeal", appeal.pk)))
    assert "您评过申诉所涉的指标，应当回避" in shown
    assert f'value="{marker.pk}"' not in shown
    for officer in world.officers:
        assert officer.name in shown


def test_clocks_warn_and_what_is_overdue_rises(world: FedBack, clock: Clock) -> None:
    clock.at = LAST
    appeal = given(world, claim(world))  # Friday 17:30: due Wednesday 17:30, after 21 working hours
    assert warn_of_answers(LAST + timedelta(hours=1)) == 0
    for at, kind, words, colour in (
        ("2026-12-01T12:00:00+08:00", "appeal-due-soon", "剩 10 小时 30 分钟", "half"),
        ("2026-12-02T11:18:00+08:00", "appeal-due-soon", "剩 4 小时 12 分钟", "soon"),
        ("2026-12-03T09:30:00+08:00", "appeal-overdue", "超期 1 小时 0 分钟", "overdue"),
    ):
        clock.at = datetime.fromisoformat(at)
        before = Notice.objects.filter(kind=kind, person=world.officers[0]).count()
        assert warn_of_answers(clock.at) > 0
        assert warn_of_appeals(Actor(None), clock.at) == 0  # nobody is told twice
        assert Notice.objects.filter(kind=kind, person=world.officers[0]).count() == before + 1
        shown = text(signed_in(world.officers[1]).get(reverse("appeals:appeals")))
        assert f'class="clock {colour}">{words}' in shown
    assert Notice.objects.filter(kind="appeal-overdue", person=world.officers[1]).exists()
    assert figures_of(world.cycle, clock.at).overdue == 1
    upheld(world, appeal, DESIGN)
    assert not Notice.objects.filter(kind__startswith="appeal-due", done_at=None).exists()
    assert not Notice.objects.filter(kind="appeal-overdue", done_at=None).exists()


def test_the_register_as_a_workbook(world: FedBack, clock: Clock) -> None:
    clock.at = LAST
    upheld(world, given(world, claim(world, text="=1+1 这是理由，不是公式")), DESIGN)
    response = signed_in(world.officers[1]).get(address("cycle", world.cycle.pk), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    head, row = [[cell.value for cell in line] for line in sheet.iter_rows()]
    said = dict(zip(head, row, strict=True))
    assert said["申诉理由"] == "=1+1 这是理由，不是公式"
    assert sheet.cell(2, head.index("申诉理由") + 1).data_type == "s"
    assert [str(said[name]) for name in ("原得分", "现得分", "原名次", "现名次")] == ["87", "89", "2", "1"]
    assert (str(said["扣分"]), said["复核结果"], said["更改内容"]) == ("6", "申诉成立", "页面设计：16（原：14）")
    assert said["申诉时间"] == "2026-11-27 17:30"


def test_limits_grow_and_do_not_shrink_once_fed_back(world: FedBack, clock: Clock) -> None:
    client, where = signed_in(world.officers[0]), address("terms", world.cycle.pk)
    seen = {"seen_file": "3", "seen_answer": "3", "seen_ends": "close"}
    assert "原因" in text(client.post(where, {**seen, "file_days": 5, "answer_days": 3, "ends": "close"}))
    shorter = {**seen, "file_days": 2, "answer_days": 3, "ends": "close", "reason": "缩短"}
    assert "只能延长" in text(client.post(where, shorter))
    longer = {**seen, "file_days": 4, "answer_days": 5, "ends": "midnight", "reason": "系统停机一天"}
    assert client.post(where, longer).status_code == 302
    assert "刚刚改了" in text(client.post(where, {**longer, "file_days": 6}))
    with pytest.raises(OutOfReachError):
        set_terms(Actor(world.liaison), world.cycle.pk, Limits(9, 9), Limits(3, 3))
    late = claim(world, at=datetime.fromisoformat("2026-11-30T23:59:00+08:00"))
    assert late.state == "filed"
    assert "4 个工作日" in text(client.get(address("cycle", world.cycle.pk)))


def test_a_unit_sees_its_own_and_nothing_of_others(world: FedBack, clock: Clock) -> None:
    clock.at = LAST
    appeal = given(world, claim(world))
    upheld(world, appeal, DESIGN)
    user = User.objects.create_user(username="liaison-u1", name="联络员乙")
    Membership.objects.create(user=user, role=Role.LIAISON, unit=world.place(1).unit)
    other = signed_in(user)
    assert other.get(address("appeal", appeal.pk)).status_code == 404
    assert "还没有申诉" in text(other.get(reverse("appeals:appeals")))
    own = text(signed_in(world.liaison).get(address("appeal", appeal.pk)))
    assert "东县第1局" not in own
    assert "操作记录" not in own


def test_the_register_takes_few_queries_however_many(
    world: FedBack, clock: Clock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clock.at = LAST
    first = claim(world)
    rows = []
    for number in range(60):
        row = Appeal.objects.get(pk=first.pk)
        row.pk, row.item = None, f"item{number}"
        rows.append(row)
    Appeal.objects.bulk_create(rows)
    client = signed_in(world.officers[0])
    client.get(reverse("appeals:appeals"))
    with django_assert_max_num_queries(14):
        assert client.get(reverse("appeals:appeals")).status_code == 200
