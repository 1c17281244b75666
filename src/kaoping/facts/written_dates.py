"""Reads dates as Chinese pages write them: 2022-03-04, 2022年3月4日, [2022.3.4], 03-04, apart, full width."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

import msgspec

from kaoping.markup.scanning import Shape, text_shape

_SEP = r"\s?[-./年－．／‐–—]\s?"
_SEP2 = r"\s?[-./月－．／‐–—]\s?"
# No look-behind in front: a literal set first lets the scan skip to candidates.
_FULL = re.compile(rf"([12１２][90９０]\d\d){_SEP}([01０１]?\d){_SEP2}([0-3０-３]?\d)日?")
# In the shape of a text (see `text_shape`) four digits, what may part a date, one or two digits, the like again.
_YEAR = re.compile(rb"0000(?=[?\s\x1c-\x1f]?[-./?][?\s\x1c-\x1f]?00?[-./?\s\x1c-\x1f])")
_PLAIN = b"0000-00-00"  # the shape of nearly all dates of lists
_PLAINS = re.compile(rb"0000-00-00(?!0)(?<!00000-00-00)")
_LINE_START = re.compile(rb"\n[\[(?\s\x1c-\x1f]{0,2}00?[-./?\s\x1c-\x1f]")
# A line of its own: month and day, or the day alone (beside a line with year and month).
_LINE = re.compile(r"\n[\[【(（]?\s?(\d{1,2})\s?(?:[-./月－．／]\s?(\d{1,2})\s?日?\s?[\])）】]?|日?)(?=\n)")
_BRACKETS = (b"[00-00]", b"[00/00]")  # month and day before or behind a title, in its line
_BRACKET = re.compile(r"\[(\d\d)[-/](\d\d)\]")
_MONTH_LINE = re.compile(r"^((?:19|20)\d\d)\s?[-./年－．／]\s?(\d{1,2})\s?月?$")
EARLIEST = 1990  # a government site shows nothing older; a smaller year is something else


class WrittenDate(msgspec.Struct, frozen=True, gc=False):
    """A date found in a text; `year` is 0 where the page leaves it out. `start` and `end` are its place.

    `iso` is `2022-03-04`, or `--03-04` without a year.
    """

    iso: str
    start: int
    end: int
    year: int
    month: int
    day: int


def written_dates(text: str, shape: Shape | None = None) -> list[WrittenDate]:
    """Return the dates in `text` (one line per text node) in order; impossible ones are left out.

    `shape` is the text's, where the caller has it.
    """
    signs, wide, _, _ = shape or text_shape(text)
    found = list(_full_dates(text, _FULL.finditer(text))) if wide else _dates_by_shape(text, signs)
    bracketed = b"[00" in signs and any(each in signs for each in _BRACKETS)
    if not (wide or bracketed) and _LINE_START.search(b"\n%b\n" % signs) is None:
        return found
    found.extend(_line_dates(text))
    if bracketed:
        found.extend(_bracket_dates(text))
    found.sort(key=lambda at: at.start)
    kept: list[WrittenDate] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def first_date(text: str) -> date | None:
    """Return the first complete date in a short text, or None."""
    for found in _full_dates(text, _FULL.finditer(text)):
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


def _dates_by_shape(text: str, shape: bytes) -> list[WrittenDate]:
    """Return the complete dates in a text without full-width digits, looked for only where its shape has one."""
    plain = [match.span() for match in _PLAINS.finditer(shape)]
    others = len(plain) != shape.count(_PLAIN) or _YEAR.search(shape.replace(_PLAIN, b"#")) is not None
    if others or any(text[end : end + 1] == "日" or text[end : end + 1].isdigit() for _, end in plain):
        return list(_full_dates(text, _matches(text, shape)))
    found: list[WrittenDate] = []
    for start, end in plain:
        meant = None if text[start - 1 : start].isdigit() else _meant(text[start:end])
        if meant is not None:
            found.append(WrittenDate(meant[0], start, end, meant[1], meant[2], meant[3]))
    return found


def _matches(text: str, shape: bytes) -> "Iterator[re.Match[str]]":
    """Matches of `_FULL` from left to right, as `finditer` gives them."""
    past = 0
    for year in _YEAR.finditer(shape):
        match = _FULL.match(text, year.start()) if year.start() >= past else None
        if match is not None:
            past = match.end()
            yield match


def _full_dates(text: str, matches: "Iterable[re.Match[str]]") -> Iterator[WrittenDate]:
    for match in matches:
        start, end = match.span()
        if text[start - 1 : start].isdigit() or text[end : end + 1].isdigit():
            continue
        meant = _meant(match.group())
        if meant is not None:
            iso, year, month, day = meant
            yield WrittenDate(iso, start, end, year, month, day)


@lru_cache(maxsize=16_384)
def _meant(written: str) -> tuple[str, int, int, int] | None:
    """What a written date means, if there is such a day (ISO, year, month, day); a site repeats a few thousand."""
    match = _FULL.fullmatch(written)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    return (_iso(year, month, day), year, month, day) if _possible(year, month, day) else None


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def _line_dates(text: str) -> Iterator[WrittenDate]:
    """Dates that fill a line of their own; places are those in `text`."""
    framed = f"\n{text}\n"  # so that the first and last lines are lines like others; places shift by one
    for match in _LINE.finditer(framed):
        start = match.start()
        end = start + len(match.group().rstrip()) - 1  # a blank line after it is not the date's
        if match[2] is not None:
            yield from _checked(0, int(match[1]), int(match[2]), (start, end))
        else:
            yield from _split_date(text, int(match[1]), start, end)


def _bracket_dates(text: str) -> Iterator[WrittenDate]:
    """Month and day in brackets at the beginning or end of a line that also holds a title."""
    for match in _BRACKET.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] in ("", "\n") or text[end : end + 1] in ("", "\n"):
            yield from _checked(0, int(match[1]), int(match[2]), (start, end))


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
    if _possible(year, month, day):
        yield WrittenDate(_iso(year, month, day), *span, year, month, day)


def _possible(year: int, month: int, day: int) -> bool:
    """Whether there is such a day; the year may be 0."""
    if year and not EARLIEST <= year < 2100:
        return False
    return 1 <= month <= 12 and 1 <= day <= (28 if day <= 28 else monthrange(year or 2000, month)[1])
