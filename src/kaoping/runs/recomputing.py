"""Computes sealed results again with the program as it is: the same bytes, or what differs and under which versions."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kaoping.analysis.between import Between
from kaoping.analysis.case import Case
from kaoping.measures.table import build_table
from kaoping.model.errors import InputError
from kaoping.runs.sealed_results import (
    RESULTS,
    open_sealed,
    read_case,
    read_sealed_scoring,
    results_text,
    text_digest,
    versions_now,
)
from kaoping.scoring.results import Results
from kaoping.worktime import WorkTime


@dataclass(frozen=True, slots=True)
class Again:
    """One way of computing again: its results, the digest of their text, and whether that is the sealed one."""

    results: Results
    text: str
    digest: str
    same: bool


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A unit of `results.json` that comes out otherwise; empty where it has no result in one of them."""

    unit: str
    then: Mapping[str, Any]
    now: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Sealed results computed again.

    `scored` starts from the sealed table of measures, `counted` from findings, marks and decisions (None where measures
    were handed in as a table). `versions` are those that differ: what, then, now. `then` are the sealed results.
    """

    sealed: str
    scored: Again
    counted: Again | None
    versions: tuple[tuple[str, str, str], ...]
    then: Mapping[str, Any]

    @property
    def same(self) -> bool:
        """Whether every way gives the sealed bytes."""
        return self.scored.same and (self.counted is None or self.counted.same)

    def between(self) -> Between | None:
        """Return what lies between the sealed results and those counted anew; None where nothing does.

        Where the sealed table gives other results too, nobody can tell any more what lay within them: see `rows`.
        """
        if self.counted is None or self.counted.same or not self.scored.same:
            return None
        return Between(self.scored.results, self.counted.results)

    def rows(self) -> Iterator[OtherRow]:
        """Yield the units that come out otherwise, as in `results.json` then and now."""
        again = self.counted or self.scored
        if again.same:
            return
        then, now = _units(self.then), _units(json.loads(again.text))
        for unit in {**then, **now}:
            if then.get(unit) != now.get(unit):
                yield OtherRow(unit, then.get(unit, {}), now.get(unit, {}))


def recompute_sealed(folder: Path, seal: str, worktime: WorkTime) -> Recomputed:
    """Compute the results of a sealed folder again. Raises StorageError where the folder is not as it was sealed."""
    sealed = open_sealed(folder, seal)
    case = read_sealed_scoring(folder, seal).case
    try:
        whole: Case | None = read_case(folder, seal, worktime)
    except InputError:
        whole = None
    counted = None
    if whole is not None and whole.inputs is not None:
        table = build_table(whole.scheme, whole.roster, whole.inputs, whole.table.as_of)
        counted = _again(replace(whole, table=table), sealed.outputs)
    versions = tuple(_other(sealed.versions, versions_now(whole or case)))
    then = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
    return Recomputed(sealed.outputs, _again(case, sealed.outputs), counted, versions, then)


def _again(case: Case, outputs: str) -> Again:
    results = case.results()
    text = results_text(results, case.scheme)
    digest = text_digest(text)
    return Again(results, text, digest, digest == outputs)


def _units(said: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {unit["unit"]: unit for members in said["groups"].values() for unit in members}


def _other(then: Mapping[str, Any], now: Mapping[str, Any], about: str = "") -> Iterator[tuple[str, str, str]]:
    for name in {**then, **now}:
        old, new = then.get(name, ""), now.get(name, "")
        if isinstance(old, Mapping) or isinstance(new, Mapping):
            yield from _other(old or {}, new or {}, f"{name} ")
        elif old != new:
            yield f"{about}{name}", str(old), str(new)
