"""Counts what was told against what is true: precision, recall and how far chance may have moved them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from math import sqrt

from kaoping.model.outcomes import Outcome
from tests.accuracy.labels import WHOLE, Label, Truth

ENOUGH = 20  # real faults from which on a share says something
PRECISION, RECALL = 0.95, 0.9  # what a counted check must reach
_Z = 1.96  # 95 % confidence


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of loci. `right` and `wrong` are fails that are faults or not, `hints_…` the same of suspicions.

    `missed` are faults of which nothing was told, `quiet` clean loci of which nothing was told; `unclear` are loci a
    person could not decide, `unlabelled` what was told and nobody has labelled: neither counts for anything.
    """

    right: int = 0
    wrong: int = 0
    hints_right: int = 0
    hints_wrong: int = 0
    missed: int = 0
    quiet: int = 0
    unclear: int = 0
    unlabelled: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def faults(self) -> int:
        """Labelled loci that are faults."""
        return self.right + self.hints_right + self.missed

    @property
    def labelled(self) -> int:
        """Labelled loci that count."""
        return self.faults + self.wrong + self.hints_wrong + self.quiet

    @property
    def told(self) -> tuple[int, int]:
        """Right and all of the statements whose precision is published: fails, or hints where no fail was told."""
        if self.right + self.wrong:
            return self.right, self.right + self.wrong
        return self.hints_right, self.hints_right + self.hints_wrong

    @property
    def precision(self) -> float | None:
        """Share of what was told that is a fault; None when nothing labelled was told."""
        return share(*self.told)

    @property
    def hint_precision(self) -> float | None:
        """The same of suspicions."""
        return share(self.hints_right, self.hints_right + self.hints_wrong)

    @property
    def recall(self) -> float | None:
        """Share of the faults that were told, as fail or as suspicion; None when no fault is labelled."""
        return share(self.right + self.hints_right, self.faults)

    @property
    def enough(self) -> bool:
        """Whether there are faults enough for the shares to mean something."""
        return self.faults >= ENOUGH

    def plain(self) -> dict[str, int]:
        """Return the counts as they are stored."""
        return asdict(self)


def share(part: int, whole: int) -> float | None:
    """Return a share, or None of nothing."""
    return round(part / whole, 4) if whole else None


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """Return the bounds of a share at 95 % confidence (Wilson's score interval), or None of nothing."""
    if not whole:
        return None
    p, z2 = part / whole, _Z * _Z
    middle = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _Z * sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole)) / (1 + z2 / whole)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def tally(labels: Iterable[Label], told: Mapping[str, Outcome]) -> Tally:
    """Count the labels of one source against what a check told of it, by locus."""
    counted = Tally()
    known: set[str] = set()
    for label in labels:
        loci = set(told) if label.locus == WHOLE else {label.locus} & set(told)
        known |= loci
        outcomes = {told[locus] for locus in loci}
        outcome = Outcome.FAIL if Outcome.FAIL in outcomes else next(iter(outcomes), None)
        counted += _one(label.truth, outcome)
    return counted + Tally(unlabelled=len(set(told) - known))


def _one(truth: Truth, outcome: Outcome | None) -> Tally:
    if truth is Truth.UNCLEAR:
        return Tally(unclear=1)
    fault = truth is Truth.FAULT
    if outcome is None:
        return Tally(missed=1) if fault else Tally(quiet=1)
    if outcome is Outcome.FAIL:
        return Tally(right=1) if fault else Tally(wrong=1)
    return Tally(hints_right=1) if fault else Tally(hints_wrong=1)
