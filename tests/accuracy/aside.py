"""What is told and not labelled, and why; and what was kept back from mending.

`labels/aside.tsv`: checks (by comma, `*` for all), source, locus, why. What matches a line is not asked for as a label.
Source and locus are patterns (`*` stands for anything). `labels/elsewhere.tsv`: check, why no saved page can tell, and
where it is measured instead. `labels/held_out.tsv`: check, source, part; such labels are of pages that nobody looked at
while the check was mended. The part `odd` means half of them: loci of single pages whose digest ends in an odd digit.
Reasons are in Chinese: docs/accuracy.md shows them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from tests.accuracy.labels import FOLDER, Label, LabelError

PARTS = ("all", "odd")


@dataclass(frozen=True, slots=True)
class Aside:
    """Findings that bear no label, with the reason."""

    checks: tuple[str, ...]
    source: str
    locus: str
    why: str

    def covers(self, check: str, source: str, locus: str) -> bool:
        """Whether a finding of a check on a source is set aside."""
        named = check in self.checks or "*" in self.checks
        return named and fnmatchcase(source, self.source) and fnmatchcase(locus, self.locus)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Sources whose labels of a check were not looked at while it was mended."""

    check: str
    source: str
    part: str

    def covers(self, check: str, label: Label) -> bool:
        """Whether a label is of a page that was kept back."""
        if check != self.check or not fnmatchcase(label.source, self.source):
            return False
        return self.part == "all" or int(label.digest[-1], 16) % 2 == 1


@lru_cache(maxsize=4)
def asides(folder: Path = FOLDER) -> tuple[Aside, ...]:
    """Return what is set aside. Raises LabelError on a line without reason."""
    rows = _rows(folder / "aside.tsv", 4)
    return tuple(Aside(tuple(checks.split(",")), source, locus, why) for checks, source, locus, why in rows)


@lru_cache(maxsize=4)
def elsewhere(folder: Path = FOLDER) -> dict[str, str]:
    """Return, by check, why no saved page can tell and where it is measured. Raises LabelError."""
    found = dict[str, str]()
    for check, why in _rows(folder / "elsewhere.tsv", 2):
        found[check] = why
    return found


@lru_cache(maxsize=4)
def held_out(folder: Path = FOLDER) -> tuple[HeldOut, ...]:
    """Return what was kept back. Raises LabelError on an unknown part."""
    found = tuple(HeldOut(*row) for row in _rows(folder / "held_out.tsv", 3))
    for each in found:
        if each.part not in PARTS:
            raise LabelError(f"held_out.tsv: {each.check}: {each.part!r} is none of {', '.join(PARTS)}")
    return found


def _rows(path: Path, cells: int) -> Iterator[list[str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            row = line.split("\t")
            if len(row) != cells or not all(row):
                raise LabelError(f"{path.name}:{number}: {cells} cells are wanted, none of them empty")
            yield row
