"""What decisions make of findings: which count, which still wait for a person, which are left out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from enum import IntEnum

from kaoping.measures.inputs import Decision, DecisionKind
from kaoping.model.findings import Finding
from kaoping.model.outcomes import Outcome


class Standing(IntEnum):
    """What a finding is for a count; where one fault is seen several times, the highest prevails."""

    PASSING = 0
    LEFT_OUT = 1
    PENDING = 2
    COUNTED = 3


class DecisionBook:
    """Decisions by finding key, in the order they were made."""

    def __init__(self, decisions: Iterable[Decision], as_of: date) -> None:
        self._as_of = as_of
        self._by_key: dict[str, list[Decision]] = defaultdict(list)
        for decision in decisions:
            self._by_key[decision.key].append(decision)

    def standing(self, finding: Finding, sighted: date) -> tuple[Standing, str]:
        """Return what `finding`, sighted on a day, is for a count, and why it is left out where it is.

        The last decision in force supersedes those before it. Whether something is a fault (confirm, dismiss, uphold)
        is asked as of the table's date; a waiver excuses what was seen while it was valid, so that an expired one
        neither excuses a fault that is still open nor is taken back for the time it covered.
        """
        if finding.outcome is Outcome.NOT_MEASURED:
            return Standing.LEFT_OUT, Outcome.NOT_MEASURED.value
        if finding.outcome in {Outcome.PASS, Outcome.NOT_APPLICABLE}:
            return Standing.PASSING, ""
        decision = self._in_force(finding.key, sighted)
        if decision is not None and decision.kind is DecisionKind.DISMISS:
            return Standing.LEFT_OUT, "dismissed"
        if decision is not None and decision.kind is DecisionKind.WAIVE:
            return Standing.LEFT_OUT, "waived"
        if decision is not None or finding.outcome is Outcome.FAIL:
            return Standing.COUNTED, ""
        return Standing.PENDING, ""

    def _in_force(self, key: str, sighted: date) -> Decision | None:
        found = None
        for decision in self._by_key.get(key, ()):
            day = sighted if decision.kind is DecisionKind.WAIVE else self._as_of
            if decision.in_force(day):
                found = decision
        return found
