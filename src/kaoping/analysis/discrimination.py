"""Which indicators tell units apart: how a group's rates of each indicator are spread, open ones left aside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import numpy as np

from kaoping.model.measure_table import SCALE
from kaoping.schemes.model import Node, Part, Scheme
from kaoping.scoring.fixed import Column, Mask, mul_div
from kaoping.scoring.results import Results
from kaoping.scoring.scored import Scored

LITTLE_DEVIATION = 20_000  # millionths: a standard deviation below 2 % of the points
LITTLE_DISSENT = 0.05  # at most 5 % of the units have another rate than the rest
_PLACES = Decimal("0.0001")


class Verdict(StrEnum):
    """How far an indicator tells the units of a group apart.

    `NONE`: all have the same rate. `LITTLE`: the standard deviation of rates is below 2 %, or at most 5 % of the units
    have another rate than the rest. `SOME`: more than that. `OPEN`: fewer than two units' rates are known.
    """

    NONE = "none"
    LITTLE = "little"
    SOME = "some"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Discrimination:
    """How one group's rates of one indicator are spread.

    Rates are points ÷ points it counts out of, after guards; where it counts out of nothing (deductions, no limit), the
    points themselves, and `rates` is False. `units` are those to whom it applies and whose rate is known, `open` those
    to whom it may apply and whose rate is not. The figures are of the `units`; None where there is none.
    """

    indicator: str
    title: str
    part: str
    group: str
    units: int
    open: int
    rates: bool
    mean: Decimal | None
    deviation: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    alike: int  # units that have the most frequent rate
    verdict: Verdict


def discrimination(results: Results) -> Mapping[str, tuple[Discrimination, ...]]:
    """Return how far every indicator tells units apart, by group, leaves in document order."""
    work = results.workings
    groups = {group: work.population.of_group(group) for group in results.groups}
    rows = {
        group: np.flatnonzero(np.broadcast_to(mask, (len(work.population.units),))) for group, mask in groups.items()
    }
    return {
        group: tuple(
            _spread((leaf, part, group), work.point.nodes[leaf.id], rows[group]) for part, leaf in leaves(work.scheme)
        )
        for group in results.groups
    }


def leaves(scheme: Scheme) -> Iterator[tuple[Part | None, Node]]:
    """Yield every leaf with its part (None for adjustments of the whole), adjustments' included."""
    for part in scheme.parts:
        yield from ((part, node) for node in part.all_nodes() if not node.children)
    for one in scheme.adjust:
        yield from ((None, leaf) for node in one.nodes for leaf in node.leaves())


def applies(scored: Scored) -> Mask:
    """Return for which units an indicator may count."""
    size = len(scored.points.lo)
    may = np.ones(size, bool) if scored.never is None else ~scored.never
    return may if scored.drawn is None else may & scored.drawn


def _spread(of: tuple[Node, Part | None, str], scored: Scored, rows: Column) -> Discrimination:
    leaf, part, group = of
    may = applies(scored)[rows]
    sure = scored.points.lo == scored.points.hi
    if scored.na is not None:
        sure = sure & ~scored.na
    known = may & sure[rows]
    counted = rows[known]
    out_of = scored.of.hi[counted]
    rates = bool((out_of > 0).all()) and len(counted) > 0
    points = scored.points.lo[counted]
    values = mul_div(points, np.array([SCALE]), out_of) if rates else points
    alike = int(np.unique(values, return_counts=True)[1].max()) if len(values) else 0
    return Discrimination(
        indicator=leaf.id,
        title=leaf.title,
        part="" if part is None else part.id,
        group=group,
        units=len(values),
        open=int((may & ~known).sum()),
        rates=rates,
        mean=_shown(values.mean()) if len(values) else None,
        deviation=_shown(values.std()) if len(values) else None,
        lowest=_shown(values.min()) if len(values) else None,
        highest=_shown(values.max()) if len(values) else None,
        alike=alike,
        verdict=_verdict(values, alike),
    )


def _verdict(values: Column, alike: int) -> Verdict:
    if len(values) < 2:
        return Verdict.OPEN
    if alike == len(values):
        return Verdict.NONE
    dissent = len(values) - alike
    little = float(values.std()) < LITTLE_DEVIATION or dissent <= LITTLE_DISSENT * len(values)
    return Verdict.LITTLE if little else Verdict.SOME


def _shown(value: "np.floating[np.typing.NBitBase] | np.int64 | float") -> Decimal:
    return (Decimal(float(value)) / SCALE).quantize(_PLACES, ROUND_HALF_UP)
