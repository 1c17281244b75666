"""What became of a site's findings in one run: new, still there, gone, back, told otherwise (pure, no database)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from kaoping.model.outcomes import Outcome

KEPT = frozenset({Outcome.FAIL, Outcome.SUSPECTED, Outcome.MANUAL, Outcome.NOT_MEASURED})
"""Outcomes that somebody may have to look at; what passed or does not apply stays in the run's folder."""


class Change(StrEnum):
    """What one run does to what is known of one finding."""

    NEW = "new"
    STILL = "still"  # seen again as before
    CHANGED = "changed"  # seen again with another outcome
    BACK = "back"
    FIXED = "fixed"
    UNTOLD = "untold"  # it was there, and this run could not tell: nothing changes


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a finding before the run."""

    outcome: Outcome
    is_open: bool


def what_became(
    known: Mapping[str, Known], seen: Mapping[str, Outcome], was_looked_at: Callable[[str], bool]
) -> Mapping[str, Change]:
    """Return what became of every finding that is known or was seen, by key; those that concern nobody are left out.

    `seen` holds every verdict of the run, also what passed. `was_looked_at` tells whether the run looked where a known
    finding was that it does not tell again; only then it is gone. What could not be measured neither opens, changes nor
    closes what is known better.
    """
    became = {key: _of_known(one, seen.get(key), partial(was_looked_at, key)) for key, one in known.items()}
    became |= {key: Change.NEW for key, outcome in seen.items() if key not in known and outcome in KEPT}
    return {key: change for key, change in became.items() if change is not None}


def _of_known(known: Known, outcome: Outcome | None, was_looked_at: Callable[[], bool]) -> Change | None:
    if outcome is None:
        if not known.is_open:
            return None
        return Change.FIXED if was_looked_at() else Change.UNTOLD
    if outcome not in KEPT:
        return Change.FIXED if known.is_open else None
    if outcome is Outcome.NOT_MEASURED and known.outcome is not Outcome.NOT_MEASURED:
        return Change.UNTOLD if known.is_open else None
    if not known.is_open:
        return Change.BACK
    return Change.STILL if outcome is known.outcome else Change.CHANGED


def counts(became: Mapping[str, Change], outcomes: Mapping[str, Outcome]) -> tuple[int, int, int]:
    """Return how many findings are new or back, gone, and open after the run; what could not be measured is none.

    `outcomes` are those that hold after the run, by key.
    """
    told = _told(became, outcomes)
    new = sum(change in (Change.NEW, Change.BACK) for change in told)
    fixed = sum(change is Change.FIXED for change in told)
    return new, fixed, len(told) - fixed


def _told(became: Mapping[str, Change], outcomes: Mapping[str, Outcome]) -> list[Change]:
    return [change for key, change in became.items() if outcomes[key] is not Outcome.NOT_MEASURED]


def distinct(verdicts: Iterable[tuple[str, Outcome]]) -> dict[str, Outcome]:
    """Return one outcome for each key: the first that somebody may have to look at, else the first."""
    found: dict[str, Outcome] = {}
    for key, outcome in verdicts:
        if key not in found or (outcome in KEPT and found[key] not in KEPT):
            found[key] = outcome
    return found
