"""Results and score trees as plain data for `results.json` and `units/<unit>.json`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from kaoping.schemes.model import Scheme
from kaoping.scoring.readings import MeasureReading, PeriodReading
from kaoping.scoring.results import ApartUnit, Converted, PartResult, Results, UnitResult
from kaoping.scoring.trace import ItemAmount, ScoreNode

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def results_to_json(results: Results, scheme: Scheme, as_of: date) -> dict[str, Json]:
    """Return `results.json`. Numbers are JSON numbers; null where unknown, and for a bound that does not exist."""
    return {
        "scheme": {"id": scheme.id, "edition": scheme.edition, "digest": scheme.digest, "title": scheme.title},
        "as_of": as_of.isoformat(),
        "scoring_version": results.version,
        "groups": {group: [_unit(unit) for unit in units] for group, units in results.groups.items()},
        "apart": {group: [_apart(unit) for unit in units] for group, units in results.apart.items()},
    }


def trace_to_json(node: ScoreNode) -> dict[str, Json]:
    """Return a score tree as in `units/<unit>.json`."""
    return {
        "id": node.id,
        "kind": node.kind,
        "title": node.title,
        "points": number(node.points),
        "low": number(node.low),
        "high": number(node.high),
        "of": number(node.of),
        "rule": node.rule,
        "clause": node.clause,
        "text": node.text,
        "applicable": node.applicable,
        "weight": number(node.weight),
        "weighted": number(node.weighted),
        "measures": {name: _measure(reading) for name, reading in (node.measures or {}).items()},
        "findings": list(node.findings),
        "pending": list(node.pending),
        "items": [_item(item) for item in node.items],
        "notes": [{"code": note.code, "text": note.text} for note in node.notes],
        "children": [trace_to_json(child) for child in node.children],
    }


def number(value: Decimal | None) -> int | float | None:
    """Return a decimal as a JSON number: whole numbers without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _unit(unit: UnitResult) -> dict[str, Json]:
    return {
        "unit": unit.unit,
        "name": unit.name,
        "total": number(unit.total),
        "low": number(unit.low),
        "high": number(unit.high),
        "of": number(unit.of),
        "rate": number(unit.rate),
        "complete": unit.complete,
        "grade": unit.grade,
        "rank": unit.rank,
        "rank_best": unit.rank_best,
        "rank_worst": unit.rank_worst,
        "failed": unit.failed,
        "provisional": unit.provisional,
        "vetoes": list(unit.vetoes),
        "open_vetoes": list(unit.open_vetoes),
        "labels": list(unit.labels),
        "bars": list(unit.bars),
        "parts": [_part(part) for part in unit.parts],
        "converted": [_converted(one) for one in unit.converted],
    }


def _part(part: PartResult) -> dict[str, Json]:
    return {
        "id": part.id,
        "title": part.title,
        "points": number(part.points),
        "low": number(part.low),
        "high": number(part.high),
        "of": number(part.of),
        "weight": number(part.weight),
        "weighted": number(part.weighted),
    }


def _converted(one: Converted) -> dict[str, Json]:
    return {
        "from": one.from_,
        "title": one.title,
        "points": number(one.points),
        "low": number(one.low),
        "high": number(one.high),
        "to": number(one.to),
    }


def _apart(unit: ApartUnit) -> dict[str, Json]:
    return {"unit": unit.unit, "name": unit.name, "why": unit.why}


def _item(item: ItemAmount) -> dict[str, Json]:
    return {
        "id": item.id,
        "text": item.text,
        "clause": item.clause,
        "amount": number(item.amount),
        "low": number(item.low),
        "high": number(item.high),
    }


def _measure(reading: MeasureReading) -> dict[str, Json]:
    head: dict[str, Json] = {"title": reading.title, "kind": reading.kind}
    if len(reading.periods) == 1 and reading.periods[0].period == "":
        return {**head, **_cell(reading.periods[0])}
    return {**head, "periods": {period.period: _cell(period) for period in reading.periods}}


def _cell(period: PeriodReading) -> dict[str, Json]:
    values: Mapping[str, Json] = {name: _value(getattr(period, name)) for name in ("value", "low", "high")}
    cell: dict[str, Json] = {"state": period.state.value, **values}
    if period.left_out:
        cell["left_out"] = [{"finding": key, "why": why} for key, why in period.left_out]
    if period.note:
        cell["note"] = period.note
    return cell


def _value(value: Decimal | bool | date | None) -> Json:
    if isinstance(value, bool) or value is None:
        return value
    return value.isoformat() if isinstance(value, date) else number(value)
