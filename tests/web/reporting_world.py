"""A county's cycle whose scheme counts the annual work report, and its unit's people."""

import functools
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kaoping.schemes.handed_in import read_handed_in
from kaoping.schemes.model import Scheme
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.actions.place_units import place_units
from kaoping.web.cycles.actions.take_step import Wanted, take_step
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.placing import Place as InCycle
from kaoping.web.cycles.scheme_copies import catalogue
from kaoping.web.registry.models import Site, Unit
from kaoping.web.selfassessment.actions.begin_report import begin_report
from kaoping.web.selfassessment.actions.open_call import open_call
from kaoping.web.selfassessment.models import Answer, Call, Report
from tests.web.conftest import Place

TEXT = """\
id: sucheng-reporting-2026
title: 宿城市2026年自评办法
basis: {document: 宿城政办〔2026〕6号, issued: "2026-03-02", by: 宿城市人民政府办公室}
groups: {county: 县区}
measures:
  search_works: {ask: 站内搜索能否搜到指定文件, kind: bool, method: 网络测评}
  dead_links: {check: dead-link, kind: count, take: count}
  handed_in: {from: self_assessment.submitted, kind: bool, title: 已报年度工作报告}
  came_late: {from: self_assessment.late, kind: bool, title: 迟报年度工作报告}
  proofs: {from: materials.submitted, kind: count, title: 已报佐证材料数}
  late_proofs: {from: materials.late, kind: count, title: 迟报佐证材料数}
parts:
  - id: website
    title: 网站
    points: 100
    clause: 一
    indicators:
      - {id: search, title: 站内搜索, points: 40, text: 能搜到指定文件得满分, award: {tiers: [40 if search_works]}}
      - {id: links, title: 链接可用, points: 20, text: 每个死链扣1分, deduct: [1 per dead_links]}
      - id: report
        title: 自查总结
        points: 30
        text: 报送年度工作报告得30分，迟报扣10分
        zero_if: [not handed_in]
        deduct: [10 if came_late]
      - id: proof
        title: 佐证材料
        points: 10
        text: 没有报的不得分，每迟报一份扣2分
        zero_if: [proofs = 0]
        deduct: [2 per late_proofs]
total: {combine: sum}
no_site: fail
"""
SYSTEM = Actor(None, reason="宿城政办〔2026〕6号")
BEFORE = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
LAST_SECOND = datetime(2026, 12, 12, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Beijing of the last day
DAY_AFTER = datetime(2026, 12, 12, 16, 0, tzinfo=UTC)


@functools.cache
def reporting_scheme() -> Scheme:
    """The scheme, read once."""
    return read_handed_in(TEXT.encode(), "自评办法.yaml", catalogue())[0]


@dataclass(frozen=True, slots=True)
class Reporting:
    """An announced cycle that asks for reports, and the places of its units."""

    cycle: Cycle
    call: Call
    places: tuple[Participant, ...]
    liaison: Actor
    leader: Actor

    @property
    def own(self) -> Participant:
        """The place of the unit whose people there are."""
        return self.places[0]


def reporting_in(where: Place, units: int = 2) -> Reporting:
    """A cycle of a county that asks for reports; the first unit has a liaison and a leader."""
    fields = {
        "name": "2026年自评",
        "kind": Cycle.Kind.YEAR,
        "body": where.region,
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 12, 31),
    }
    cycle = create_cycle(SYSTEM, fields, reporting_scheme(), "自评办法.yaml")
    made = [where.unit]
    for number in range(1, units):
        unit = Unit.objects.create(code=f"z{number}", name=f"东县第{number}局", region=where.region)
        host = f"z{number}.example.gov.cn"
        Site.objects.create(unit=unit, name=f"{unit.name}网站", address=f"https://{host}/", host=host)
        made.append(unit)
    place_units(SYSTEM, cycle.pk, [unit.pk for unit in made], InCycle("county"))
    cycle = take_step(SYSTEM, cycle.pk, Wanted("announce", "draft", date(2026, 3, 20), looked=True))
    people = [
        User.objects.create_user(username=f"zp-{role}", name=f"某{Role(role).label}") for role in ("liaison", "leader")
    ]
    for user, role in zip(people, (Role.LIAISON, Role.LEADER), strict=True):
        Membership.objects.create(user=user, role=role, unit=where.unit)
    call = open_call(SYSTEM, cycle.pk, {"marks": True, "remind_days": 5, "note": "请如实填写"})
    places = {row.unit_id: row for row in cycle.participants.select_related("unit", "cycle__body")}
    actors = [Actor(user, "127.0.0.1", "") for user in people]
    return Reporting(cycle, call, tuple(places[unit.pk] for unit in made), *actors)


def begun(found: Reporting) -> Report:
    """The unit's report, begun."""
    return begin_report(found.liaison, found.own.pk, date(2026, 12, 1))


def typed(report: Report, **answers: str) -> dict[str, Edit]:
    """What a form says where somebody saw the report as it is; keys with `__` for the colon."""
    now = dict(Answer.objects.filter(report=report).values_list("key", "text"))
    keys = {name.replace("__", ":"): text for name, text in answers.items()}
    return {key: Edit(now.get(key, ""), text) for key, text in keys.items()}


def whole(found: Reporting, report: Report, mark: str = "0") -> dict[str, Edit]:
    """All that a report needs."""
    texts = {one.key: f"{one.title}：已落实。" for one in found.call.sections.all()}
    marks = {f"mark:{name}": mark for name in ("search", "links", "report", "proof")}
    now = dict(Answer.objects.filter(report=report).values_list("key", "text"))
    return {key: Edit(now.get(key, ""), text) for key, text in (texts | marks).items()}


def asked_in(cycle: Cycle) -> None:
    """A call in a cycle, and a report that its unit has begun."""
    open_call(SYSTEM, cycle.pk, {"marks": True, "remind_days": 5, "note": ""})
    Report.objects.create(participant=cycle.participants.get())


def about_reports(name: str, cycle: Cycle) -> dict[str, object]:
    """What an address about self-assessment takes."""
    if name in ("selfassessment:own", "selfassessment:cycles"):
        return {}
    kind = name.partition(":")[2]
    if kind.startswith("section"):
        section = cycle.report_call.sections.first()
        assert section is not None
        return {"pk": section.pk}
    return {"pk": cycle.participants.get().pk if kind.startswith(("unit", "report")) else cycle.pk}
