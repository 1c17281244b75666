"""How wide the columns of a table are: short ones as they need, long ones by how much stands in them."""

from collections.abc import Mapping, Sequence

PORTRAIT, LANDSCAPE = 42.0, 66.0  # Chinese characters of table text across a page
_LEAST, _LINES = 8.0, 7  # a long column is at least this wide; a row is meant to be this many lines high
_SHORT = 12.0


def text_width(text: str) -> float:
    """Return how wide a line is in Chinese characters; what is narrow (digits, Latin letters) counts half."""
    return sum(0.5 if ord(sign) < 0x2000 else 1 for sign in text)


def longest_line(texts: Sequence[str]) -> float:
    """Return the width of the widest line of some texts."""
    return max((text_width(line) for text in texts for line in text.split("\n")), default=0)


def short_width(texts: Sequence[str], least: float, most: float, lines: int = 2) -> float:
    """Return the width at which the longest of some short texts takes `lines` lines, within bounds."""
    return min(max(longest_line(texts) / lines + 1, least), most)


def long_widths(texts: Mapping[str, Sequence[str]], fixed: float) -> dict[str, float]:
    """Share what `fixed` leaves of a page among long columns, more to those that hold more."""
    if not texts:
        return {}
    wanted = {name: max(_LEAST, _typical(column) / _LINES) for name, column in texts.items()}
    page = page_width(fixed + sum(wanted.values()))
    room = max(page - fixed, _LEAST * len(wanted))
    total = sum(wanted.values())
    return {name: max(_LEAST, room * width / total) for name, width in wanted.items()}


def listed_widths(texts: Mapping[str, Sequence[str]], fixed: float) -> dict[str, float]:
    """Return widths by heading: columns of short entries as they need, the others share what is left."""
    short = {
        title: short_width([title, *column], 3.5, 9)
        for title, column in texts.items()
        if longest_line(column) <= _SHORT
    }
    long = {title: column for title, column in texts.items() if title not in short}
    return short | long_widths(long, fixed + sum(short.values()))


def page_width(wanted: float) -> float:
    """Return the width of the page that a table of this width asks for."""
    return PORTRAIT if wanted <= PORTRAIT else LANDSCAPE


def _typical(texts: Sequence[str]) -> float:
    """A length that nine of ten texts do not exceed, tamed so that one essay does not starve its neighbours."""
    lengths = sorted(text_width(text) for text in texts if text)
    return lengths[len(lengths) * 9 // 10] ** 0.85 * 2 if lengths else 0
