"""Reads dates as Chinese pages write them: 2022-03-04, 2022年3月4日, [2022.3.4], 03-04, apart, full width."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_SEP = r"\s?[-./年－．／‐–—]\s?"
_SEP2 = r"\s?[-./月－．／‐–—]\s?"
# No look-behind in front: a literal set first lets the scan skip to candidates.
_FULL = re.compile(rf"([12１２][90９０]\d\d){_SEP}([01０１]?\d){_SEP2}([0-3０-３]?\d)日?")
# A line of its own: month and day, or the day alone (beside a line with year and month).
_LINE = re.compile(r"\n[\[【(（]?\s?(\d{1,2})\s?(?:[-./月－．／]\s?(\d{1,2})\s?日?\s?[\])）】]?|日?)(?=\n)")
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
        start, end = match.span()
        if text[start - 1 : start].isdigit() or text[end : end + 1].isdigit():
            continue
        yield from _checked(int(match[1]), int(match[2]), int(match[3]), (start, end))


def _line_dates(text: str) -> Iterator[WrittenDate]:
    """Dates that fill a line of their own; places are those in `text`."""
    framed = f"\n{text}\n"  # so that the first and last lines are lines like others; places shift by one
    for match in _LINE.finditer(framed):
        start, end = match.start(), match.end() - 1
        if match[2] is not None:
            yield from _checked(0, int(match[1]), int(match[2]), (start, end))
        else:
            yield from _split_date(text, int(match[1]), start, end)


def _split_date(text: str, day: int, start: int, end: int) -> Iterator[WrittenDate]:
    """Year and month on the line before or after the day's."""
    first = text.rfind("\n", max(0, start - 20), max(0, start - 1)) + 1
    last = text.find("\n", end + 1, end + 20)
    before = text[first : max(0, start - 1)]
    after = text[end + 1 : last if last >= 0 else min(len(text), end + 20)]
    for line, span in ((before, (first, end)), (after, (start, end + 1 + len(after)))):
        month = _MONTH_LINE.match(line)
        if month is not None:
            yield from _checked(int(month[1]), int(month[2]), day, span)
            return


def _checked(year: int, month: int, day: int, span: tuple[int, int]) -> Iterator[WrittenDate]:
    if year and not EARLIEST <= year < 2100:
        return
    if not 1 <= month <= 12 or not 1 <= day <= (28 if day <= 28 else monthrange(year or 2000, month)[1]):
        return
    yield WrittenDate(year, month, day, *span)
