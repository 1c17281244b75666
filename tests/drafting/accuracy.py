"""How much of the real documents the importer reads correctly: names, points and rule types of all leaves.

    KAOPING_SEEDS=folder python -m tests.drafting.accuracy

The documents are not in the repository (they are other people's text). The answers are: each leaf as a person reads it
in the document, with the rule that the library's scheme, encoded by hand, gives it.
"""

import csv
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaoping.model.errors import InputError
from kaoping.schemes.drafting.import_report import import_report
from kaoping.schemes.drafting.importer import import_document
from kaoping.schemes.drafting.plain_text import squeezed

ANSWERS = Path(__file__).with_name("answers")
# Beginning of the document's file name → its answers; tables are numbered as in the document.
DOCUMENTS = {"002": ("suqian-2022",), "003": ("suizhou-disclosure-2023", "suizhou-website-2023")}
WITHOUT_INDICATORS = ("000", "001", "004")


@dataclass(frozen=True, slots=True)
class Answer:
    table: int
    name: str
    points: str
    rule: str


@dataclass(slots=True)
class Score:
    """Counts over the leaves of one list of answers; `extra` were read but are in no answer."""

    leaves: int = 0
    names: int = 0
    points: int = 0
    rules: int = 0
    extra: int = 0
    faults: tuple[str, ...] = ()

    def share(self, count: int) -> float:
        return count / self.leaves if self.leaves else 0.0


def seeds_folder() -> Path | None:
    folder = os.environ.get("KAOPING_SEEDS", "")
    return Path(folder) if folder else None


def document(folder: Path, number: str) -> Path:
    return next(folder.glob(f"{number}*.txt"))


def answers(name: str) -> list[Answer]:
    with (ANSWERS / f"{name}.csv").open(encoding="utf-8") as file:
        return [Answer(int(row["table"]), row["name"], row["points"], row["rule"]) for row in csv.DictReader(file)]


def measure(file: Path, expected: Iterable[Answer]) -> Score:
    """Import a document and compare its leaves with the answers, table by table."""
    wanted = list(expected)
    tables = sorted({answer.table for answer in wanted})
    leaves = import_report(import_document(file, tables))["leaves"]
    return compare(leaves, wanted)


def compare(leaves: list[dict[str, Any]], wanted: list[Answer]) -> Score:
    """Find each answer's leaf by table and name (the one with the right points first), and compare it."""
    score, faults, unused = Score(leaves=len(wanted)), [], list(leaves)
    for answer in wanted:
        found = _leaf_for(answer, unused)
        if found is None:
            faults.append(f"表{answer.table} {answer.name}：没有读到")
            continue
        unused.remove(found)
        points, rule = _shown(found["points"]), found["rule"]
        score.names += 1
        score.points += points == answer.points
        score.rules += rule == answer.rule
        if points != answer.points:
            faults.append(f"表{answer.table} {answer.name}：分值{points}，应为{answer.points}")
        if rule != answer.rule:
            faults.append(f"表{answer.table} {answer.name}：规则{rule}，应为{answer.rule}")
    score.extra = len(unused)
    score.faults = (*faults, *(f"表{leaf['table']} {leaf['name']}：多读出来的" for leaf in unused))
    return score


def _leaf_for(answer: Answer, leaves: list[dict[str, Any]]) -> dict[str, Any] | None:
    same = [each for each in leaves if each["table"] == answer.table and _bare(each["name"]) == _bare(answer.name)]
    return next((each for each in same if _shown(each["points"]) == answer.points), same[0] if same else None)


def _bare(name: str) -> str:
    return squeezed(name).translate(str.maketrans("", "", "“”\"'、,。:;"))


def _shown(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def _all(folder: Path) -> Iterator[tuple[str, Score]]:
    for number, names in DOCUMENTS.items():
        for name in names:
            yield f"{number} {name}", measure(document(folder, number), answers(name))


def _main() -> None:
    folder = seeds_folder()
    if folder is None:
        sys.exit("set KAOPING_SEEDS to the folder of the captured documents")
    write = sys.stdout.write
    write(f"{'document':<32}{'leaves':>7}{'names':>8}{'points':>8}{'rules':>8}{'extra':>7}\n")
    for title, score in _all(folder):
        shares = (score.share(count) for count in (score.names, score.points, score.rules))
        write(f"{title:<32}{score.leaves:>7}{''.join(f'{each:>8.1%}' for each in shares)}{score.extra:>7}\n")
        write("".join(f"    {fault}\n" for fault in score.faults))
    for number in WITHOUT_INDICATORS:
        try:
            imported = import_document(document(folder, number))
            write(f"{number}: {sum(1 for _ in imported.draft.leaves())} leaves read where there are none\n")
        except InputError as error:
            write(f"{number}: {error}\n")


if __name__ == "__main__":
    _main()
