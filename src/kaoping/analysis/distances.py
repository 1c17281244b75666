"""How far a unit is from the next grade and from the next rank."""

from dataclasses import dataclass
from decimal import Decimal

from kaoping.analysis.contributions import merit
from kaoping.model.roster import RosterUnit
from kaoping.schemes.quantities import resolve
from kaoping.scoring.results import Results


@dataclass(frozen=True, slots=True)
class Distance:
    """So many points are missing to a grade (`title`), or to a rank."""

    points: Decimal
    title: str = ""
    rank: int = 0


def to_next_grade(results: Results, unit: str) -> Distance | None:
    """Return what is missing to the next better grade; None at the best, without grades, or while the total is open.

    A veto that fails the unit or bars a grade is not a matter of points: then there is no distance either.
    """
    one, work = results.unit(unit), results.workings
    if one.total is None or one.failed or one.bars or merit(results) < 0:
        return None
    member = _member(results, unit)
    bounds = [(resolve(grade.from_, member, work.scheme), grade.title) for grade in work.scheme.grades]
    above = [(bound, title) for bound, title in bounds if bound > one.total]
    if not above:
        return None
    bound, title = min(above)
    return Distance(bound - one.total, title)


def to_next_rank(results: Results, unit: str) -> Distance | None:
    """Return what is missing to the nearest better rank; None at the top, or while rank or total are open.

    Where units are ranked by their rate, the points are those that bring this unit's rate up to it.
    """
    one, scheme = results.unit(unit), results.workings.scheme
    if one.rank is None or one.total is None or one.failed:
        return None
    ahead = [
        other
        for other in results.groups[one.group]
        if other.rank is not None and other.rank < one.rank and other.total is not None
    ]
    if not ahead:
        return None
    best = max(ahead, key=lambda other: other.rank or 0)
    assert best.rank is not None
    assert best.total is not None
    if scheme.rank_by == "rate" and best.rate is not None and one.of is not None:
        return Distance(best.rate * one.of - one.total, rank=best.rank)
    return Distance(abs(best.total - one.total), rank=best.rank)


def _member(results: Results, unit: str) -> RosterUnit:
    work = results.workings
    return work.population.units[work.rows[unit]]
