"""Guards the parser, whose work grows with the square of nesting, against pages of endlessly nested elements."""

import re

from kaoping.markup.scanning import count

MAX_DEPTH = 1_000  # browsers give up at 512
MAX_EMPTY = 20_000  # self-closing elements within pictures, which nest nowhere else
FEW_TAGS = 3 * MAX_DEPTH  # of so few even the worst arrangement is parsed in half a second
# Tags other than those of elements that have no content, or that the next of their kind closes.
_TAG = re.compile(
    rb"<(/?)(?!(?:a|p|li|t[drh]|d[dt]|br|img|input|link|meta|script|style|h[1-6]|area|base|col|embed|hr|param|source"
    rb"|track|wbr|thead|tbody|tfoot|colgroup|caption|nobr|button|body|head|html|title|textarea)[\s/>])"
    rb"([a-z][^\s/<>]{0,40})",
    re.IGNORECASE,
)


def shallow(html: bytes) -> bytes:
    """Return `html` up to where its elements may stand more than MAX_DEPTH deep: nearly always all of it.

    The depth is an upper bound: an element that is never closed counts to the end. Elements that are closed are
    told by name, so that closing tags of other names do not make up for them.
    """
    if count(html, "<") <= FEW_TAGS:
        return html
    standing: dict[bytes, int] = {}
    depth = empty = 0
    for match in _TAG.finditer(html):
        closing, name = match[1], match[2].lower()
        open_ones = standing.get(name, 0)
        if closing:
            if open_ones:
                standing[name] = open_ones - 1
                depth -= 1
        elif empty < MAX_EMPTY and _in_picture(standing) and _closes_itself(html, match.end()):
            empty += 1
        else:
            standing[name] = open_ones + 1
            depth += 1
            if depth > MAX_DEPTH:
                return html[: match.start()]
    return html


def _in_picture(standing: dict[bytes, int]) -> bool:
    return bool(standing.get(b"svg") or standing.get(b"math"))


def _closes_itself(html: bytes, at: int) -> bool:
    end = html.find(b">", at, at + 100_000)
    return end > 0 and html[end - 1] == ord("/")
