"""Scheme × measures → scores, ranks, grades and score trees. Pure, deterministic, no I/O."""

from kaoping.scoring.contract import results_to_json, trace_to_json
from kaoping.scoring.notes import Note
from kaoping.scoring.readings import MeasureReading, PeriodReading
from kaoping.scoring.results import ApartUnit, Converted, PartResult, Results, UnitResult
from kaoping.scoring.score import SCORING_VERSION, score
from kaoping.scoring.trace import ItemAmount, ScoreNode

__all__ = [
    "SCORING_VERSION",
    "ApartUnit",
    "Converted",
    "ItemAmount",
    "MeasureReading",
    "Note",
    "PartResult",
    "PeriodReading",
    "Results",
    "ScoreNode",
    "UnitResult",
    "results_to_json",
    "score",
    "trace_to_json",
]
