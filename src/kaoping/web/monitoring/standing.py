"""What decisions make of a finding on a day; a decision that was taken back is as if never made."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from kaoping.web.monitoring.models import Decision, Finding


def standing_on(decisions: Sequence[Decision], day: date) -> str:
    """Return how a finding stands on a Beijing day: the last decision in force, by the order they were made."""
    found = in_force(decisions, day)
    return found.kind if found else Finding.Standing.NONE.value


def in_force(decisions: Sequence[Decision], day: date) -> Decision | None:
    """Return the decision that holds on a day; None where there is none."""
    holding = [one for one in kept(decisions) if holds(one, day)]
    return holding[-1] if holding else None


def kept(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that were not taken back: each withdrawal takes back the last one before it."""
    left: list[Decision] = []
    for one in decisions:
        if one.kind != Decision.Kind.WITHDRAW:
            left.append(one)
        elif left:
            left.pop()
    return left


def holds(decision: Decision, day: date) -> bool:
    """Tell whether a decision is valid on a day; both of its days are within."""
    begun = decision.valid_from is None or decision.valid_from <= day
    return begun and (decision.valid_until is None or day <= decision.valid_until)


def standings_of(findings: Iterable[int], day: date) -> dict[int, str]:
    """Return how each of these findings (by key of its row) stands on a day; one without decisions is not named."""
    by_finding: dict[int, list[Decision]] = defaultdict(list)
    for one in Decision.objects.filter(finding__in=list(findings)).order_by("made_at", "pk"):
        by_finding[one.finding_id].append(one)
    return {pk: standing_on(decisions, day) for pk, decisions in by_finding.items()}
