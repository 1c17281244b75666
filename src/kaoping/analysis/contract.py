"""Trials and analyses as plain data, for `--json` and other programs."""

from kaoping.analysis.effects import Cause, Effect
from kaoping.scoring.contract import Json, number
from kaoping.scoring.results import UnitResult


def effect_to_json(effect: Effect) -> dict[str, Json]:
    """Return what a trial changes for one unit."""
    return {
        "unit": effect.unit,
        "name": effect.before.name,
        "before": standing_to_json(effect.before),
        "after": standing_to_json(effect.after),
        "moved": effect.moved,
        "judged_otherwise": effect.judged_otherwise,
        "rivals": list(effect.rivals),
        "places": effect.places,
        "causes": [_cause(cause) for cause in effect.causes],
        "hidden_by": effect.hidden_by.value if effect.hidden_by else None,
    }


def standing_to_json(unit: UnitResult) -> dict[str, Json]:
    """Return how a unit stands: total, rank, grade, vetoes."""
    return {
        "total": number(unit.total),
        "low": number(unit.low),
        "high": number(unit.high),
        "rank": unit.rank,
        "rank_best": unit.rank_best,
        "rank_worst": unit.rank_worst,
        "grade": unit.grade,
        "failed": unit.failed,
        "vetoes": list(unit.vetoes),
        "open_vetoes": list(unit.open_vetoes),
        "labels": list(unit.labels),
    }


def _cause(cause: Cause) -> dict[str, Json]:
    return {
        "kind": cause.kind.value,
        "id": cause.id,
        "title": cause.title,
        "points": number(cause.points),
        "lead": number(cause.lead),
    }
