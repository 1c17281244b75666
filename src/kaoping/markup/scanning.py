"""What a page's bytes or text tell at one look each: compiled (`make compile`), and the same in Python where it is not.

Texts are UTF-8 here, which is what a page comes in and what scans read fastest.
"""

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from isal.isal_zlib import crc32  # the same sums as zlib's, several times faster

from kaoping.markup.source import SCAN, built_from

try:
    from kaoping.markup import _scan

    compiled = built_from(SCAN, _scan.SOURCE)
except ImportError:
    compiled = False

WIDEST = 65_535
_FEW_TERMS = 3_000  # for which the fastest automaton is not too large
_WIDE_DIGITS = "０１２３４５６７８９"
_DIGITS = bytes.maketrans(b"123456789", b"000000000")


def count(text: bytes, sign: str) -> int:
    """Return how often an ASCII sign stands in bytes; the faster the more often it does."""
    return _scan.count(text, sign) if compiled else text.count(sign.encode())


def holds(text: bytes, part: bytes) -> bool:
    """Tell whether bytes hold a part; the faster the rarer the sign with which that begins."""
    return _scan.holds(text, part) if compiled else part in text


def is_utf8(text: bytes) -> bool:
    """Tell whether bytes are UTF-8."""
    if compiled:  # looked up at each call, so that tests can do without
        return _scan.is_utf8(text)
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def line_marks(utf8: bytes, most: int) -> tuple[bytes, bytes]:
    """Return marks of the first lines of a text, at most `most`: CRC-32 (32 bits each) and lengths (16 bits each).

    A length counts bytes, up to WIDEST.
    """
    if compiled:
        return _scan.line_marks(utf8, most)
    lines = utf8.split(b"\n", most)[:most]
    widths = array("H", [min(len(line), WIDEST) for line in lines])
    return array("I", map(crc32, lines)).tobytes(), widths.tobytes()


class Shape(NamedTuple):
    """`signs` has one byte for each character: `0` for ASCII digits, `?` for what is not ASCII, all else as it is.

    `wide` says that there are full-width digits, which the signs do not show. `latin` counts the bytes 0xC3, with which
    the usual accented letters begin and nothing in Chinese, `broken` the replacement characters.
    """

    signs: bytes
    wide: bool
    latin: int
    broken: int


def text_shape(text: str) -> Shape:
    """Return the shape of a text."""
    return shape_of(text.encode("utf-8", "replace"))


def shape_of(utf8: bytes) -> Shape:
    """Return the shape of a text, in which long numbers are found fast and at the same places."""
    if compiled:
        return Shape(*_scan.shape(utf8))
    text = utf8.decode("utf-8")
    wide = any(digit in text for digit in _WIDE_DIGITS)
    signs = text.encode("ascii", "replace").translate(_DIGITS)
    return Shape(signs, wide, utf8.count(b"\xc3"), text.count("\ufffd"))


class Terms:
    """A set of distinct terms that texts are searched for."""

    def __init__(self, terms: Iterable[bytes]) -> None:
        every = list(terms)
        self._learnt = _scan.learn_terms(every) if compiled else None
        self._automaton = self._learnt is None and BytesAhoCorasick(
            every,
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.DFA if len(every) < _FEW_TERMS else Implementation.ContiguousNFA,
        )

    def find(self, utf8: bytes) -> Sequence[tuple[int, int, int]]:
        """Return number, start and end of each term in a text, leftmost longest, not overlapping."""
        if self._automaton:
            return self._automaton.find_matches_as_indexes(utf8)
        return _scan.find_terms(self._learnt, utf8)
