"""A snippet with the spot that a finding is about marked in it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TEXTS = (
    "text", "words", "terms", "masked", "value", "placeholder", "title", "shown", "link", "date", "published", "listed",
)  # fmt: skip
_SHORTEST = 2
_MOST = 20  # texts looked for


def highlighted(snippet: str, values: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """Return the snippet in pieces, each with whether it is what the finding's values speak of."""
    wanted = sorted({text for text in _spoken_of(values) if text in snippet}, key=len, reverse=True)[:_MOST]
    if not wanted:
        return [(snippet, False)] if snippet else []
    pieces = re.split("(" + "|".join(map(re.escape, wanted)) + ")", snippet)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]


def _spoken_of(values: Mapping[str, Any]) -> Iterator[str]:
    for name in _TEXTS:
        value = values.get(name)
        for one in value if isinstance(value, list | tuple) else (value,):
            if isinstance(one, str) and len(one.strip()) >= _SHORTEST:
                yield one.strip()
