"""How a scheme's totals are spoken of: points gained, points taken away (less is better), or rates of full marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.reports.figures import NONE, RANGE, fixed_text, mean, mean_text
from kaoping.schemes.model import Scheme
from kaoping.scoring.results import UnitResult


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """Words for totals: what they are called, how units are ordered by them, who is first and last."""

    total: str
    points: str
    ranking: str
    front: str
    best: str
    worst: str


_GAINED = ScoreWords("总分", "得分", "得分排名", "得分靠前", "得分最高", "得分最低")
_TAKEN = ScoreWords("扣分", "扣分", "扣分排名", "扣分较少", "扣分最少", "扣分最多")
_RATED = ScoreWords("总分", "得分", "得分率排名", "得分率靠前", "得分率最高", "得分率最低")


def score_words(scheme: Scheme) -> ScoreWords:
    """Return the words that fit a scheme's total."""
    if takes_away(scheme):
        return _TAKEN
    return _RATED if by_rate(scheme) else _GAINED


def takes_away(scheme: Scheme) -> bool:
    """Tell whether totals are what was deducted, without a base."""
    return scheme.total.combine == "deductions"


def by_rate(scheme: Scheme) -> bool:
    """Tell whether units are ordered by points ÷ what they count out of."""
    return scheme.rank_by == "rate" and not takes_away(scheme)


def rate_text(unit: UnitResult) -> str:
    """Return points ÷ full marks as a percentage, or the range of it; a dash where nothing bounds it."""
    if unit.of is None or unit.of <= 0 or unit.low is None or unit.high is None:
        return NONE
    ends = [f"{fixed_text(points * 100 / unit.of)}%" for points in (unit.low, unit.high)]
    return RANGE.join(dict.fromkeys(ends))


def merit_text(unit: UnitResult, scheme: Scheme) -> str:
    """Return what a unit with a final result is ordered by: `8.50分`, or `92%，460.00分` where rates count."""
    points = f"{fixed_text(unit.total, scheme.total.round.places)}分"
    return f"{rate_text(unit)}，{points}" if by_rate(scheme) else points


def mean_words(units: Sequence[UnitResult], scheme: Scheme) -> str:
    """Return the mean of units with final results in words: 平均…分, 平均扣…分, 平均得分率…%."""
    if by_rate(scheme):
        rates = [unit.rate for unit in units if unit.rate is not None]
        return f"平均得分率{fixed_text(sum(rates, Decimal(0)) * 100 / len(rates))}%" if rates else "平均得分率未定"
    value = mean([unit.total for unit in units if unit.total is not None], scheme.total.round.places)
    return f"平均{'扣' if takes_away(scheme) else ''}{fixed_text(value, scheme.total.round.places)}分"


def open_mean_words(low: Decimal | None, high: Decimal | None, scheme: Scheme) -> str:
    """Return the mean of units some of which are open; points out of different full marks have none."""
    if by_rate(scheme):
        return "平均得分率未定"
    said = mean_text(low, high, scheme.total.round.places)
    return said.replace("平均分", "平均扣分") if takes_away(scheme) else said
