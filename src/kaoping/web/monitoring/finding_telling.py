"""Who is told when something was decided, replied or waived."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from kaoping.web.accounts.roles import Permission, roles_with
from kaoping.web.actions import Act
from kaoping.web.monitoring.answering import due_of
from kaoping.web.monitoring.check_words import check_title
from kaoping.web.monitoring.models import Finding, Reply, Waiver
from kaoping.web.monitoring.notice_kinds import (
    FINDINGS_DECIDED,
    REPLY_ANSWERED,
    REPLY_FILED,
    WAIVER_ANSWERED,
    WAIVER_ASKED,
    WAIVER_EXPIRING,
)
from kaoping.web.notices.recipients import people_of_region, people_of_units, these
from kaoping.web.registry.models import Unit
from kaoping.worktime import beijing_date


def tell_decided(act: Act, units: Iterable[Unit], at: datetime) -> None:
    """Tell each unit, once a day, that some of its findings were decided."""
    for unit in {one.pk: one for one in units}.values():
        link = reverse("monitoring:findings") + "?state=&standing=confirm"
        key = f"{unit.pk}:{beijing_date(at).isoformat()}"
        act.tell(FINDINGS_DECIDED, people_of_units([unit]), key=key, link=link, at=at, unit=unit.name)


def tell_filed(act: Act, reply: Reply) -> None:
    """Tell the assessing body that a unit replied."""
    values = _of(reply.finding) | {"what": reply.get_kind_display(), "due": str(due_of(reply))}
    body = people_of_region(reply.unit.region)
    act.tell(REPLY_FILED, body, key=str(reply.pk), link=_page(reply.finding), at=reply.made_at, **values)


def tell_answered(act: Act, reply: Reply, at: datetime) -> None:
    """Tell the unit what became of its reply; the body has nothing left to do."""
    values = _of(reply.finding) | {"what": reply.get_kind_display(), "state": reply.get_state_display()}
    people = people_of_units([reply.unit]) | these(reply.made_by)
    act.tell(REPLY_ANSWERED, people, key=str(reply.pk), link=_page(reply.finding), at=at, **values)
    act.settle(REPLY_FILED, key=str(reply.pk), at=at)


def tell_asked(act: Act, waivers: Iterable[Waiver], at: datetime) -> None:
    """Tell those who approve waivers, once for each unit of one request."""
    by_unit: dict[int, list[Waiver]] = {}
    for one in waivers:
        by_unit.setdefault(one.finding.site.unit_id, []).append(one)
    for some in by_unit.values():
        unit = some[0].finding.site.unit
        people = people_of_region(unit.region, roles_with(Permission.APPROVE_WAIVERS))
        values = {"unit": unit.name, "count": len(some), "until": some[0].until}
        link = reverse("monitoring:waivers") + "?state=asked"
        act.tell(WAIVER_ASKED, people, key=str(some[0].pk), link=link, at=at, **values)


def tell_waived(act: Act, waiver: Waiver, at: datetime) -> None:
    """Tell the unit and who asked what became of a request."""
    values = _of(waiver.finding) | {"state": waiver.get_state_display(), "until": waiver.until}
    people = people_of_units([waiver.finding.site.unit]) | these(waiver.asked_by)
    act.tell(WAIVER_ANSWERED, people, key=str(waiver.pk), link=_page(waiver.finding), at=at, **values)


def tell_expiring(act: Act, waiver: Waiver, at: datetime) -> int:
    """Tell the unit and who asked that a waiver ends; once for each last day."""
    values = _of(waiver.finding) | {"until": waiver.until}
    people = people_of_units([waiver.finding.site.unit]) | these(waiver.asked_by)
    key = f"{waiver.pk}:{waiver.until.isoformat()}"
    return act.tell(WAIVER_EXPIRING, people, key=key, link=_page(waiver.finding), at=at, **values)


def _of(finding: Finding) -> dict[str, object]:
    return {"unit": finding.site.unit.name, "check": check_title(finding.check_id)}


def _page(finding: Finding) -> str:
    return reverse("monitoring:finding", kwargs={"pk": finding.pk})
