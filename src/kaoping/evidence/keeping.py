"""Which answers of a run are kept: the spool is copied answer by answer, and then dropped.

Answers are copied as they lie; those with personal data are encrypted on the way (see `private`).

Kill-safe: a file is removed only when nothing points into it any more. The order is: the kept file, the list of moves,
the tables that point (`runs`), the findings, then the spool and the list of moves.
"""

import json
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kaoping.crawl.warc import NAME as SPOOL
from kaoping.crawl.warc_members import FileBytes, answer_spans, mapped
from kaoping.evidence.durable import replace_file
from kaoping.evidence.keys import Key
from kaoping.evidence.private import Masked, sealed_answer

KEPT = "evidence.warc.gz"
MOVES = "evidence.moves.json"


@dataclass(frozen=True, slots=True)
class Move:
    """Where an answer's record now lies; `sealed` when the answer was encrypted on the way."""

    place: int
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """Answers to encrypt with `key`: for an offset in the spool, what may be seen of the answer there."""

    key: Key
    masked: Mapping[int, Masked]


def keep_answers(directory: Path, wanted: Collection[int], hidden: Hidden | None = None) -> Mapping[int, Move]:
    """Copy from the spool the answers in which the offsets `wanted` lie; return where each of these now lies.

    Raises StorageError where the spool is damaged.
    """
    spool = directory / SPOOL
    spans = answer_spans(spool)
    starts = [span.offset for span in spans]
    answer_of = {offset: bisect_right(starts, offset) - 1 for offset in sorted(wanted)}
    masked = {bisect_right(starts, offset) - 1: seen for offset, seen in hidden.masked.items()} if hidden else {}
    new_start: dict[int, int] = {}

    def parts(data: FileBytes) -> Iterator[bytes]:
        length = 0
        for index in sorted(set(answer_of.values())):
            part = data[spans[index].offset : spans[index].end]
            if hidden is not None and index in masked:
                part = sealed_answer(part, masked[index], hidden.key)
            new_start[index] = length
            length += len(part)
            yield part

    with mapped(spool) as data:
        replace_file(directory / KEPT, parts(data))
    moves = {
        offset: Move(new_start[index], sealed=True)
        if index in masked
        else Move(new_start[index] + offset - starts[index])
        for offset, index in answer_of.items()
    }
    written = {offset: [move.place, move.sealed] for offset, move in moves.items()}
    replace_file(directory / MOVES, [json.dumps(written).encode()])
    return moves


def pending_moves(directory: Path) -> Mapping[int, Move] | None:
    """Return the moves of a selection that has not been finished; None where there is none."""
    journal = directory / MOVES
    if not journal.exists():
        return None
    return {int(old): Move(*new) for old, new in json.loads(journal.read_text(encoding="utf-8")).items()}


def drop_spool(directory: Path) -> None:
    """Remove the spool and the list of moves; call it when nothing points into the spool any more."""
    (directory / SPOOL).unlink(missing_ok=True)
    (directory / MOVES).unlink(missing_ok=True)
