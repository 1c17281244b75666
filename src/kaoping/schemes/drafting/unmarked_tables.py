"""Finds tables whose cells were copied one below the other, with nothing between them but the end of the line.

The headings stand first, one a line; after that each number alone on a line is the points of a row. What stands before
it (where points are the last column) or on both sides of it (where they are not) is the rest of the row.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kaoping.schemes.drafting.columns import Role, find_header, role_of
from kaoping.schemes.drafting.document import Block, Cell, Paragraph, SourcePlace, Table
from kaoping.schemes.drafting.headings import looks_like_name, read_points
from kaoping.schemes.drafting.plain_text import squeezed

_POINTS = re.compile(r"\d{1,3}(?:\.\d+)?分?")
_RULE_WORDS = re.compile(r"扣|得分|不得|[。；;]|^\d+[.、]")
_ENDING = re.compile(r"^(?:本(?:表|办法|标准|细则)|说明|附件|附表|[一二三四五六七八九十]+、|第.{1,3}[章条])|负责解释")
_FEWEST_ROWS: Final = 2
_LONGEST_NAME: Final = 30


def mark_tables(blocks: Sequence[Block]) -> Iterator[Block]:
    """The same blocks with each such run of paragraphs put together as a table."""
    here = 0
    while here < len(blocks):
        found = _table_at(blocks, here)
        if found is None:
            yield blocks[here]
            here += 1
        else:
            taken, table = found
            yield table
            here += taken


def _table_at(blocks: Sequence[Block], here: int) -> tuple[int, Table] | None:
    headings = _headings(blocks, here)
    roles = [role_of(each.text) for each in headings]
    if len(headings) < 2 or Role.POINTS not in roles or not find_header([[each.text for each in headings]]):
        return None
    lines = _run(blocks, here + len(headings))
    last = roles[-1] is Role.POINTS
    rows, used = (_points_last if last else _points_within)(lines, roles)
    if len(rows) < _FEWEST_ROWS:
        return None
    head = tuple(_cell([each]) for each in headings)
    return len(headings) + used, Table((head, *rows), headings[0].place, ragged=True)


def _headings(blocks: Sequence[Block], here: int) -> list[Paragraph]:
    found: list[Paragraph] = []
    for block in blocks[here:]:
        if not isinstance(block, Paragraph) or role_of(block.text) is None:
            break
        found.append(block)
    return found


def _run(blocks: Sequence[Block], here: int) -> list[Paragraph]:
    found: list[Paragraph] = []
    for block in blocks[here:]:
        if not isinstance(block, Paragraph):
            break
        found.append(block)
    return found


def _points_last(lines: list[Paragraph], roles: Sequence[Role | None]) -> tuple[list[tuple[Cell, ...]], int]:
    """Rows that end with their points: names, then everything up to the number."""
    rows, start = [], 0
    for place in _numbers(lines):
        before = lines[start:place]
        if not before:
            continue
        rows.append((*_names_and_text(before, roles), _cell([lines[place]])))
        start = place + 1
    return rows, start


def _points_within(lines: list[Paragraph], roles: Sequence[Role | None]) -> tuple[list[tuple[Cell, ...]], int]:
    """Rows whose points follow the name: the criterion goes on to the name of the next row."""
    numbers = [place for place in _numbers(lines) if place > 0]
    if not numbers:
        return [], 0
    starts = [_first_name(lines, place, before) for place, before in zip(numbers, [-1, *numbers], strict=False)]
    ends = [*starts[1:], _end_of_last(lines, numbers[-1])]
    rows = []
    for start, place, end in zip(starts, numbers, ends, strict=True):
        names = tuple(_cell([each]) for each in lines[start:place])
        text = (_cell(lines[place + 1 : end]),) if end > place + 1 else ()
        rows.append((*names, _cell([lines[place]]), *text))
    return rows, ends[-1]


def _numbers(lines: Sequence[Paragraph]) -> list[int]:
    return [
        place for place, line in enumerate(lines) if _POINTS.fullmatch(squeezed(line.text)) and read_points(line.text)
    ]


def _first_name(lines: Sequence[Paragraph], place: int, before: int) -> int:
    """Where the names before the points at `place` begin: the line before, and one more that can only be a name."""
    start = place - 1
    two = start - 1 > before + 1 and _is_name(lines[start - 1].text) and _is_name(lines[start].text)
    return start - 1 if two and not _is_name(lines[start - 2].text) else start


def _end_of_last(lines: Sequence[Paragraph], place: int) -> int:
    """The last row ends where a line speaks of something else than points."""
    end = place + 1
    while end < len(lines) and not _ENDING.search(lines[end].text):
        if end > place + 1 and not _RULE_WORDS.search(lines[end].text):
            break
        end += 1
    return end


def _names_and_text(lines: Sequence[Paragraph], roles: Sequence[Role | None]) -> Iterator[Cell]:
    levels = sum(role is Role.LEVEL for role in roles)
    names = 1
    while names < min(levels, len(lines) - 1) and _is_name(lines[names].text):
        names += 1
    yield from (_cell([each]) for each in lines[:names])
    if lines[names:]:
        yield _cell(lines[names:])


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and looks_like_name(text) and not _RULE_WORDS.search(text)


def _cell(lines: Sequence[Paragraph]) -> Cell:
    place = lines[0].place if lines else SourcePlace()
    return Cell("\n".join(each.text for each in lines), place)
