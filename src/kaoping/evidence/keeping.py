"""Which answers of a run are kept: the spool is copied answer by answer, as it lies, and then dropped.

Kill-safe: a file is removed only when nothing points into it any more. The order is: the kept file, the list of moves,
the tables that point (`runs`), the findings, then the spool and the list of moves.
"""

import json
from bisect import bisect_right
from collections.abc import Collection, Mapping
from pathlib import Path

from kaoping.crawl.warc import NAME as SPOOL
from kaoping.crawl.warc_members import answer_spans, mapped
from kaoping.evidence.durable import replace_file

KEPT = "evidence.warc.gz"
MOVES = "evidence.moves.json"


def keep_answers(directory: Path, wanted: Collection[int]) -> Mapping[int, int]:
    """Copy from the spool the answers in which the offsets `wanted` lie; return where each of these now lies.

    Raises StorageError where the spool is damaged.
    """
    spool = directory / SPOOL
    spans = answer_spans(spool)
    starts = [span.offset for span in spans]
    answer_of = {offset: bisect_right(starts, offset) - 1 for offset in sorted(wanted)}
    chosen = sorted(set(answer_of.values()))
    new_start: dict[int, int] = {}
    length = 0
    for index in chosen:
        new_start[index] = length
        length += spans[index].length
    with mapped(spool) as data:
        replace_file(directory / KEPT, (data[spans[index].offset : spans[index].end] for index in chosen))
    moves = {offset: new_start[index] + offset - starts[index] for offset, index in answer_of.items()}
    replace_file(directory / MOVES, [json.dumps(moves).encode()])
    return moves


def pending_moves(directory: Path) -> Mapping[int, int] | None:
    """Return the moves of a selection that has not been finished; None where there is none."""
    journal = directory / MOVES
    if not journal.exists():
        return None
    return {int(old): new for old, new in json.loads(journal.read_text(encoding="utf-8")).items()}


def drop_spool(directory: Path) -> None:
    """Remove the spool and the list of moves; call it when nothing points into the spool any more."""
    (directory / SPOOL).unlink(missing_ok=True)
    (directory / MOVES).unlink(missing_ok=True)
