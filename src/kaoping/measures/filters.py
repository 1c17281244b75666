"""`where`: which findings a measure is about, and what their values are."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

from kaoping.measures.values import parse_value
from kaoping.model.findings import Finding, Plain
from kaoping.model.measure_table import fixed

_FIELDS = ("check", "url", "page", "outcome", "site", "fault", "reason")
_NOT = "not_"


def matches(finding: Finding, where: Sequence[tuple[str, object]]) -> bool:
    """Tell whether a finding meets every filter: a literal, any of a list, or `not_x` (anything but x)."""
    return all(_accepts(wanted, field_value(finding, name)) for name, wanted in where)


def field_value(finding: Finding, name: str) -> object:
    """Return a field of a finding, else a measured value (`values.kind` or `kind`, dots go deeper), or None."""
    return getattr(finding, name) if name in _FIELDS else measured_value(finding, name.removeprefix("values."))


def measured_value(finding: Finding, path: str) -> Plain:
    """Return what a finding measured under `path` (dots go deeper), or None."""
    value: Plain = finding.values
    for step in path.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return value


def number_of(finding: Finding, path: str) -> int | None:
    """Return a measured value as a fixed-point number (dates as ordinals, a list as its length); None if it is none."""
    value = measured_value(finding, path)
    if isinstance(value, bool):
        return fixed(int(value))
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        return fixed(number) if number.is_finite() else None
    if isinstance(value, date | str):
        try:
            return parse_value("date", value)
        except ValueError:
            return None
    return fixed(len(value)) if isinstance(value, Sequence) else None


def _accepts(wanted: object, value: object) -> bool:
    if isinstance(wanted, tuple | list):
        return any(_accepts(item, value) for item in wanted)
    if isinstance(wanted, str) and wanted.startswith(_NOT):
        return not _equal(wanted.removeprefix(_NOT), value)
    return _equal(wanted, value)


def _equal(wanted: object, value: object) -> bool:
    if isinstance(value, list | tuple):
        return any(_equal(wanted, item) for item in value)
    if isinstance(value, Enum):
        value = value.value
    if isinstance(wanted, bool) or isinstance(value, bool):
        return str(wanted).lower() == str(value).lower()
    if isinstance(wanted, int | float | Decimal) and isinstance(value, int | float | Decimal):
        return Decimal(str(wanted)) == Decimal(str(value))
    return value is not None and str(wanted) == str(value)
