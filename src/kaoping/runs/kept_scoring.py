"""Everything a scoring was computed from, kept in the folder `scoring` beside its results, and read back.

With it results are computed again, with or without a change, although the scheme of the library, the files handed in or
the calendar have changed since.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kaoping.analysis.case import Case
from kaoping.model.errors import InputError, StorageError
from kaoping.model.roster import Roster, RosterUnit
from kaoping.runs.batch import write_text
from kaoping.runs.kept_inputs import KeptInputs, read_inputs, write_inputs
from kaoping.runs.measure_file import read_measures, write_measures
from kaoping.schemes.stored import scheme_from_data, scheme_to_data
from kaoping.scoring.score import SCORING_VERSION
from kaoping.worktime import WorkTime

FOLDER = "scoring"
FORMAT = 1  # of the folder; raised when an older program could not read it
_SCORING, _MEASURES, _INPUTS = "scoring.json", "measures.parquet", "inputs.json"


@dataclass(frozen=True, slots=True)
class KeptScoring:
    """A scoring read back: `case` gives the results again; `version` is of the semantics it was scored by."""

    folder: Path
    case: Case
    version: str

    def with_inputs(self, worktime: WorkTime | None = None) -> Case:
        """Return the case with findings and decisions too.

        Raises InputError where there are none because measures were handed in as a table.
        """
        path = self.folder / _INPUTS
        if not path.exists():
            raise InputError(
                f"{self.folder.parent}：测评值是由表格导入的，没有巡检发现的问题，不能试算认定；"
                "可以用 --measure 试改测评值。"
            )
        case = self.case
        inputs = read_inputs(path, case.table.as_of, worktime or WorkTime())
        return Case(case.scheme, case.roster, case.table, case.draws, case.period_start, inputs)


def keep_scoring(out: Path, case: Case, inputs: KeptInputs | None = None) -> None:
    """Write what `case` is computed from into the folder `scoring` of `out`; `inputs` where sites were inspected."""
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    write_measures(folder / _MEASURES, case.table)
    if inputs is None:
        (folder / _INPUTS).unlink(missing_ok=True)
    else:
        write_inputs(folder / _INPUTS, inputs)
    said = {
        "format": FORMAT,
        "scoring_version": SCORING_VERSION,
        "as_of": case.table.as_of.isoformat(),
        "period_start": case.period_start.isoformat() if case.period_start else None,
        "units": [_unit(unit) for unit in case.roster.units],
        "order": list(case.table.units),
        "draws": {node: {unit: list(ids) for unit, ids in drawn.items()} for node, drawn in case.draws.items()},
        "scheme": scheme_to_data(case.scheme),
    }
    write_text(folder / _SCORING, json.dumps(said, ensure_ascii=False, separators=(",", ":")))


def read_scoring(results: Path) -> KeptScoring:
    """Return what was kept with `results`: a folder of results, or the `results.json` in it.

    Raises InputError where there are no such results or a later version wrote them, StorageError for damaged files.
    """
    out = results if results.is_dir() else results.parent
    folder = out / FOLDER
    path = folder / _SCORING
    if not path.exists():
        raise InputError(
            f"{results}：没有保存计分依据（缺 {FOLDER}/{_SCORING}）。请给出 kaoping assess 或 score 的结果目录；"
            "旧版本得出的结果，用原来的命令再运行一次即可。"
        )
    said = _said(path)
    try:
        return KeptScoring(folder, _case(folder, said), str(said["scoring_version"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StorageError(f"{path}：计分依据读不出来（{error}）。请用原来的命令重新计分。") from error


def _said(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StorageError(f"{path}：计分依据读不出来（{error}）。请用原来的命令重新计分。") from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        found = said.get("format") if isinstance(said, dict) else None
        raise InputError(f"{path}：格式是 {found}，本程序只认 {FORMAT}。请用写出它的版本，或重新计分。")
    return said


def _case(folder: Path, said: Mapping[str, Any]) -> Case:
    as_of = date.fromisoformat(said["as_of"])
    return Case(
        scheme=scheme_from_data(said["scheme"]),
        roster=Roster(tuple(_read_unit(unit) for unit in said["units"])),
        table=read_measures(folder / _MEASURES, said["order"], as_of),
        draws=said["draws"],
        period_start=date.fromisoformat(said["period_start"]) if said["period_start"] else None,
    )


def _unit(unit: RosterUnit) -> dict[str, Any]:
    return {name: value for name, value in asdict(unit).items() if value not in ("", (), False)}


def _read_unit(row: Mapping[str, Any]) -> RosterUnit:
    several = {name: tuple(row[name]) for name in ("tags", "sites") if name in row}
    return RosterUnit(**{**row, **several})
