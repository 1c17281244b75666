"""What a trial changes for every unit, and which indicator made the difference."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kaoping.analysis.contributions import Term, TermKind, contributions, merit
from kaoping.analysis.trial import Trial
from kaoping.model.measure_table import unfixed
from kaoping.scoring.fixed import Column
from kaoping.scoring.results import UnitResult

MOST_CAUSES = 3
MOST_RIVALS = 10
_FELT = 5000  # millionths: what is less than half a hundredth of a point is rounding, not a cause
_AT_ONCE = 512  # units of a group that are compared with all of it at one time


class Hidden(StrEnum):
    """Why a change of points does not show in the total: a veto, a ceiling, floor or rounding, a guard of a branch
    decides the points; or so much else is open that the total may be what it might have been before."""

    VETO = "veto"
    LIMIT = "limit"
    GUARD = "guard"
    OPEN = "open"


_HIDING = {TermKind.VETO: Hidden.VETO, TermKind.LIMIT: Hidden.LIMIT, TermKind.GUARD: Hidden.GUARD}


@dataclass(frozen=True, slots=True)
class Cause:
    """A term of the total that changed.

    `points` is by how much the unit's own points changed; `lead` by how much more than those of the units that changed
    places with it (None where none did). Both are weighted, and count deductions as points lost.
    """

    kind: TermKind
    id: str
    title: str
    points: Decimal
    lead: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a trial changes for one unit.

    `rivals` are the units that changed places with it: whom it passed where its rank is better, who passed it where it
    is worse (ids, best rank first, at most ten; `places` is how many there are). `causes` are the terms that made the
    difference, largest first: of the rank where places changed, else of the total. `hidden_by` says why points changed
    and the total did not.
    """

    before: UnitResult
    after: UnitResult
    rivals: tuple[str, ...] = ()
    places: int = 0
    causes: tuple[Cause, ...] = ()
    hidden_by: Hidden | None = None

    @property
    def unit(self) -> str:
        """The unit's id."""
        return self.before.unit

    @property
    def moved(self) -> bool:
        """Whether the rank, or what it may still become, is another."""
        return _ranks(self.before) != _ranks(self.after)

    @property
    def judged_otherwise(self) -> bool:
        """Whether grade, vetoes, labels or bars are others."""
        return _judgement(self.before) != _judgement(self.after)

    @property
    def scored_otherwise(self) -> bool:
        """Whether the total, or its bounds, are others."""
        return _total(self.before) != _total(self.after)

    @property
    def any(self) -> bool:
        """Whether anything about the unit is changed."""
        return self.moved or self.judged_otherwise or self.scored_otherwise or self.hidden_by is not None


def effects(trial: Trial) -> Mapping[str, tuple[Effect, ...]]:
    """Return the effect on every unit by group, in the order of the results before."""
    changes = _Changes(trial)
    return {group: tuple(changes.of(units)) for group, units in trial.before.groups.items()}


class _Changes:
    """The terms of both results, matched by kind and id, as columns of differences."""

    def __init__(self, trial: Trial) -> None:
        self.after = trial.after
        self.rows = {unit: row for row, unit in enumerate(trial.before.totals.units)}
        before = {(term.kind, term.id): term for term in contributions(trial.before)}
        after = {(term.kind, term.id): term for term in contributions(trial.after)}
        either = {**before, **after}
        self.terms = list(either.values())
        size, sign = len(self.rows), merit(trial.before)
        self.gained = np.zeros((len(self.terms), size), np.int64)
        for row, key in enumerate(either):
            self.gained[row] = sign * _difference(before.get(key), after.get(key), size)

    def of(self, units: Sequence[UnitResult]) -> Iterator[Effect]:
        """Yield the effects on the units of one group."""
        rows = np.array([self.rows[unit.unit] for unit in units], np.intp)
        after = [self.after.unit(unit.unit) for unit in units]
        was, is_ = (np.array([unit.rank or 0 for unit in side]) for side in (units, after))
        gained = self.gained[:, rows]
        for first in range(0, len(units), _AT_ONCE):
            places = range(first, min(first + _AT_ONCE, len(units)))
            rivals = _rivals(np.array(places), was, is_)
            # sums of whole numbers far below 2^53 are exact
            theirs = (gained.astype(np.float64) @ rivals.T.astype(np.float64)) / np.maximum(rivals.sum(axis=1), 1)
            for place, among, rival in zip(places, theirs.T, rivals, strict=True):
                own = gained[:, place]
                better = bool(is_[place] < was[place])
                causes = self._causes(own, (own - np.rint(among).astype(np.int64)) if rival.any() else None, better)
                hidden = (
                    _hiding(self.terms, own, after[place]) if _total(units[place]) == _total(after[place]) else None
                )
                names = tuple(units[int(one)].unit for one in np.flatnonzero(rival)[:MOST_RIVALS])
                yield Effect(units[place], after[place], names, int(rival.sum()), tuple(causes), hidden)

    def _causes(self, own: Column, leads: Column | None, better: bool) -> Iterator[Cause]:
        """Yield the terms with the largest change, or the largest lead in the direction in which the unit moved."""
        weight = np.abs(own) if leads is None else leads if better else -leads
        for row in np.argsort(-weight, kind="stable")[:MOST_CAUSES]:
            term = self.terms[row]
            if weight[row] < _FELT:
                return
            lead = None if leads is None else unfixed(int(leads[row]))
            yield Cause(term.kind, term.id, term.title, unfixed(int(own[row])), lead)


def _difference(before: Term | None, after: Term | None, size: int) -> Column:
    """Return by how much a term grew, where it is known before and after; what became known or open is no gain."""
    zeros = np.zeros(size, np.int64)
    old, new = (zeros if term is None else term.low for term in (before, after))
    known = np.ones(size, bool)
    for term in (before, after):
        known = known if term is None else known & term.known()
    return np.where(known, new - old, 0)


def _rivals(places: NDArray[np.intp], was: NDArray[np.int64], is_: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return for some units (rows) which of all have changed places with them in the direction of their own rank."""
    ranked = (was > 0) & (is_ > 0)
    before = np.sign(was[places][:, None] - was)
    after = np.sign(is_[places][:, None] - is_)
    moved = np.sign(is_ - was)[places][:, None]
    rivals: NDArray[np.bool_] = (np.sign(after - before) == moved) & (moved != 0) & ranked & ranked[places][:, None]
    return rivals


def _hiding(terms: Sequence[Term], own: Column, after: UnitResult) -> Hidden | None:
    """Return what takes back the change of a unit's points; None where no points changed."""
    felt = [(abs(int(gained)), term.kind) for term, gained in zip(terms, own, strict=True) if abs(gained) >= _FELT]
    if all(kind in _HIDING for _, kind in felt):
        return None
    hiding = [pair for pair in felt if pair[1] in _HIDING]
    if hiding:
        return _HIDING[max(hiding)[1]]
    # what takes it back is itself open
    if after.total is None:
        return Hidden.OPEN
    return Hidden.VETO if after.vetoes else Hidden.LIMIT


def _ranks(unit: UnitResult) -> tuple[int | None, int, int]:
    return unit.rank, unit.rank_best, unit.rank_worst


def _judgement(unit: UnitResult) -> tuple[object, ...]:
    return unit.grade, unit.vetoes, unit.open_vetoes, unit.labels, unit.bars, unit.failed


def _total(unit: UnitResult) -> tuple[Decimal | None, ...]:
    return unit.total, unit.low, unit.high
