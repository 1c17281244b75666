"""Results that are frozen: a folder with all they came from and `results.json`, sealed once and never changed.

```
FOLDER/results.json                        the results as published (contract)
FOLDER/scoring/scoring.json measures.parquet   what scores them again (`kept_scoring`)
FOLDER/scoring/inputs.json                 marks, imports, decisions, draws
FOLDER/scoring/inspections.jsonl.gz        what was seen of each site that counts
FOLDER/sealed.json                         versions of what computed it, and the digest of every file above
```
"""

import gzip
import hashlib
import json
import shutil
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kaoping import __version__
from kaoping.analysis.case import Case
from kaoping.checks.discovery import all_checks
from kaoping.evidence.durable import file_digest, settle_folder
from kaoping.facts.word_lists import shipped_lists
from kaoping.measures.inputs import Inspection
from kaoping.model.errors import InputError, StorageError
from kaoping.runs.batch import write_text
from kaoping.runs.kept_inputs import KeptInputs, read_inputs
from kaoping.runs.kept_scoring import FOLDER, KeptScoring, keep_scoring, read_scoring
from kaoping.runs.outputs import check_object, check_record_from, finding_from, finding_object
from kaoping.schemes.model import CheckSource, Scheme
from kaoping.scoring.contract import results_to_json
from kaoping.scoring.results import Results
from kaoping.scoring.score import SCORING_VERSION
from kaoping.worktime import WorkTime

FORMAT = 1  # of the folder; raised when an older program could not read it
SEAL, RESULTS = "sealed.json", "results.json"
_INSPECTIONS = f"{FOLDER}/inspections.jsonl.gz"
_INPUTS = f"{FOLDER}/inputs.json"
_COMPUTED_FROM = (f"{FOLDER}/scoring.json", f"{FOLDER}/measures.parquet")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed folder. `seal` is the digest of its list of files and so of all that is in it.

    `outputs` is the digest of `results.json`, `inputs` of everything else; `versions` say what computed it.
    """

    folder: Path
    seal: str
    inputs: str
    outputs: str
    versions: Mapping[str, Any]


def seal_results(parent: Path, case: Case, results: Results | None = None) -> Sealed:
    """Write the results of `case` with all they come from into a new folder of `parent`, named by its seal.

    The folder appears when it is whole and on disk. The same case again gives the same folder. Raises as `score` does.
    """
    results = results or case.results()
    parent.mkdir(parents=True, exist_ok=True)
    draft = parent / f".draft-{uuid.uuid4().hex}"
    try:
        draft.mkdir()
        write_text(draft / RESULTS, results_text(results, case.scheme))
        kept = KeptInputs({}, replace(case.inputs, inspections={})) if case.inputs else None
        keep_scoring(draft, case, kept)
        if case.inputs:
            _write_inspections(draft / _INSPECTIONS, case.inputs.inspections)
        seal = _write_seal(draft, versions_now(case))
        folder = parent / seal[:16]
        if folder.exists():
            return open_sealed(folder, seal)
        draft.rename(folder)
        settle_folder(parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return open_sealed(folder, seal)


def open_sealed(folder: Path, seal: str = "") -> Sealed:
    """Return a sealed folder after comparing every file with its digest, and the seal with the one given.

    Raises StorageError naming what is missing or was changed.
    """
    listed = _listed(folder, seal)
    for name, digest in listed["files"].items():
        _hold(folder / name, digest)
    return _sealed(folder, listed)


def read_sealed_scoring(folder: Path, seal: str) -> KeptScoring:
    """Return what scores the results again, after comparing its files with their digests. Raises StorageError."""
    listed = _listed(folder, seal)
    for name in (*_COMPUTED_FROM, RESULTS):
        _hold(folder / name, listed["files"].get(name, ""))
    return read_scoring(folder)


def read_case(folder: Path, seal: str, worktime: WorkTime) -> Case:
    """Return the case with all it came from, inspections too; every file is compared with its digest first.

    Raises StorageError as `open_sealed`, InputError where the measures were handed in as a table.
    """
    open_sealed(folder, seal)
    case = read_scoring(folder).case
    if not (folder / _INPUTS).exists():
        raise InputError(f"{folder}：测评值是由表格导入的，没有巡查、评分等材料，只能按测评值重新计分。")
    inputs = read_inputs(folder / _INPUTS, case.table.as_of, worktime)
    return replace(case, inputs=replace(inputs, inspections=_read_inspections(folder / _INSPECTIONS)))


def results_text(results: Results, scheme: Scheme) -> str:
    """Return the text of `results.json`."""
    return json.dumps(results_to_json(results, scheme, results.as_of), ensure_ascii=False, indent=1)


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text as a file would have it."""
    return hashlib.sha256(text.encode()).hexdigest()


def versions_now(case: Case) -> Mapping[str, Any]:
    """Return the versions of what computes a case as the program is installed: scoring, checks, word lists."""
    checks = all_checks()
    sources = (measure.source for measure in case.scheme.measures.values())
    named = sorted({source.check for source in sources if isinstance(source, CheckSource)} & set(checks))
    found: dict[str, set[str]] = {name: {checks[name].version} for name in named}
    looks = case.inputs.inspections.values() if case.inputs else ()
    for finding in (one for several in looks for look in several for one in look.findings):
        if finding.check in found:
            found[finding.check].add(finding.check_version)
    return {
        "program": __version__,
        "scoring": SCORING_VERSION,
        "scheme": case.scheme.digest,
        "checks": {name: "、".join(sorted(several)) for name, several in found.items()},
        "lexicons": {each.id: f"{each.version} {each.digest}" for each in shipped_lists().lists},
    }


def _write_seal(folder: Path, versions: Mapping[str, Any]) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    digests = {path.relative_to(folder).as_posix(): file_digest(path) for path in files}
    text = json.dumps({"format": FORMAT, "versions": versions, "files": digests}, ensure_ascii=False, indent=1)
    write_text(folder / SEAL, text)
    return text_digest(text)


def _listed(folder: Path, seal: str) -> dict[str, Any]:
    path = folder / SEAL
    if not path.is_file():
        raise StorageError(f"{folder}：保存的成绩不在了（缺 {SEAL}）。请从备份恢复这个文件夹，不要重新生成。")
    if seal:
        _hold(path, seal)
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        if listed["format"] != FORMAT:
            raise InputError(f"{path}：格式是 {listed['format']}，本程序只认 {FORMAT}。请用写出它的版本打开。")
    except (ValueError, LookupError, TypeError) as error:
        raise StorageError(f"{path}：读不出来（{error}）。请从备份恢复这个文件夹。") from error
    return dict(listed)


def _hold(path: Path, digest: str) -> None:
    """Raise StorageError unless a file is as it was sealed."""
    try:
        found = file_digest(path)
    except OSError as error:
        raise StorageError(f"{path}：成绩的文件不在了，或读不出来。成绩不能再作依据，请从备份恢复。") from error
    if found != digest:
        raise StorageError(
            f"{path}：成绩的文件被改动过（现在的摘要是 {found[:16]}…，封存时是 {digest[:16]}…）。"
            "成绩不能再作依据，请从备份恢复，并查明是谁改动的。"
        )


def _sealed(folder: Path, listed: Mapping[str, Any]) -> Sealed:
    files = dict(listed["files"])
    outputs = files.pop(RESULTS)
    inputs = text_digest(json.dumps(files, sort_keys=True))
    return Sealed(folder, file_digest(folder / SEAL), inputs, outputs, listed["versions"])


def _write_inspections(path: Path, inspections: Mapping[str, tuple[Inspection, ...]]) -> None:
    """Write one line for each look; the same looks give the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 4, raw, mtime=0) as packed:
        for site, looks in inspections.items():
            for look in looks:
                packed.write((json.dumps(_look(site, look), ensure_ascii=False) + "\n").encode())


def _look(site: str, look: Inspection) -> dict[str, Any]:
    return {
        "site": site,
        "as_of": look.as_of.isoformat(),
        "records": [check_object(record) for record in look.records],
        "findings": [finding_object(finding) for finding in look.findings],
    }


def _read_inspections(path: Path) -> Mapping[str, tuple[Inspection, ...]]:
    found: dict[str, list[Inspection]] = {}
    for row in _lines(path):
        records = tuple(map(check_record_from, row["records"]))
        findings = tuple(map(finding_from, row["findings"]))
        look = Inspection(date.fromisoformat(row["as_of"]), findings, records)
        found.setdefault(row["site"], []).append(look)
    return {site: tuple(looks) for site, looks in found.items()}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
