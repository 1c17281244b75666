"""What the page of one finding shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kaoping.measures.inputs import DecisionKind
from kaoping.reports.pages import safe_href
from kaoping.reports.reasons import reason_text
from kaoping.reports.wording import fault_name, kind_name, params_text, value_name, value_text
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.monitoring.at_stake import at_stake
from kaoping.web.monitoring.check_words import check_words
from kaoping.web.monitoring.deciding import own_units
from kaoping.web.monitoring.finding_folder import evidence_of
from kaoping.web.monitoring.finding_queries import DECIDABLE, alike, findings_for
from kaoping.web.monitoring.highlighting import highlighted
from kaoping.web.monitoring.models import Decision, Finding
from kaoping.web.monitoring.reply_views import replies_of
from kaoping.web.monitoring.standing import in_force, kept
from kaoping.workflow.cycle import State
from kaoping.worktime import beijing_date

P = Permission


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a finding's history."""

    at: datetime
    what: str
    who: str = ""
    why: str = ""


def finding_context(request: HttpRequest, row: Finding) -> dict[str, Any]:
    """Return everything that the page of a finding shows to the person of a request."""
    decisions = list(row.decisions.select_related("made_by"))
    left = kept(decisions)
    path = row.site.unit.region.path
    decides = scope_of(request.user, P.DECIDE_FINDINGS).covers_region(path) and row.outcome in DECIDABLE
    evidence = evidence_of(row)
    dismissed = row.standing == Finding.Standing.DISMISSED and decides
    elsewhere = alike(findings_for(request, P.DECIDE_FINDINGS), row)[:100].count() if dismissed else 0
    return {
        "finding": row,
        "check": check_words().get(row.check_id),
        "page_kind": kind_name(row.page_kind),
        "address": safe_href(row.url),
        "stakes": at_stake(row),
        "trials": _trials(request, row),
        "reason": reason_text(row.reason) if row.reason else "",
        "fault": fault_name(row.fault),
        "params": params_text(row.params),
        "values": values_of(row.values),
        "snippet": highlighted(row.snippet, row.values),
        "evidence": evidence,
        "records": list(enumerate(evidence.records)) if evidence else [],
        "history": sorted(happenings(row, decisions), key=lambda one: one.at, reverse=True),
        "in_force": in_force(decisions, beijing_date(timezone.now())),
        "seen": decisions[-1].pk if decisions else 0,
        "last": left[-1] if left else None,
        "decides": decides and row.site.unit_id not in own_units(request.user),  # type: ignore[arg-type]  # signed in
        "elsewhere": elsewhere,
        "replies": replies_of(row),
        "waivers": row.waivers.select_related("asked_by", "answered_by"),
        "replies_here": row.outcome in DECIDABLE
        and row.site.unit_id in scope_of(request.user, P.ANSWER_FINDINGS).units,
        "approves": scope_of(request.user, P.APPROVE_WAIVERS).covers_region(path),
        "may_withdraw": bool(left) and _may_withdraw(request, left[-1], path),
    }


def _trials(request: HttpRequest, row: Finding) -> list[tuple[str, str]]:
    """Return where those who oversee the run's cycle see what another decision would do to its results, with words."""
    cycle = row.run.cycle
    if cycle is None or cycle.now in (State.DRAFT, State.CANCELLED):
        return []
    if not scope_of(request.user, P.VIEW_SCORES).covers_region(cycle.body.path):
        return []
    where = reverse("results:cycle-whatif", kwargs={"pk": cycle.pk})
    said = (
        (DecisionKind.DISMISS, _("不是问题")),
        (DecisionKind.CONFIRM, _("是问题")),
        (DecisionKind.WAIVE, _("予以豁免")),
    )
    return [(f"{where}?{urlencode({'change': f'decide|{row.key}|{kind}|'})}", words) for kind, words in said]


def values_of(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was measured as pairs of words; what is absent is left out."""
    return [(value_name(name), value_text(value, name)) for name, value in values.items() if value not in _ABSENT]


def happenings(row: Finding, decisions: Sequence[Decision]) -> Iterator[Happening]:
    """Yield what became of a finding: what runs saw, and what people decided."""
    for event in row.events.select_related("run"):
        yield Happening(event.at, f"{event.get_kind_display()}：{event.get_outcome_display()}", str(event.run))
    for one in decisions:
        what = one.get_kind_display() + (_("（至 %s）") % one.valid_until if one.valid_until else "")
        yield Happening(one.made_at, what, one.made_by.name, one.reason)


_ABSENT: tuple[object, ...] = (None, "", [], ())


def _may_withdraw(request: HttpRequest, last: Decision, path: str) -> bool:
    needed = P.APPROVE_WAIVERS if last.kind == Decision.Kind.WAIVE else P.DECIDE_FINDINGS
    return last.kind != Decision.Kind.UPHOLD and scope_of(request.user, needed).covers_region(path)
