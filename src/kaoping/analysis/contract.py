"""Trials and analyses as plain data, for `--json` and other programs."""

from kaoping.analysis.discrimination import Discrimination
from kaoping.analysis.effects import Cause, Effect
from kaoping.analysis.influence import GroupInfluence
from kaoping.analysis.robustness import Share, UnitRobustness
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


def discrimination_to_json(one: Discrimination) -> dict[str, Json]:
    """Return how far an indicator tells the units of a group apart; `rates` false: figures are points."""
    return {
        "indicator": one.indicator,
        "title": one.title,
        "part": one.part,
        "verdict": one.verdict.value,
        "units": one.units,
        "open": one.open,
        "rates": one.rates,
        "mean": number(one.mean),
        "deviation": number(one.deviation),
        "lowest": number(one.lowest),
        "highest": number(one.highest),
        "alike": one.alike,
    }


def influence_to_json(group: GroupInfluence) -> dict[str, Json]:
    """Return what decides the ranking of a group."""
    terms: list[Json] = [
        {
            "kind": one.kind.value,
            "id": one.id,
            "title": one.title,
            "variance": number(one.variance),
            "correlation": number(one.correlation),
            "moved": one.moved,
            "farthest": one.farthest,
        }
        for one in group.terms
    ]
    return {"units": group.units, "vetoed": group.vetoed, "open": group.open, "terms": terms}


def robustness_to_json(one: UnitRobustness) -> dict[str, Json]:
    """Return how firm a unit's rank is; shares as [low, high] between 0 and 1."""
    return {
        "unit": one.now.unit,
        "name": one.now.name,
        "rank": one.now.rank,
        "rank_best": one.now.rank_best,
        "rank_worst": one.now.rank_worst,
        "rank_low": one.rank_low,
        "rank_high": one.rank_high,
        "same": number(one.same),
        "first": _share(one.first),
        "top": _share(one.top),
        "below": None if one.below is None else _share(one.below),
    }


def _share(share: Share) -> list[Json]:
    return [number(share.low), number(share.high)]
