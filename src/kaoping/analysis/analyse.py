"""Looks at results as a whole: which indicators tell units apart, which decide the ranking, how firm it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kaoping.analysis.discrimination import Discrimination, discrimination
from kaoping.analysis.influence import GroupInfluence, influence
from kaoping.analysis.perturbation import Perturbation
from kaoping.analysis.robustness import Robustness, robustness
from kaoping.scoring.results import Results


@dataclass(frozen=True, slots=True)
class Analysis:
    """All three views of the same results, each by group."""

    results: Results
    discrimination: Mapping[str, tuple[Discrimination, ...]]
    influence: Mapping[str, GroupInfluence]
    robustness: Robustness


def analyse(results: Results, how: Perturbation, pass_mark: Decimal | None = None) -> Analysis:
    """Return the analysis of `results`; `how` and `pass_mark` as for `robustness`."""
    firm = robustness(results, how, pass_mark=pass_mark)
    return Analysis(results, discrimination(results), influence(results), firm)
