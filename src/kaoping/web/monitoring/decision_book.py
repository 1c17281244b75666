"""The decisions of people as counting and scoring take them."""

from kaoping.measures.inputs import Decision as Counted
from kaoping.measures.inputs import DecisionKind
from kaoping.web.cycles.models import Cycle
from kaoping.web.monitoring.models import Decision
from kaoping.web.monitoring.standing import kept


def decision_book(cycle: Cycle) -> tuple[Counted, ...]:
    """Return the decisions on findings of a cycle's units, in the order they were made; none that was taken back.

    Days of validity go along: what has expired is void by `Decision.in_force`, here as on the pages.
    """
    inside = cycle.participants.order_by().values("unit")
    rows = Decision.objects.filter(finding__site__unit__in=inside).select_related("finding", "made_by")
    by_finding: dict[int, list[Decision]] = {}
    for row in rows.order_by("made_at", "pk"):
        by_finding.setdefault(row.finding_id, []).append(row)
    left = [one for decisions in by_finding.values() for one in kept(decisions)]
    return tuple(_counted(one) for one in sorted(left, key=lambda one: (one.made_at, one.pk)))


def _counted(row: Decision) -> Counted:
    return Counted(
        key=row.finding.key,
        kind=DecisionKind(row.kind),
        from_=row.valid_from,
        until=row.valid_until,
        by=f"{row.made_by.name}（{row.made_by.username}）",
        reason=row.reason,
    )
