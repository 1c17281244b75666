"""`take` and `combine`: from the faults of each site to one value with its bounds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kaoping.measures.filters import number_of
from kaoping.measures.sightings import SiteView
from kaoping.measures.values import bounds
from kaoping.model.findings import Finding
from kaoping.model.measure_table import SCALE, UNBOUNDED
from kaoping.model.outcomes import CheckStatus, Outcome, State
from kaoping.schemes.model import Measure


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with its bounds, fixed point. `parts` and `whole` are what a share is made of, for pooling sites."""

    state: State
    value: int = 0
    low: int = 0
    high: int = 0
    parts: tuple[int, int, int] = (0, 0, 0)  # failing: low, value, high
    whole: int = 0


def unknown(kind: str) -> Reading:
    """Return a reading of which nothing is known but its kind."""
    low, high = bounds(kind)
    return Reading(State.UNKNOWN, low, low, high)


NOT_APPLICABLE = Reading(State.NOT_APPLICABLE)


def read_site(view: SiteView, measure: Measure, take: tuple[str, str], maybe_elsewhere: frozenset[str]) -> Reading:
    """Return what one site contributes. `maybe_elsewhere` are keys counted here unless another measure counts them."""
    if view.status is CheckStatus.NOT_APPLICABLE:
        return NOT_APPLICABLE
    if view.status is not CheckStatus.DONE:
        return unknown(_kind(take[0], measure.kind))
    how, path = take
    reading = _values(view, how, path) if how in {"sum", "max", "min"} else _counts(view, measure, how, maybe_elsewhere)
    only_people_know = any(finding.outcome is Outcome.MANUAL for finding in view.pending.values())
    if only_people_know and reading.low != reading.high and reading.state is State.KNOWN:
        return Reading(State.UNKNOWN, reading.low, reading.low, reading.high, reading.parts, reading.whole)
    return reading


def combine_sites(readings: Sequence[Reading], measure: Measure, take: str, combine: str) -> Reading:
    """Return the unit's value from those of its sites; a site to which the check does not apply is left aside.

    `combine` is sum, max, any, or a sample's mean or min. A site that was not measured leaves the unit's value unknown,
    within bounds, unless it could not change it.
    """
    applicable = [reading for reading in readings if reading.state is not State.NOT_APPLICABLE]
    if not applicable:
        return NOT_APPLICABLE
    if take == "share" and combine == "sum":
        result = _pooled(applicable)
    else:
        # dates are not added up: the latest counts
        how = "max" if combine == "any" or (combine == "sum" and measure.kind == "date") else combine
        low, value, high = (_combined(column, how) for column in zip(*map(_triple, applicable), strict=True))
        result = Reading(State.KNOWN, value, low, high)
    if measure.kind == "bool" or combine == "any":
        result = _truth(result.value, result.low, result.high)
    if all(reading.state is State.KNOWN for reading in applicable) or result.low == result.high:
        return Reading(State.KNOWN, result.value, result.low, result.high)
    return Reading(State.UNKNOWN, result.low, result.low, result.high)


def _combined(numbers: Sequence[int], how: str) -> int:
    if how == "mean":
        return min(_quotient_of(sum(numbers), len(numbers)), UNBOUNDED)
    return min(sum(numbers) if how == "sum" else max(numbers) if how == "max" else min(numbers), UNBOUNDED)


def _quotient_of(total: int, count: int) -> int:
    return (2 * total + count) // (2 * count)  # rounded half up, once


def _truth(value: int, low: int, high: int) -> Reading:
    return Reading(State.KNOWN, SCALE * (value > 0), SCALE * (low > 0), SCALE * (high > 0))


def _triple(reading: Reading) -> tuple[int, int, int]:
    return reading.low, reading.value, reading.high


def _kind(how: str, kind: str) -> str:
    return {"count": "count", "any": "bool", "share": "share"}.get(how, kind)


def _counts(view: SiteView, measure: Measure, how: str, maybe_elsewhere: frozenset[str]) -> Reading:
    sure = {key: finding for key, finding in view.counted.items() if key not in maybe_elsewhere}
    low, value, high = (_number(group, measure.count) for group in (sure, view.counted, view.counted | view.pending))
    if how == "any":
        return _truth(value, low, high)
    if how == "share":
        if not view.examined:
            return NOT_APPLICABLE
        whole = view.examined if measure.count == "faults" else _items_examined(view)
        return _share((low, value, high), whole)
    return Reading(State.KNOWN, value * SCALE, low * SCALE, high * SCALE)


def _share(parts: tuple[int, int, int], whole: int) -> Reading:
    low, value, high = (_quotient(min(part, whole), whole) for part in parts)
    return Reading(State.KNOWN, value, low, high, parts, whole)


def _quotient(part: int, whole: int) -> int:
    return _quotient_of(part * SCALE, whole)


def _number(findings: Mapping[str, Finding], count: str) -> int:
    """每发现一处 counts distinct faults; 每发现一个存在该问题的事项 counts the pages that have any."""
    return len(findings) if count == "faults" else len({finding.url for finding in findings.values()})


def _items_examined(view: SiteView) -> int:
    groups: Iterable[Mapping[str, Finding]] = (view.counted, view.pending, view.passing)
    return len({finding.url for group in groups for finding in group.values()}) or view.examined


def _values(view: SiteView, how: str, path: str) -> Reading:
    """Measured values count whether the check found fault or not; those awaiting a person widen the bounds."""
    settled = _numbers((*view.counted.values(), *view.passing.values()), path)
    waiting = _numbers(view.pending.values(), path)
    if how == "sum":
        total = sum(settled)
        return Reading(
            State.KNOWN,
            total,
            total + sum(number for number in waiting if number < 0),
            total + sum(number for number in waiting if number > 0),
        )
    if not settled:
        if not waiting:
            return NOT_APPLICABLE
        # all of them may be dismissed: then there is no value, which adds nothing to that of other sites
        low = min(0, *waiting)
        return Reading(State.UNKNOWN, low, low, max(0, *waiting))
    if how == "max":
        return Reading(State.KNOWN, max(settled), max(settled), max((*settled, *waiting)))
    return Reading(State.KNOWN, min(settled), min((*settled, *waiting)), min(settled))


def _numbers(findings: Iterable[Finding], path: str) -> list[int]:
    numbers = (number_of(finding, path) for finding in findings)
    return [number for number in numbers if number is not None]


def _pooled(readings: Sequence[Reading]) -> Reading:
    """Failing ÷ examined over all sites together; one unknown site leaves the whole share open."""
    if any(reading.state is State.UNKNOWN and not reading.whole for reading in readings):
        return Reading(State.UNKNOWN, 0, 0, SCALE)
    low, value, high = (sum(column) for column in zip(*(reading.parts for reading in readings), strict=True))
    return _share((low, value, high), sum(reading.whole for reading in readings))
