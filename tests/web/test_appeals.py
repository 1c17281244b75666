"""Appeals: filed in time, given to another officer, decided once; what they change is what a hand reckons."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError, RefusedError
from kaoping.web.appeals.actions.accept_appeal import accept_appeal
from kaoping.web.appeals.actions.answer_appeal import Answer, answer_appeal
from kaoping.web.appeals.actions.file_appeal import Claim, file_appeal
from kaoping.web.appeals.actions.withdraw_appeal import withdraw_appeal
from kaoping.web.appeals.effect import Effect, Plan, effect_of
from kaoping.web.appeals.items import items_of
from kaoping.web.appeals.models import Appeal
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.models import Cycle
from kaoping.web.marking.superseding import Superseding
from kaoping.web.monitoring.actions.decide_finding import Deciding, decide_finding
from kaoping.web.monitoring.actions.withdraw_decision import withdraw_decision
from kaoping.web.registry.models import Unit
from kaoping.web.results.recomputing import recompute_scores
from kaoping.worktime import beijing_date
from tests.web.appeal_world import LAST, MINUTE, RECEIVED, FedBack, fed_back
from tests.web.conftest import City

WHY = "页面设计已按细则第一条完成改版，请予复核。"


@pytest.fixture
def world(city: City) -> FedBack:
    """Results that were fed back."""
    return fed_back(city)


def claim(world: FedBack, item: str = "design", at: object = LAST, **more: object) -> Appeal:
    """The unit appeals."""
    said = Claim(item, str(more.pop("text", WHY)), **more)  # type: ignore[arg-type]
    return file_appeal(Actor(world.liaison), world.place().pk, said, at)  # type: ignore[arg-type]


def given(world: FedBack, appeal: Appeal, officer: int = 0) -> Appeal:
    """The body gives it to an officer."""
    return accept_appeal(Actor(world.officers[1]), appeal.pk, world.officers[officer].pk, 0, at=LAST)


def tried(world: FedBack, plan: Plan) -> Effect:
    """The preview."""
    return effect_of(world.place(), plan, beijing_date(LAST))


def upheld(world: FedBack, appeal: Appeal, plan: Plan, outcome: str = "upheld") -> Appeal:
    """The first officer decides."""
    said = Answer(outcome, "经复核，情况属实，予以更正。", plan, tried(world, plan) if plan else None)
    return answer_appeal(Actor(world.officers[0]), appeal.pk, said, LAST)


def recomputed(world: FedBack) -> None:
    """The scores are brought up to date."""
    recompute_scores(Actor(None), world.cycle.pk, LAST, beijing_date(LAST))


DESIGN = Plan(marks=(Superseding("design", "", "16", ""),))


def test_the_world_is_as_the_hand_reckons(world: FedBack) -> None:
    assert [world.score(unit, 1) for unit in range(3)] == [
        (Decimal(87), 2, "合格"),
        (Decimal(88), 1, "良好"),
        (Decimal(86), 3, "合格"),
    ]
    version = world.place().feedback.get().version
    items = {one.id: one.points for one in items_of(version, world.judged.units[0].code)}
    assert items == {"links": Decimal(3), "design": Decimal(6), "onsite": Decimal(4)}


def test_the_last_minute_is_in_time_and_one_minute_later_is_not(world: FedBack) -> None:
    taken = claim(world, "design", LAST)
    assert (taken.state, taken.points, taken.received_at) == ("filed", Decimal(6), RECEIVED)
    late = claim(world, "links", LAST + MINUTE)
    assert late.state == "late"
    for words in ("2026-11-24 10:12（星期二）", "2026-11-27 17:30（星期五）", "2026-11-27 17:31:00", "晚了 1 分钟"):
        assert words in late.refusal
    assert claim(world, "links", LAST + 2 * MINUTE).pk == late.pk  # the same form again
    with pytest.raises(RefusedError, match="晚了 1 分钟"):
        claim(world, "links", LAST + 2 * MINUTE, text="再写一份别的理由，请受理。")
    assert Appeal.objects.count() == 2


def test_what_is_upheld_changes_score_rank_and_grade_as_the_hand_reckons(world: FedBack) -> None:
    appeal = given(world, claim(world))
    before = Entry.objects.count()
    shown = tried(world, DESIGN)
    assert (shown.own.before.total, shown.own.after.total) == ("87", "89")
    assert (shown.own.before.rank, shown.own.after.rank) == (2, 1)
    assert (shown.own.before.grade, shown.own.after.grade) == ("合格", "良好")
    assert [(one.code, one.before.rank, one.after.rank) for one in shown.others] == [("u1", 1, 2)]
    assert Entry.objects.count() == before  # a preview writes nothing
    done = upheld(world, appeal, DESIGN)
    assert (done.state, done.outcome, done.decided_by) == ("answered", "upheld", world.officers[0])
    recomputed(world)
    assert [world.now(unit) for unit in range(3)] == [
        (Decimal(89), 1, "良好"),
        (Decimal(88), 2, "良好"),
        (Decimal(86), 3, "合格"),
    ]
    assert world.score(0, 1) == (Decimal(87), 2, "合格")  # the version stays
    marks = world.cycle.marks.filter(participant=world.place(), question="design").order_by("seat")
    assert [(mark.mode, mark.text, mark.assessor.username) for mark in marks] == [
        ("single", "14", world.judged.mark(0, "design").assessor.username),
        ("appeal", "16", "officer1"),
    ]
    ruling = done.rulings.get()
    assert (ruling.before, ruling.after, ruling.elsewhere) == ("14", "页面设计：16", False)


def test_a_false_finding_goes_here_and_elsewhere_if_so_decided(world: FedBack) -> None:
    appeal = given(world, claim(world, "links", finding=world.finding(0, "c").key))
    own, same = world.finding(0, "c"), world.finding(1, "d")
    plan = Plan(dismissed=(own.pk,), elsewhere=(same.pk,))
    upheld(world, appeal, plan, "partly")
    recomputed(world)
    assert [world.now(unit)[:2] for unit in range(3)] == [(Decimal(88), 2), (Decimal(89), 1), (Decimal(86), 3)]
    own.refresh_from_db()
    same.refresh_from_db()
    assert (own.standing, same.standing) == ("dismiss", "dismiss")
    assert "误报相同" in same.decisions.get().reason
    for row in (own, same):
        with pytest.raises(RefusedError, match="申诉复核"):
            withdraw_decision(Actor(world.officers[1]), row.decisions.get().pk, "想改回来", LAST)
    assert list(appeal.rulings.values_list("participant__unit__code", "elsewhere")) == [
        (world.judged.units[0].code, False),
        ("u1", True),
    ]


def test_what_is_kept_stands_as_upheld_on_appeal(world: FedBack) -> None:
    finding = world.finding(0, "a")
    appeal = given(world, claim(world, "links", finding=finding.key))
    done = upheld(world, appeal, Plan(), "rejected")
    finding.refresh_from_db()
    assert (finding.standing, done.effect) == ("uphold", None)
    recomputed(world)
    assert world.now(0)[0] == Decimal(87)
    with pytest.raises(RefusedError, match="申诉复核"):
        withdraw_decision(Actor(world.officers[1]), finding.decisions.get().pk, "想改回来", LAST)


def test_a_panel_is_superseded_as_one(world: FedBack) -> None:
    appeal = given(world, claim(world, "onsite"))
    upheld(world, appeal, Plan(marks=(Superseding("onsite", "", "95", ""),)))
    recomputed(world)
    assert world.now(0) == (Decimal(90), 1, "优秀")  # 87 - 16 + 95·20/100
    assert world.cycle.marks.filter(participant=world.place(), question="onsite").count() == 4


def test_who_had_a_part_does_not_decide(world: FedBack) -> None:
    appeal = claim(world)
    marker = world.judged.mark(0, "design").assessor
    Membership.objects.create(user=marker, role=Role.BODY, region=world.cycle.body)
    with pytest.raises(RefusedError, match="评过申诉所涉的指标"):
        accept_appeal(Actor(world.officers[1]), appeal.pk, marker.pk, 0, at=LAST)
    Membership.objects.create(user=world.liaison, role=Role.BODY, region=world.cycle.body)
    with pytest.raises(RefusedError, match="应当回避"):
        accept_appeal(Actor(world.officers[1]), appeal.pk, world.liaison.pk, 0, at=LAST)
    given(world, appeal)
    other = Unit.objects.get(code="u2")
    Membership.objects.create(user=world.officers[0], role=Role.LEADER, unit=other)
    with pytest.raises(RefusedError, match="参评单位的人员"):
        upheld(world, appeal, DESIGN)
    appeal.refresh_from_db()
    assert appeal.state == "accepted"
    assert not world.cycle.marks.filter(mode="appeal").exists()


def test_who_confirmed_the_finding_does_not_decide(world: FedBack) -> None:
    finding = world.finding(0, "a")
    decide_finding(Actor(world.officers[0]), finding.pk, Deciding("confirm"), LAST)
    appeal = claim(world, "links", finding=finding.key)
    with pytest.raises(RefusedError, match="处理过申诉所涉的问题"):
        given(world, appeal)
    assert given(world, appeal, officer=1).officer == world.officers[1]


def test_only_whom_it_was_given_to_decides(world: FedBack) -> None:
    appeal = claim(world)
    said = Answer("rejected", "经复核，原评分符合细则，维持。")
    with pytest.raises(RefusedError, match="待受理"):
        answer_appeal(Actor(world.officers[0]), appeal.pk, said, LAST)
    given(world, appeal, officer=1)
    with pytest.raises(RefusedError, match="由 复核员2 复核"):
        answer_appeal(Actor(world.officers[0]), appeal.pk, said, LAST)
    with pytest.raises(OutOfReachError):
        answer_appeal(Actor(world.liaison), appeal.pk, said, LAST)


def test_two_people_deciding_one_appeal(world: FedBack) -> None:
    appeal = given(world, claim(world))
    said = Answer("rejected", "经复核，原评分符合细则，维持。")
    first = answer_appeal(Actor(world.officers[0]), appeal.pk, said, LAST)
    again = answer_appeal(Actor(world.officers[0]), appeal.pk, said, LAST + MINUTE)  # sent twice
    assert again.decided_at == first.decided_at
    for officer, outcome in ((1, "rejected"), (0, "upheld")):
        with pytest.raises(RefusedError, match=r"复核员1 已于.*维持原结果.*没有保存"):
            answer_appeal(Actor(world.officers[officer]), appeal.pk, Answer(outcome, "另一个意见，请看一下。"), LAST)


def test_giving_away_what_somebody_gave_away_meanwhile(world: FedBack) -> None:
    appeal = claim(world)
    given(world, appeal)
    given(world, appeal)  # sent twice
    with pytest.raises(RefusedError, match="分派给了 复核员1"):
        accept_appeal(Actor(world.officers[0]), appeal.pk, world.officers[1].pk, 0, at=LAST)
    moved = accept_appeal(Actor(world.officers[0]), appeal.pk, world.officers[1].pk, world.officers[0].pk, at=LAST)
    assert moved.officer == world.officers[1]


def test_a_decision_holds_to_the_preview(world: FedBack) -> None:
    appeal = given(world, claim(world))
    seen = tried(world, DESIGN)
    reason = "经复核，情况属实，予以更正。"
    with pytest.raises(RefusedError, match="预览"):
        answer_appeal(Actor(world.officers[0]), appeal.pk, Answer("upheld", reason, DESIGN), LAST)
    decide_finding(Actor(world.officers[1]), world.finding(1, "d").pk, Deciding("dismiss", "误报"), LAST)
    with pytest.raises(RefusedError, match="又有变化"):
        answer_appeal(Actor(world.officers[0]), appeal.pk, Answer("upheld", reason, DESIGN, seen), LAST)
    assert not world.cycle.marks.filter(mode="appeal").exists()


@pytest.mark.parametrize(
    ("outcome", "plan", "why"),
    [
        ("upheld", Plan(), "什么都不改"),
        ("partly", Plan(), "什么都不改"),
        ("rejected", DESIGN, "维持原结果"),
        ("maybe", Plan(), "请选择"),
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(world: FedBack, outcome: str, plan: Plan, why: str) -> None:
    appeal = given(world, claim(world))
    with pytest.raises(RefusedError, match=why):
        upheld(world, appeal, plan, outcome)


def test_what_a_rule_does_not_take_is_refused(world: FedBack) -> None:
    with pytest.raises(ValidationError):
        tried(world, Plan(marks=(Superseding("design", "", "21", ""),)))
    appeal = given(world, claim(world))
    foreign = Plan(dismissed=(world.finding(1, "d").pk,))
    with pytest.raises(RefusedError, match="不在这件申诉之内"):
        upheld(world, appeal, foreign)


def test_filing_twice_and_about_what_costs_nothing(world: FedBack) -> None:
    first = claim(world)
    assert claim(world).pk == first.pk
    with pytest.raises(RefusedError, match=r"联络员甲 已于.*不能重复"):
        claim(world, text="换一个说法再申诉一次，请受理。")
    with pytest.raises(RefusedError, match="没有扣分"):
        claim(world, "search")
    with pytest.raises(RefusedError, match="至少 10 个字"):
        claim(world, "links", text="不服")
    with pytest.raises(RefusedError, match="没有计入"):
        claim(world, "links", finding=world.finding(1, "d").key)
    with pytest.raises(OutOfReachError):
        file_appeal(Actor(world.liaison), world.place(1).pk, Claim("design", WHY), LAST)
    with pytest.raises(OutOfReachError):
        file_appeal(Actor(world.officers[0]), world.place().pk, Claim("design", WHY), LAST)


def test_withdrawn_and_filed_again(world: FedBack) -> None:
    appeal = claim(world)
    given(world, appeal)
    with pytest.raises(OutOfReachError):
        withdraw_appeal(Actor(world.officers[0]), appeal.pk, LAST)
    assert withdraw_appeal(Actor(world.liaison), appeal.pk, LAST).state == "withdrawn"
    assert withdraw_appeal(Actor(world.liaison), appeal.pk, LAST).state == "withdrawn"
    again = claim(world)
    assert again.pk != appeal.pk
    given(world, again)
    upheld(world, again, DESIGN)
    with pytest.raises(RefusedError, match="已答复"):
        withdraw_appeal(Actor(world.liaison), again.pk, LAST)


def test_no_appeal_before_the_receipt_or_after_the_end(world: FedBack) -> None:
    other = world.place(1)
    user = User.objects.create_user(username="liaison-u1", name="联络员乙")
    Membership.objects.create(user=user, role=Role.LIAISON, unit=other.unit)
    with pytest.raises(RefusedError, match="签收"):
        file_appeal(Actor(user), other.pk, Claim("design", WHY), LAST)
    Cycle.objects.filter(pk=world.cycle.pk).update(state="published")
    with pytest.raises(RefusedError, match="现在不能申诉"):
        claim(world)
