"""Cycles: how they are made, who takes part, which days follow, which steps are taken, and what stands in the way."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from kaoping.schemes.model import Scheme
from kaoping.schemes.stored import scheme_to_data
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, ConflictError, Edit, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.actions.add_child_cycles import Series, add_child_cycles
from kaoping.web.cycles.actions.change_cycle import change_cycle
from kaoping.web.cycles.actions.change_day import change_day
from kaoping.web.cycles.actions.change_participant import change_participant
from kaoping.web.cycles.actions.change_scheme import change_scheme
from kaoping.web.cycles.actions.clone_cycle import clone_cycle
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.actions.enter_unit import enter_unit
from kaoping.web.cycles.actions.exempt_units import exempt_units
from kaoping.web.cycles.actions.place_units import Placed, place_units
from kaoping.web.cycles.actions.remove_units import remove_units
from kaoping.web.cycles.actions.take_step import Wanted, approve_cycle, take_step
from kaoping.web.cycles.days import days_of
from kaoping.web.cycles.models import Cycle, Participant, SchemeCopy
from kaoping.web.cycles.placing import Place as InCycle
from kaoping.web.cycles.roster import roster_of
from kaoping.web.cycles.rounds import take_due_steps
from kaoping.web.cycles.scheme_copies import from_upload, is_unchanged, scheme_of
from kaoping.web.cycles.scheme_words import asked_of_classes
from kaoping.web.registry.models import Unit
from kaoping.worktime import BEIJING
from tests.web.conftest import City
from tests.web.schemes import TEXT, small_scheme

ActorOf = Callable[..., Actor]
CycleIn = Callable[..., Cycle]
MARCH = date(2026, 3, 20)
YEAR = {"name": "考评", "period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)}


def because(actor: Actor, why: str) -> Actor:
    """The same person with a reason."""
    return Actor(actor.user, actor.address, why)


def scheme_from(text: str) -> Scheme:
    """A scheme as uploaded."""
    return from_upload(text.encode(), "x.yaml")[0]


def unit_of(city: City, code: str, **more: object) -> Unit:
    """Another unit of the east."""
    return Unit.objects.create(**{"code": code, "name": f"东县{code}", "region": city.east.region, **more})


# Making


def test_a_cycle_keeps_its_own_copy_of_the_scheme(city: City, actor: ActorOf) -> None:
    cycle = create_cycle(actor(Role.BODY), {**YEAR, "body": city.east.region}, small_scheme(), "考评办法.yaml")
    assert scheme_of(cycle).digest == small_scheme().digest
    assert is_unchanged(cycle.scheme)
    assert cycle.days.count() == 14
    said = Entry.objects.get(action="cycles.create_cycle", object_type="cycles.cycle").changes
    assert said["scheme"][1].endswith("宿城市2026年政府网站考评办法（sucheng-2026，版次 2026-03-02）")
    assert "data" not in said


def test_two_cycles_with_one_scheme_share_a_copy(city: City, cycle_in: CycleIn) -> None:
    assert cycle_in(city.east).scheme == cycle_in(city.west).scheme
    assert SchemeCopy.objects.count() == 1


def test_a_changed_copy_shows(city: City, cycle_in: CycleIn) -> None:
    copy = cycle_in(city.east).scheme
    copy.data = scheme_to_data(small_scheme()) | {"title": "改过的"}
    assert not is_unchanged(copy)


@pytest.mark.parametrize("place", ["west", "region"])
def test_a_county_assesses_its_own_subtree_only(city: City, actor: ActorOf, place: str) -> None:
    elsewhere = city.west.region if place == "west" else city.region
    with pytest.raises(RefusedError, match="考评地区"):
        create_cycle(actor(Role.BODY), {**YEAR, "body": elsewhere}, small_scheme())


def test_a_period_runs_forwards(city: City, actor: ActorOf) -> None:
    wrong = {**YEAR, "body": city.east.region, "period_to": date(2025, 1, 1)}
    with pytest.raises(ValidationError, match="不能早于"):
        create_cycle(actor(Role.BODY), wrong, small_scheme())


def test_two_people_on_one_cycle(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    change_cycle(body, cycle.pk, {"name": Edit("2026年度考评", "改名")})
    with pytest.raises(ConflictError):
        change_cycle(body, cycle.pk, {"name": Edit("2026年度考评", "又改名")})


def test_last_years_cycle_is_cloned(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    gone = unit_of(city, "gone")
    place_units(body, cycle.pk, [gone.pk], InCycle("department", "tier1"))
    Unit.objects.filter(pk=gone.pk).update(active=False)
    fields = {"name": "2027年度考评", "body": city.east.region}
    fields |= {"period_from": date(2027, 1, 1), "period_to": date(2027, 12, 31)}
    cloned = clone_cycle(body, cycle.pk, fields)
    assert (cloned.taken, cloned.left) == (1, 1)
    assert cloned.cycle.scheme == cycle.scheme
    assert cloned.cycle.participants.get().group == "county"
    assert days_of(cloned.cycle)["report_due"].day == date(2027, 12, 12)
    with pytest.raises(OutOfReachError):
        clone_cycle(actor(Role.BODY, city.west), cycle.pk, fields)


def test_quarters_count_towards_the_year(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    made = add_child_cycles(body, cycle.pk, Series("quarter", small_scheme(), "", "quarter_score"))
    assert [(str(one.period_from), str(one.period_to)) for one in made] == [
        ("2026-01-01", "2026-03-31"),
        ("2026-04-01", "2026-06-30"),
        ("2026-07-01", "2026-09-30"),
        ("2026-10-01", "2026-12-31"),
    ]
    assert made[0].name == "2026年度考评 2026年第1季度"
    assert {one.participants.count() for one in made} == {1}
    with pytest.raises(RefusedError, match="都已经建立"):
        add_child_cycles(body, cycle.pk, Series("quarter", small_scheme()))
    with pytest.raises(RefusedError, match="本身不能再计入"):
        change_cycle(body, made[0].pk, {"parent": Edit(cycle, made[1])})
    with pytest.raises(RefusedError, match="没有可计入的测评值"):
        change_cycle(body, made[0].pk, {"feeds": Edit("quarter_score", "good")})


# Schemes


def test_an_uploaded_scheme_is_read_with_every_error() -> None:
    scheme, remarks = from_upload(TEXT.encode(), "考评办法.yaml")
    assert scheme.digest == small_scheme().digest
    assert any("没有使用" in one.message for one in remarks)


def test_another_scheme_leaves_units_without_a_place(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    other = scheme_from(TEXT.replace("groups: {county", "groups: {district").replace("[county]", "[district]"))
    changed, lost = change_scheme(body, cycle.pk, other)
    assert lost == 1
    assert changed.participants.get().group == ""
    with pytest.raises(RefusedError, match="摘要相同"):
        change_scheme(body, cycle.pk, other)
    with pytest.raises(RefusedError, match="没有归入"):
        take_step(because(body, "文号"), cycle.pk, Wanted("announce", "draft", MARCH, looked=True))


def test_what_the_scheme_asks_of_a_class() -> None:
    asked = asked_of_classes(small_scheme(), {("county", ""): "县区", ("department", "tier1"): "第一档"})
    assert [(one.title, one.leaves, dict(one.ways)["handed_in"]) for one in asked] == [("县区", 6, 1), ("第一档", 5, 1)]


# Units


def test_units_are_placed_in_bulk_and_logged_one_by_one(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    new = [unit_of(city, f"u{number}", tags="重点民生、其他") for number in range(3)]
    keys = [city.east.unit.pk, *(unit.pk for unit in new)]
    assert place_units(body, cycle.pk, keys, InCycle("department", "tier2")) == Placed(3, 1)
    assert {(row.group, row.category) for row in cycle.participants.all()} == {("department", "tier2")}
    assert cycle.participants.get(unit=new[0]).tags == "重点民生"
    entries = Entry.objects.filter(action="cycles.place_units", actor_name__contains="body")
    assert entries.count() == 4
    moved = next(entry for entry in entries if entry.object_label == "东县教育局")
    assert moved.changes == {"group": ["county", "department"], "category": [None, "tier2"]}
    assert place_units(body, cycle.pk, keys, InCycle("department", "tier2")) == Placed(0, 0)


def test_a_place_is_one_of_the_scheme(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    for place in (InCycle("nowhere"), InCycle("department"), InCycle("county", "tier1")):
        with pytest.raises(RefusedError, match="没有这个分类"):
            place_units(body, cycle.pk, [city.east.unit.pk], place)


def test_units_of_others_are_not_placed(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    with pytest.raises(RefusedError, match="不属于考评地区"):
        place_units(body, cycle.pk, [city.west.unit.pk], InCycle("county"))
    with pytest.raises(OutOfReachError):
        place_units(actor(Role.BODY, city.west), cycle.pk, [city.west.unit.pk], InCycle("county"))


def test_an_exempt_unit_of_the_registry_is_exempt_in_the_cycle(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    cycle = cycle_in(city.east)
    unit = unit_of(city, "bare", exempt=True, exempt_reason="县政办〔2026〕1号")
    place_units(actor(Role.BODY), cycle.pk, [unit.pk], InCycle("county"))
    assert cycle.participants.get(unit=unit).exempt_reason == "县政办〔2026〕1号"


def test_units_are_exempted_taken_back_and_removed(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    keys = [cycle.participants.get().pk]
    assert exempt_units(body, cycle.pk, keys, "机构撤并") == 1
    assert roster_of(cycle).units[0].exempt
    assert exempt_units(body, cycle.pk, keys, "") == 1
    assert not roster_of(cycle).units[0].exempt
    assert remove_units(body, cycle.pk, keys) == 1
    assert not cycle.participants.exists()
    assert Entry.objects.filter(action="cycles.remove_units", object_label="东县教育局").exists()


def test_one_participant_is_changed(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    row = cycle.participants.get()
    change_participant(body, row.pk, {"tags": Edit("", "重点民生")})
    assert roster_of(cycle).units[0].tags == ("livelihood",)
    with pytest.raises(RefusedError, match="方案中没有标签“别的”"):
        change_participant(body, row.pk, {"tags": Edit("重点民生", "别的")})
    with pytest.raises(RefusedError, match="免予考评的单位"):
        change_participant(body, row.pk, {"exempt": Edit(False, True)})


def test_a_unit_is_entered_by_itself(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    unit = unit_of(city, "new")
    assert enter_unit(body, cycle.pk, {"unit": unit, "group": "county"}).pk
    with pytest.raises(ValidationError):
        enter_unit(body, cycle.pk, {"unit": unit, "group": "county"})
    with pytest.raises(RefusedError, match="不属于考评地区"):
        enter_unit(body, cycle.pk, {"unit": city.west.unit, "group": "county"})


def test_the_roster_is_what_inspecting_and_scoring_take(city: City, cycle_in: CycleIn) -> None:
    (unit,) = roster_of(cycle_in(city.east)).units
    assert (unit.id, unit.name, unit.group) == ("321301-jyj", "东县教育局", "county")
    assert unit.sites == ("https://jyj-321301.example.gov.cn/",)


# Days


def test_a_day_follows_its_rule(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    change_day(body, cycle.days.get(milestone="announce").pk, {"fixed": Edit(None, MARCH)})
    assert days_of(cycle)["buffer_end"].day == date(2026, 4, 20)
    change_day(body, cycle.days.get(milestone="buffer_end").pk, {"amount": Edit(20, 15)})
    assert days_of(cycle)["buffer_end"].day == date(2026, 4, 13)
    entry = Entry.objects.filter(action="cycles.change_day").first()
    assert entry is not None
    assert entry.changes == {"amount": [20, 15]}


def test_days_do_not_go_round(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    approval = cycle.days.get(milestone="approval")
    with pytest.raises(RefusedError, match="成了环"):
        change_day(body, approval.pk, {"anchor": Edit("", "feedback")})
    with pytest.raises(RefusedError, match="只填"):
        change_day(body, approval.pk, {"anchor": Edit("", "announce"), "fixed": Edit(None, MARCH)})


def test_a_calendar_in_the_data_folder_counts(city: City, cycle_in: CycleIn, settings: object) -> None:
    cycle = cycle_in(city.east)
    rule = cycle.days.get(milestone="announce")
    rule.fixed = MARCH
    rule.save()
    folder = settings.DEPLOYMENT.data / "calendars"  # type: ignore[attr-defined]
    folder.mkdir()
    (folder / "flood.txt").write_text("放假 2026-03-23 至 2026-03-25 停工\n", encoding="utf-8")
    try:
        assert days_of(Cycle.objects.get(pk=cycle.pk))["buffer_end"].day == date(2026, 4, 23)
    finally:
        (folder / "flood.txt").unlink()
        folder.rmdir()


# Steps


def test_the_announcement_fixes_the_scheme(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    wanted = Wanted("announce", "draft", MARCH, looked=True)
    with pytest.raises(RefusedError, match="公布文件的名称和文号"):
        take_step(body, cycle.pk, wanted)
    announced = take_step(because(body, "宿城政办〔2026〕3号"), cycle.pk, wanted)
    assert announced.state == "announced"
    assert announced.steps.get().reason == "宿城政办〔2026〕3号"
    assert days_of(announced)["buffer_end"].day == date(2026, 4, 20)
    with pytest.raises(RefusedError, match="公布后方案"):
        change_scheme(because(body, "想改"), cycle.pk, scheme_from(TEXT.replace("第一档", "一档")))
    with pytest.raises(RefusedError, match="公布后方案"):
        change_cycle(because(body, "想改"), cycle.pk, {"period_to": Edit(date(2026, 12, 31), date(2026, 11, 30))})


def test_a_step_is_taken_once(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = because(actor(Role.BODY), "文号"), cycle_in(city.east)
    take_step(body, cycle.pk, Wanted("announce", "draft", MARCH, looked=True))
    with pytest.raises(RefusedError, match="刚刚变为“已公布”"):
        take_step(body, cycle.pk, Wanted("announce", "draft", MARCH, looked=True))
    assert cycle.steps.count() == 1


def test_what_stands_in_the_way_of_announcing(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = because(actor(Role.BODY), "文号"), cycle_in(city.east, placed=False)
    wanted = Wanted("announce", "draft", MARCH)
    with pytest.raises(RefusedError, match="还没有参评单位"):
        take_step(body, cycle.pk, wanted)
    place_units(body, cycle.pk, [unit_of(city, "siteless").pk], InCycle("county"))
    with pytest.raises(RefusedError, match=r"1 个单位没有登记运行中的网站.*直接评为不合格"):
        take_step(body, cycle.pk, wanted)
    assert take_step(body, cycle.pk, Wanted("announce", "draft", MARCH, looked=True)).state == "announced"


def test_after_the_announcement_changes_need_a_reason(city: City, actor: ActorOf, announced_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), announced_in(city.east)
    unit = unit_of(city, "late")
    with pytest.raises(RefusedError, match="写明原因"):
        place_units(body, cycle.pk, [unit.pk], InCycle("county"))
    place_units(because(body, "新设机构"), cycle.pk, [unit.pk], InCycle("county"))
    assert Participant.objects.filter(unit=unit).exists()
    with pytest.raises(RefusedError, match="已经完成"):
        change_day(because(body, "想改"), cycle.days.get(milestone="announce").pk, {"fixed": Edit(None, MARCH)})


def test_waiting_steps_are_taken_when_their_day_has_come(city: City, announced_in: CycleIn) -> None:
    cycle = announced_in(city.east)
    morning = datetime(2026, 3, 20, 9, tzinfo=BEIJING)
    assert [take_due_steps(morning), take_due_steps(morning)] == [1, 0]
    assert take_due_steps(morning + timedelta(days=31)) == 0  # 20 April: the buffer's last day
    assert take_due_steps(morning + timedelta(days=32)) == 1
    cycle.refresh_from_db()
    assert cycle.state == "monitoring"
    assert {step.by for step in cycle.steps.all()} == {"系统"}


def test_a_cycle_runs_its_course(city: City, actor: ActorOf, announced_in: CycleIn) -> None:
    cycle, body = announced_in(city.east), because(actor(Role.BODY), "文号")
    approver = because(actor(Role.APPROVER), "会议")
    days = {"begin_buffer": MARCH, "begin_monitoring": date(2026, 4, 21), "begin_evaluation": date(2026, 10, 1)}
    for step, day in days.items():
        with pytest.raises(RefusedError, match=r"还没有到|不能"):
            take_step(body, cycle.pk, Wanted(step, cycle.state, day - timedelta(days=1)))
        cycle = take_step(body, cycle.pk, Wanted(step, cycle.state, day))
    end = date(2027, 1, 4)
    with pytest.raises(OutOfReachError):
        take_step(body, cycle.pk, Wanted("approve", "evaluation", end, looked=True))
    with pytest.raises(OutOfReachError):
        approve_cycle(body, cycle.pk, Wanted("approve", "evaluation", end, looked=True))
    with pytest.raises(RefusedError, match="还没有计分"):
        approve_cycle(approver, cycle.pk, Wanted("approve", "evaluation", end))
    approve_cycle(approver, cycle.pk, Wanted("approve", "evaluation", end, looked=True))
    take_step(body, cycle.pk, Wanted("feed_back", "approved", end))
    with pytest.raises(RefusedError, match="申诉期限到 2027-01-07 17:30"):
        take_step(body, cycle.pk, Wanted("publish", "feedback", date(2027, 1, 6), looked=True))
    take_step(body, cycle.pk, Wanted("publish", "feedback", date(2027, 1, 8), looked=True))
    assert take_step(body, cycle.pk, Wanted("close", "published", date(2027, 1, 8))).state == "closed"


def test_units_and_days_stay_once_it_is_evaluated(city: City, actor: ActorOf, announced_in: CycleIn) -> None:
    cycle, body = announced_in(city.east), because(actor(Role.BODY), "想改")
    Cycle.objects.filter(pk=cycle.pk).update(state="evaluation")
    with pytest.raises(RefusedError, match="不能再改"):
        remove_units(body, cycle.pk, [cycle.participants.get().pk])


def test_a_cancelled_cycle_goes_nowhere(city: City, actor: ActorOf, announced_in: CycleIn) -> None:
    cycle, body = announced_in(city.east), because(actor(Role.BODY), "方案有误")
    assert take_step(body, cycle.pk, Wanted("cancel", "announced", MARCH)).state == "cancelled"
    with pytest.raises(RefusedError, match="不能"):
        take_step(body, cycle.pk, Wanted("begin_buffer", "cancelled", MARCH))
