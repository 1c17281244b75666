"""Score measures handed in as a table, without the network (contract: `kaoping score`)."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaoping.runs.batch import write_text
from kaoping.runs.catalogue import build_catalogue
from kaoping.runs.inputs.measure_values import read_measure_table
from kaoping.runs.inputs.roster import read_roster
from kaoping.runs.usable import usable_scheme
from kaoping.schemes.model import Scheme
from kaoping.scoring.contract import results_to_json, trace_to_json
from kaoping.scoring.results import Results
from kaoping.scoring.score import score


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """A scheme (id or path), the tables of measures and units, the monitoring point, and where to leave results."""

    scheme: str
    measures: Path
    roster: Path
    as_of: date
    out: Path


def score_tables(request: ScoreRequest) -> Results:
    """Score the tables of a request and write `results.json` and `units/<unit>.json`.

    Raises InputError with every problem of both tables; then nothing is written.
    """
    scheme = usable_scheme(request.scheme, build_catalogue())
    roster = read_roster(request.roster, scheme)
    table = read_measure_table(request.measures, scheme, roster, request.as_of)
    results = score(scheme, roster, table)
    write_results(request.out, scheme, results)
    return results


def write_results(out: Path, scheme: Scheme, results: Results) -> None:
    """Write `results.json` and one score tree per unit; trees of units no longer scored are removed."""
    units = out / "units"
    units.mkdir(parents=True, exist_ok=True)
    _write_json(out / "results.json", results_to_json(results, scheme, results.as_of))
    scored = [unit.unit for group in results.groups.values() for unit in group]
    for name in scored:
        _write_json(units / f"{name}.json", trace_to_json(results.trace(name)))
    for path in units.glob("*.json"):
        if path.stem not in set(scored):
            path.unlink()


def _write_json(path: Path, value: object) -> None:
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1))
