"""Breaks a title where its words end, so that no name is torn and lines are of like length (GB/T 9704-2012 7.3.1)."""

import re
from itertools import combinations

from kaoping.reports.bulletin.blocks import FILL

MOST_LINES = 4
_AFTER = re.compile("(?<=[0-9〇零一二三四五六七八九]年)(?!度)|(?<=年度)|(?<=季度)|(?<=办公室)|(?<=》)|(?<=、)|(?<=】)")
_BEFORE = re.compile(
    "(?=关于)|(?<!人民)(?=政府网站)|(?<!政府)(?<!门户)(?=网站)|(?<!电子)(?=政务)|(?=绩效)|(?=综合考)|(?<!综合)(?<!绩效)(?=考[评核])"
    "|(?=抽查)|(?=情况的)|(?=得分排名)|(?=得分率排名)|(?=扣分排名)|(?=[《（【])"
)


def title_pieces(title: str) -> tuple[str, ...]:
    """Return the title cut where a line may end; the pieces joined are the title. Places to fill in stay whole."""
    whole = [match.span() for match in FILL.finditer(title)]
    cuts = {match.start() for rule in (_AFTER, _BEFORE) for match in rule.finditer(title)}
    inside = {cut for cut in cuts if any(start < cut < end for start, end in whole)}
    ends = [*sorted(cuts - inside - {0, len(title)}), len(title)]
    return tuple(title[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True))


def title_lines(title: str, width: int) -> tuple[str, ...]:
    """Return the title in the fewest lines of at most `width` characters, as even as its words allow.

    A title that fits, that cannot be broken at its words, or that is no title any more (MOST_LINES) is one line.
    """
    pieces = title_pieces(title)
    for count in range(max(1, -(-len(title) // width)), min(len(pieces), MOST_LINES) + 1):
        broken = [_lines(pieces, places) for places in combinations(range(1, len(pieces)), count - 1)]
        fitting = [lines for lines in broken if all(len(line) <= width for line in lines)]
        if fitting:
            return min(fitting, key=lambda lines: max(map(len, lines)) - min(map(len, lines)))
    return (title,)


def _lines(pieces: tuple[str, ...], places: tuple[int, ...]) -> tuple[str, ...]:
    starts, ends = (0, *places), (*places, len(pieces))
    return tuple("".join(pieces[start:end]) for start, end in zip(starts, ends, strict=True))
