"""What the measures of an assessment were made from, as kept beside its results; findings stay with their sites."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kaoping.measures.inputs import Decision, DecisionKind, Draw, Given, Inspection, MeasureInputs
from kaoping.model.canonical import canonical_json
from kaoping.model.errors import StorageError, system_reason
from kaoping.model.outcomes import State
from kaoping.runs.batch import write_text
from kaoping.runs.catalogue import build_catalogue
from kaoping.runs.outputs import read_checks, read_findings
from kaoping.worktime import WorkTime


@dataclass(frozen=True, slots=True)
class KeptInputs:
    """Measure inputs with the folders of their sites, relative to the results, in place of findings."""

    sites: Mapping[str, str]
    inputs: MeasureInputs = field(repr=False)


def write_inputs(path: Path, kept: KeptInputs) -> None:
    """Write marks, imports, decisions and draws as JSON; values in millionths."""
    inputs = kept.inputs
    rows = {
        "counts_from": inputs.counts_from,
        "below": inputs.below,
        "sites": kept.sites,
        **{name: [_row(one) for one in getattr(inputs, name)] for name in _READERS},
    }
    write_text(path, json.dumps(json.loads(canonical_json(rows)), ensure_ascii=False, indent=1))


def read_inputs(path: Path, as_of: date, worktime: WorkTime) -> MeasureInputs:
    """Return the inputs kept in `path` with the findings of their sites as they were judged last.

    Raises StorageError for a file that cannot be read, InputError where a site's findings are gone.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        sites = {url: path.parent.parent / folder for url, folder in rows["sites"].items()}
        given: dict[str, Any] = {name: tuple(map(read, rows[name])) for name, read in _READERS.items()}
        counts_from = _day(rows["counts_from"])
        below = {unit: tuple(urls) for unit, urls in rows["below"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise StorageError(f"{path}：保存的计分材料读不出来（{error}）。请用 kaoping assess 重新计分。") from error
    return MeasureInputs(
        catalogue=build_catalogue(),
        inspections={url: (_inspection(folder, as_of),) for url, folder in sites.items()},
        below=below,
        counts_from=counts_from,
        worktime=worktime,
        **given,
    )


def _inspection(folder: Path, as_of: date) -> Inspection:
    try:
        return Inspection(as_of, tuple(read_findings(folder / "findings.jsonl")), read_checks(folder / "checks.json"))
    except OSError as error:
        raise StorageError(
            f"{folder}：巡检结果不在了（{system_reason(error)}）。请重新运行 kaoping assess。"
        ) from error


def _row(value: Given | Decision | Draw) -> dict[str, Any]:
    """Return a value as a row; what says nothing is left out."""
    return {name: item for name, item in asdict(value).items() if item not in ("", None)}


def _given(row: Mapping[str, Any]) -> Given:
    return Given(**{**row, "state": State(row["state"])})


def _decision(row: Mapping[str, Any]) -> Decision:
    days = {name: _day(row.get(name)) for name in ("from_", "until")}
    return Decision(**{**row, "kind": DecisionKind(row["kind"]), **days})


def _draw(row: Mapping[str, Any]) -> Draw:
    lists: dict[str, Sequence[str]] = {name: tuple(row.get(name, ())) for name in ("candidates", "chosen", "sites")}
    return Draw(**{**row, **lists})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_READERS = {"marks": _given, "imports": _given, "providers": _given, "decisions": _decision, "draws": _draw}
