"""What a rule is asked (a stake) and what it answers (a worth)."""

from dataclasses import dataclass

import numpy as np

from kaoping.model.measure_table import SCALE
from kaoping.schemes.model import Amount, Item
from kaoping.scoring.expression import Frame
from kaoping.scoring.fixed import FAR, Column, Mask, mul_div
from kaoping.scoring.interval import Interval, clamp


@dataclass(frozen=True, slots=True, eq=False)
class Stake:
    """The points a rule decides on.

    `full` is what can be reached (None: no bound), `whole` the leaf's points that percentages are of. Under `charges`
    (a penalty, or a scheme that only deducts) points count up from 0 and mean what is taken away. `concerned` says
    which units the leaf may apply to, `surely` which it certainly does: a comparison between units has to know.
    """

    id: str
    full: Column | None
    whole: Column
    charges: bool
    concerned: Mask
    surely: Mask

    def cap(self) -> Column:
        """Return what can be reached; where there is no bound, a number that nothing reaches."""
        return np.array([FAR]) if self.full is None else self.full


@dataclass(frozen=True, slots=True, eq=False)
class Charge:
    """What one item of a rule took or gave."""

    id: str
    text: str
    clause: str
    amount: Interval


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """The points of a leaf or criterion, with `na` and `never` where they do not apply.

    `gap` is that part of the leaf's points which does not apply (criteria of a share); `best` the value others are
    measured by; `notes` are remarks (code) about the units in the mask.
    """

    points: Interval
    charges: tuple[Charge, ...] = ()
    gap: Interval | None = None
    best: Interval | None = None
    notes: tuple[tuple[str, Mask], ...] = ()


def within_stake(points: Interval, stake: Stake) -> Interval:
    """Return points moved to between 0 and what can be reached."""
    return clamp(points, 0, stake.cap())


def amount_of(amount: Amount, stake: Stake, frame: Frame) -> Column:
    """Return an amount in points: as given, or per cent of the leaf's points."""
    value = frame.population.column(amount.value)
    return mul_div(value, stake.whole, np.array([100 * SCALE])) if amount.percent else value


def charge(item: Item, points: Interval) -> Charge:
    """Return the record of what `item` came to."""
    return Charge(item.id, item.source, item.clause, points)
