"""A unit's result as the columns of its row, be it of the live scores or of a version."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kaoping.scoring import PartResult, UnitResult
from kaoping.scoring.results import Converted

_SAME = ("total", "low", "high", "of", "rate", "rank", "rank_best", "rank_worst", "failed", "provisional")
_LISTS = ("vetoes", "open_vetoes", "labels", "bars")


def score_columns(one: UnitResult) -> dict[str, Any]:
    """Return the columns of `models.Score`."""
    return {
        **{name: getattr(one, name) for name in _SAME},
        **{name: list(getattr(one, name)) for name in _LISTS},
        "grade": one.grade or "",
        "parts": [_part(part) for part in one.parts],
        "converted": [_converted(each) for each in one.converted],
    }


def _part(part: PartResult) -> dict[str, str | None]:
    return {"id": part.id, "title": part.title, **_said(part, ("points", "low", "high", "of"))}


def _converted(one: Converted) -> dict[str, str | None]:
    return {"from": one.from_, "title": one.title, **_said(one, ("points", "low", "high", "to"))}


def _said(row: PartResult | Converted, names: tuple[str, ...]) -> Mapping[str, str | None]:
    numbers: dict[str, Decimal | None] = {name: getattr(row, name) for name in names}
    return {name: None if value is None else f"{value.normalize():f}" for name, value in numbers.items()}
