"""Score measures handed in as a table, without the network (contract: `kaoping score`)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaoping.analysis.case import Case
from kaoping.reports.draw_words import unit_draws
from kaoping.reports.view import DrawNote
from kaoping.runs.assessed_draws import draw_notes, draw_object, proof_object
from kaoping.runs.batch import write_text
from kaoping.runs.catalogue import build_catalogue
from kaoping.runs.draw_files import load_result
from kaoping.runs.inputs.draws import bind_draws
from kaoping.runs.inputs.measure_values import read_measure_table
from kaoping.runs.inputs.roster import read_roster
from kaoping.runs.kept_scoring import keep_scoring
from kaoping.runs.usable import usable_scheme
from kaoping.schemes.model import Scheme
from kaoping.scoring.contract import results_to_json, trace_to_json
from kaoping.scoring.results import Results


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """A scheme (id or path), tables of measures and units, the monitoring point, where to leave results, and draws."""

    scheme: str
    measures: Path
    roster: Path
    as_of: date
    out: Path
    draws: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """What was scored, what came out, and the draws that it rests on."""

    case: Case
    results: Results
    draws: tuple[DrawNote, ...] = ()


def score_tables(request: ScoreRequest) -> Scored:
    """Score the tables of a request; write `results.json`, `units/<unit>.json` and what they were computed from.

    Raises InputError with every problem of both tables; then nothing is written.
    """
    scheme = usable_scheme(request.scheme, build_catalogue())
    roster = read_roster(request.roster, scheme)
    table = read_measure_table(request.measures, scheme, roster, request.as_of)
    book = bind_draws({path: load_result(path) for path in request.draws}, scheme, roster)
    case = Case(scheme, roster, table, book.indicators())
    scored = Scored(case, case.results(), tuple(draw_notes(book)))
    write_results(request.out, scheme, scored.results, scored.draws)
    keep_scoring(request.out, case)
    return scored


def write_results(out: Path, scheme: Scheme, results: Results, draws: Sequence[DrawNote] = ()) -> None:
    """Write one score tree per unit and `results.json`, each with the draws that it rests on.

    Trees and sheets of units that only the earlier `results.json` names are removed; other files are left alone.
    """
    units = out / "units"
    units.mkdir(parents=True, exist_ok=True)
    scored = [unit.unit for group in results.groups.values() for unit in group]
    for name in scored:
        own = [draw_object(note) for note in unit_draws(draws, name)]
        _write_json(units / f"{name}.json", trace_to_json(results.trace(name)) | ({"draws": own} if own else {}))
    for name in _units_of(out / "results.json") - set(scored):
        for suffix in ("json", "html"):
            (units / f"{name}.{suffix}").unlink(missing_ok=True)
    proofs = list({note.seed: proof_object(note) for note in draws}.values())
    whole = results_to_json(results, scheme, results.as_of)
    _write_json(out / "results.json", whole | ({"draws": proofs} if proofs else {}))


def _units_of(path: Path) -> set[str]:
    """Return the units of an earlier `results.json`; none where there is no such file or it is something else."""
    try:
        groups = json.loads(path.read_text(encoding="utf-8"))["groups"]
        names = {unit["unit"] for group in groups.values() for unit in group}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return set()
    return {name for name in names if isinstance(name, str) and Path(name).name == name}


def _write_json(path: Path, value: object) -> None:
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1))
