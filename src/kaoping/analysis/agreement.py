"""How far two judges agree beyond chance."""

from collections import Counter
from collections.abc import Sequence

Answer = float | str
"""A number (near or far from others) or a word (equal or not)."""


def kappa(pairs: Sequence[tuple[Answer, Answer]], *, pooled: bool = True) -> float | None:
    """Return the weighted kappa of pairs of answers: 1 is full agreement, 0 what chance would give.

    Disagreement between numbers counts by their distance over the range that occurs, between anything else fully; for
    yes and no this is the plain kappa. `pooled` takes chance from the answers of both judges together (Scott, Fleiss),
    which is right where the judges change from pair to pair; else from each judge's own (Cohen). None where all
    answers are the same, or there are none: then chance alone agrees, too.
    """
    if not pairs:
        return None
    numbers = [one for pair in pairs for one in pair if not isinstance(one, str)]
    span = max(numbers) - min(numbers) if numbers else 0.0
    observed = sum(_distance(first, second, span) for first, second in pairs) / len(pairs)
    firsts, seconds = (Counter(pair[seat] for pair in pairs) for seat in (0, 1))
    if pooled:
        firsts = seconds = firsts + seconds
    whole = firsts.total() * seconds.total()
    expected = (
        sum(
            _distance(first, second, span) * often * times
            for first, often in firsts.items()
            for second, times in seconds.items()
        )
        / whole
    )
    return 1 - observed / expected if expected else None


def _distance(first: Answer, second: Answer, span: float) -> float:
    if first == second:
        return 0.0
    if isinstance(first, str) or isinstance(second, str):
        return 1.0
    return abs(first - second) / span
