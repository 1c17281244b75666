"""Reads and writes the labels: what a person, or a second program, says is true of a source.

`labels/findings/CHECK.tsv` has a line per labelled locus: source, digest, locus, truth, by, note. A first line
`# params: {…}` sets the check's parameters for the measurement. The locus `*` speaks of the whole page. `by` is
`looked` (the page was read), `program NAME` (an independent search, in `programs/`; `grep` was made once, and the note
says what for) or `origin` (what the collection it was taken from says it is).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

FOLDER = Path(__file__).parent / "labels"
WHOLE = "*"
_BY = ("looked", "origin", "program")
_COLUMNS = ("source", "digest", "locus", "truth", "by", "note")


class Truth(StrEnum):
    """What is true of a locus."""

    FAULT = "fault"
    CLEAN = "clean"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """One labelled locus."""

    source: str
    digest: str
    locus: str
    truth: Truth
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """All labels of one check, and the parameters under which they hold."""

    check: str
    labels: tuple[Label, ...]
    params: Mapping[str, object]


class LabelError(ValueError):
    """A label file that cannot be believed; says which line and why."""


def labelled_checks(folder: Path = FOLDER) -> dict[str, Labelled]:
    """Return the labels of every check that has some. Raises LabelError."""
    return {path.stem: read_labels(path) for path in sorted((folder / "findings").glob("*.tsv"))}


def read_labels(path: Path) -> Labelled:
    """Return the labels of one file. Raises LabelError on a line that is none, or a locus labelled twice."""
    params: Mapping[str, object] = {}
    labels: dict[tuple[str, str], Label] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# params:"):
            params = json.loads(line.removeprefix("# params:"))
        if not line or line.startswith("#"):
            continue
        label = _label(line, f"{path.name}:{number}")
        if labels.setdefault((label.source, label.locus), label) is not label:
            raise LabelError(f"{path.name}:{number}: {label.source} {label.locus} is labelled twice")
    return Labelled(path.stem, tuple(labels.values()), params)


def write_labels(path: Path, labelled: Labelled) -> None:
    """Write the labels of one check, sorted."""
    lines = [f"# params: {json.dumps(labelled.params, ensure_ascii=False)}"] if labelled.params else []
    lines.append("# " + "\t".join(_COLUMNS))
    lines += ["\t".join(_cells(label)) for label in sorted(labelled.labels)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def foreign(labels: Iterable[Label], digests: Mapping[str, str]) -> list[Label]:
    """Return the labels whose source is unknown or has other bytes than those labelled."""
    return [label for label in labels if digests.get(label.source) != label.digest]


def _label(line: str, place: str) -> Label:
    cells = line.split("\t")
    if len(cells) not in (len(_COLUMNS) - 1, len(_COLUMNS)):
        raise LabelError(f"{place}: a label has {len(_COLUMNS)} cells, the last may be missing")
    source, digest, locus, truth, by = cells[:5]
    if truth not in tuple(Truth):
        raise LabelError(f"{place}: {truth!r} is none of {', '.join(Truth)}")
    if by.split(" ")[0] not in _BY:
        raise LabelError(f"{place}: who labelled it? {by!r} begins with none of {', '.join(_BY)}")
    return Label(source, digest, locus, Truth(truth), by, cells[5] if len(cells) > 5 else "")


def _cells(label: Label) -> tuple[str, ...]:
    return label.source, label.digest, label.locus, label.truth.value, label.by, label.note
