"""Reads dates as Chinese pages write them: 2022-03-04, 2022年3月4日, [2022.3.4], 03-04, apart, full width."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_SEP = r"\s?[-./年－．／‐–—]\s?"
_SEP2 = r"\s?[-./月－．／‐–—]\s?"
# No look-behind in front: a literal set first lets the scan skip to candidates.
_FULL = re.compile(rf"[12１２][90９０]\d\d{_SEP}[01０１]?\d(?:{_SEP2}[0-3０-３]?\d日?|月)")
_FULL_PARTS = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})(?:{_SEP2}(\d{{1,2}}))?")
_SHORT_LINE = re.compile(r"^[\[【(（]?\s?(\d{1,2})\s?[-./月－．／]\s?(\d{1,2})\s?日?\s?[\])）】]?$")
_DAY_LINE = re.compile(r"^(\d{1,2})日?$")
_MONTH_LINE = re.compile(r"^((?:19|20)\d\d)\s?[-./年－．／]\s?(\d{1,2})\s?月?$")
EARLIEST = 1990  # a government site shows nothing older; a smaller year is something else


class WrittenDate(NamedTuple):
    """A date found in a text; `year` is 0 where the page leaves it out. `start` and `end` are its place."""

    year: int
    month: int
    day: int
    start: int
    end: int

    @property
    def iso(self) -> str:
        """`2022-03-04`, or `--03-04` without a year."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}" if self.year else f"--{self.month:02d}-{self.day:02d}"


def written_dates(text: str) -> list[WrittenDate]:
    """Return the dates in `text` (one line per text node) in order; impossible ones are left out."""
    found = list(_full_dates(text))
    found.extend(_line_dates(text))
    found.sort(key=lambda at: at.start)
    kept: list[WrittenDate] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def first_date(text: str) -> date | None:
    """Return the first complete date in a short text, or None."""
    for found in _full_dates(text):
        return date(found.year, found.month, found.day)
    return None


def resolve(iso: str, latest: date, year_hint: int | None = None) -> date | None:
    """Return the date that `iso` (see `WrittenDate.iso`) means.

    Without a year it is the given year, or else the last such day up to `latest`.
    """
    if not iso.startswith("--"):
        return date.fromisoformat(iso)
    month, day = int(iso[2:4]), int(iso[5:7])
    for year in (year_hint,) if year_hint else range(latest.year, latest.year - 5, -1):
        try:
            meant = date(year, month, day)
        except ValueError:
            continue
        if year_hint or meant <= latest:
            return meant
    return None


def _full_dates(text: str) -> Iterator[WrittenDate]:
    for match in _FULL.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        if before.isdigit() or text[match.end() : match.end() + 1].isdigit():
            continue
        parts = _FULL_PARTS.match(match.group())
        if parts and parts[3]:
            yield from _checked(int(parts[1]), int(parts[2]), int(parts[3]), match.span())


def _line_dates(text: str) -> Iterator[WrittenDate]:
    """Dates that fill a line of their own: month and day, or the day on a line beside its year and month."""
    start, lines = 0, text.split("\n")
    starts = []
    for line in lines:
        starts.append(start)
        start += len(line) + 1
    for index, line in enumerate(lines):
        if not 1 <= len(line) <= 10 or not ("0" <= line[-1] <= "9" or line[-1] in "日])）】月" or line[-1].isdigit()):
            continue
        short = _SHORT_LINE.match(line)
        if short:
            yield from _checked(0, int(short[1]), int(short[2]), (starts[index], starts[index] + len(line)))
        elif (month := _MONTH_LINE.match(line)) is not None:
            yield from _split_date(lines, starts, index, (int(month[1]), int(month[2])))


def _split_date(lines: list[str], starts: list[int], index: int, month: tuple[int, int]) -> Iterator[WrittenDate]:
    for beside in (index - 1, index + 1):
        if 0 <= beside < len(lines) and (day := _DAY_LINE.match(lines[beside])):
            first, last = min(index, beside), max(index, beside)
            yield from _checked(*month, int(day[1]), (starts[first], starts[last] + len(lines[last])))
            return


def _checked(year: int, month: int, day: int, span: tuple[int, int]) -> Iterator[WrittenDate]:
    if year and not EARLIEST <= year < 2100:
        return
    try:
        date(year or 2000, month, day)
    except ValueError:
        return
    yield WrittenDate(year, month, day, *span)
