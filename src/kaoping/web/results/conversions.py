"""折合: the results of a version as points of another assessment, in proportion."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kaoping.reports.figures import rounded
from kaoping.schemes.model import Conversion, Open, Scheme
from kaoping.web.results.models import ResultVersion, VersionScore

TOTAL = "total"
PLACES = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """One conversion of a scheme; `to` are the points that the other assessment gives, None where nobody said."""

    key: str
    title: str
    clause: str
    to: Decimal | None
    why_open: str


@dataclass(frozen=True, slots=True)
class Line:
    """One unit: what it has out of what, and the converted points (None where either is open)."""

    score: VersionScore
    points: Decimal | None
    of: Decimal | None
    converted: Decimal | None


def wanted_by(scheme: Scheme, given: Mapping[str, Decimal]) -> tuple[Wanted, ...]:
    """Return the conversions of a scheme, or of the total where it names none; `given` fill in points left open."""
    stated = scheme.convert or (Conversion(TOTAL, Open(""), scheme.title),)
    return tuple(_wanted(f"to{place}", one, given) for place, one in enumerate(stated))


def lines_of(version: ResultVersion, wanted: Wanted, conversion: str) -> Iterator[Line]:
    """Yield the units of a version that have what is converted, in the order of the ranking."""
    for score in version.scores.select_related("participant__unit"):
        if conversion == TOTAL:
            yield _line(score, score.total, score.of, wanted.to)
            continue
        part = next((one for one in score.parts if one["id"] == conversion), None)
        if part is not None:
            yield _line(score, _number(part["points"]), _number(part["of"]), wanted.to)


def sources_of(scheme: Scheme) -> tuple[str, ...]:
    """Return what each conversion starts from, in the order of `wanted_by`."""
    return tuple(one.from_ for one in scheme.convert) or (TOTAL,)


def _wanted(key: str, one: Conversion, given: Mapping[str, Decimal]) -> Wanted:
    fixed = one.to if isinstance(one.to, Decimal) else None
    why = one.to.reason if isinstance(one.to, Open) else ""
    return Wanted(key, one.title, one.clause, given.get(key, fixed), why)


def _line(score: VersionScore, points: Decimal | None, of: Decimal | None, to: Decimal | None) -> Line:
    known = points is not None and of and to is not None
    return Line(score, points, of, rounded(points * to / of, PLACES) if known else None)  # type: ignore[operator]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
