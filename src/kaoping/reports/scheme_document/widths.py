"""How wide the columns of a table are and how many lines its rows take, in Chinese characters of table text."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from kaoping.reports.scheme_document.tables import Table, placed

PORTRAIT, LANDSCAPE = 42.0, 66.0  # characters across a page
SHORT = 12.0  # columns whose longest line is no longer are as wide as they need
LEAST, _SLACK = 6.0, 0.6  # a long column is at least this wide; a line leaves this much of it unused
_COMFORTABLE = 8  # lines of a row, on the average, beyond which a table is set across a page on its side


def text_width(text: str) -> float:
    """Return how wide a line is; what is narrow (digits, Latin letters) counts half."""
    return sum(0.5 if ord(sign) < 0x2000 else 1 for sign in text)


def longest_line(texts: Sequence[str]) -> float:
    """Return the width of the widest line of some texts."""
    return max((text_width(line) for text in texts for line in text.split("\n")), default=0)


def short_width(texts: Sequence[str], least: float, most: float, lines: int = 2) -> float:
    """Return the width at which the longest of some short texts takes `lines` lines, within bounds."""
    return min(max(longest_line(texts) / lines + 1, least), most)


def line_count(text: str, width: float) -> int:
    """Return how many lines a text takes in a column."""
    room = max(width - _SLACK, 1)
    return sum(max(1, ceil(text_width(line) / room)) for line in text.split("\n"))


def row_lines(table: Table, widths: Sequence[float]) -> list[int]:
    """Return how many lines every row takes; what a cell over several rows needs beyond them goes to its last row."""
    lines = [1] * len(table.rows)
    for top, left, cell in sorted(placed(table), key=lambda each: each[2].rows):
        needed = line_count(cell.text, sum(widths[left : left + cell.columns]))
        last = top + cell.rows - 1
        lines[last] += max(0, needed - sum(lines[top : last + 1]))
    return lines


def needs_width(table: Table) -> bool:
    """Whether a table is too wide, or its rows too high, for upright paper."""
    widths = _shared(table, PORTRAIT)
    lines = row_lines(table, widths)
    return sum(widths) > PORTRAIT or sum(lines) > _COMFORTABLE * len(lines)


def fitted(table: Table, page: float) -> Table:
    """Return the table with what its other columns leave of a page shared among its long ones, so that it is low."""
    widths = zip(table.columns, _shared(table, page), strict=True)
    return replace(table, columns=[replace(column, width=width) for column, width in widths])


def _shared(table: Table, page: float) -> list[float]:
    """Give the room away character by character to the column that lowers the table most."""
    widths = [column.width for column in table.columns]
    long = [place for place, column in enumerate(table.columns) if column.long]
    room, measured = page - sum(widths), _Measured(table, long)
    while room >= 1 and long:
        gains = {(place, step): measured.gain(widths, place, step) / step for place in long for step in (1, 2, 4)}
        (best, step), gain = max(gains.items(), key=lambda each: (each[1], -each[0][1]))
        if gain <= 0:
            break
        widths[best] += step
        room -= step
    taken = sum(widths[place] for place in long)
    for place in long if room > 0 else ():
        widths[place] *= 1 + room / taken
    return widths


class _Measured:
    """The lines that rows take by column and width, each reckoned once; a cell over several rows is spread evenly."""

    def __init__(self, table: Table, long: Sequence[int]) -> None:
        self.height = len(table.rows)
        self.cells = {place: [each for each in placed(table) if each[1] == place] for place in long}
        self.known: dict[tuple[int, float], list[int]] = {}

    def gain(self, widths: Sequence[float], place: int, step: int) -> int:
        """How many lines the table gets lower when a column gets `step` characters more."""
        others = [self._lines(other, widths[other]) for other in self.cells if other != place]
        before, after = (self._lines(place, widths[place] + more) for more in (0, step))
        rest = [max(lines, default=1) for lines in zip(*others, strict=True)] if others else [1] * self.height
        return sum(max(old, floor) - max(new, floor) for old, new, floor in zip(before, after, rest, strict=True))

    def _lines(self, place: int, width: float) -> list[int]:
        if (place, width) not in self.known:
            lines = [1] * self.height
            for top, _, cell in self.cells[place]:
                each = ceil(line_count(cell.text, width) / cell.rows)
                lines[top : top + cell.rows] = [each] * cell.rows
            self.known[place, width] = lines
        return self.known[place, width]
