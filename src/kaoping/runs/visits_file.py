"""`visits.json` of a site's folder: the part of the probe series that its judgement rests on, sealed with the rest."""

from pathlib import Path

import msgspec

from kaoping.evidence.durable import replace_file
from kaoping.model.probe_series import ProbeSeries
from kaoping.runs.stored_json import read_or_none

NAME = "visits.json"


def write_visits(directory: Path, series: ProbeSeries | None) -> None:
    """Write the series, all or nothing, where it differs from what is there; None takes an earlier one away."""
    path = directory / NAME
    if series is None:
        path.unlink(missing_ok=True)
        return
    text = _text(series)
    if not path.exists() or path.read_bytes() != text:
        replace_file(path, [text])


def read_visits(directory: Path) -> ProbeSeries | None:
    """Return the series of a site; None where there is none, or where it cannot be read: it is then not measured."""
    return read_or_none(directory / NAME, ProbeSeries)


def _text(series: ProbeSeries) -> bytes:
    """One visit a line, so that a person can read it."""
    return msgspec.json.encode(series).replace(b'},{"at"', b'},\n{"at"') + b"\n"
