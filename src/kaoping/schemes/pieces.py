"""Everything within a scheme or a piece of it, whatever its shape."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from kaoping.schemes.expressions import Name


def pieces(value: object) -> Iterator[object]:
    """Yield `value` and all that is in it, in reading order: fields, elements and values of mappings."""
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from pieces(getattr(value, item.name))
    elif isinstance(value, tuple):
        for element in value:
            yield from pieces(element)
    elif isinstance(value, Mapping):
        for element in value.values():
            yield from pieces(element)


def names_in(value: object) -> Iterator[str]:
    """Yield the measures named anywhere in a rule, guard or expression, in reading order."""
    return (piece.name for piece in pieces(value) if isinstance(piece, Name))
