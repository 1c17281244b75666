"""Which answers of a run are kept: the spool is copied answer by answer, and then dropped.

Answers are copied as they lie; those with personal data are encrypted on the way (see `private`), and with an evidence
store the bodies of the others are kept there (see `store`).

Kill-safe: a file is removed only when nothing points into it any more. The order is: the kept file, the list of moves,
the tables that point (`runs`), the findings, then the spool and the list of moves.
"""

import json
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kaoping.crawl.payloads import split_member
from kaoping.crawl.warc import NAME as SPOOL
from kaoping.crawl.warc_members import FileBytes, answer_spans, mapped, members_of, moved_member
from kaoping.evidence.durable import replace_file
from kaoping.evidence.keys import Key
from kaoping.evidence.private import Masked, sealed_answer
from kaoping.evidence.store import LEAST, EvidenceStore, keep_only

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


def keep_answers(
    directory: Path, wanted: Collection[int], hidden: Hidden | None = None, *, store: EvidenceStore | None = None
) -> Mapping[int, Move]:
    """Copy from the spool the answers in which the offsets `wanted` lie; return where each of these now lies.

    With a `store` the bodies of answers that are not hidden are kept there, and linked into the folder.

    Raises StorageError where the spool is damaged.
    """
    spool = directory / SPOOL
    spans = answer_spans(spool)
    starts = [span.offset for span in spans]
    answer_of = {offset: bisect_right(starts, offset) - 1 for offset in sorted(wanted)}
    masked = {bisect_right(starts, offset) - 1: seen for offset, seen in hidden.masked.items()} if hidden else {}
    new_start: dict[int, int] = {}
    new_places: dict[int, Mapping[int, int]] = {}  # of records within an answer that was taken apart
    bodies: set[str] = set()

    def parts(data: FileBytes) -> Iterator[bytes]:
        length = 0
        for index in sorted(set(answer_of.values())):
            part = data[spans[index].offset : spans[index].end]
            if hidden is not None and index in masked:
                part = sealed_answer(part, masked[index], hidden.key)
            elif store is not None:
                part, new_places[index] = _apart(part, directory, store, bodies)
            new_start[index] = length
            length += len(part)
            yield part

    with mapped(spool) as data:
        replace_file(directory / KEPT, parts(data))
    keep_only(directory, bodies)
    moves = {}
    for offset, index in answer_of.items():
        within = offset - starts[index]
        place = 0 if index in masked else new_places.get(index, {}).get(within, within)
        moves[offset] = Move(new_start[index] + place, sealed=index in masked)
    written = {offset: [move.place, move.sealed] for offset, move in moves.items()}
    replace_file(directory / MOVES, [json.dumps(written).encode()])
    return moves


def _apart(part: bytes, directory: Path, store: EvidenceStore, bodies: set[str]) -> tuple[bytes, Mapping[int, int]]:
    """Return an answer without the bodies that the store takes, and the new place in it of each of its records."""
    members: list[bytes] = []
    places: dict[int, int] = {}
    old = new = 0
    for member in members_of(part):
        places[old] = new
        split = split_member(member, new) if len(member) >= LEAST else None
        if split is not None:
            bodies.add(store.hold(split[1], directory))
        members.append(split[0] if split is not None else moved_member(member, new))
        old, new = old + len(member), new + len(members[-1])
    return b"".join(members), places


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
