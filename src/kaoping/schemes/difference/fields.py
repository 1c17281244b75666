"""Compares two versions of one thing field by field."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from kaoping.schemes.canonical_form import canonical_value
from kaoping.schemes.difference.audiences import number_changes
from kaoping.schemes.difference.change import ADDED, CHANGED, REMOVED, Change
from kaoping.schemes.model import Grade, Scheme

T = TypeVar("T")
NUMBERS = frozenset({"points", "weight", "ceiling", "floor", "limit", "to", "n"})


@dataclass(frozen=True, slots=True)
class Pairing:
    """The two schemes, older first."""

    old: Scheme
    new: Scheme

    def changed_fields(self, about: Change, old: Any, new: Any, leave: frozenset[str]) -> Iterator[Change]:
        """Yield `about` once per field of a dataclass that differs (numbers once per audience), but for `leave`."""
        for field in fields(new):
            if field.name in leave or field.name == "place":
                continue
            before, after = getattr(old, field.name), getattr(new, field.name)
            if field.name in NUMBERS or (isinstance(new, Grade) and field.name == "from_"):
                yield from self.changed_number(replace(about, field=field.name), before, after)
            elif different(before, after):
                yield replace(about, field=field.name, old=before, new=after)

    def changed_number(self, about: Change, old: Any, new: Any) -> Iterator[Change]:
        """Yield one change per audience; where nobody meets another number, one for another way of writing it."""
        found = list(number_changes((old, new), (self.old, self.new)))
        for audience, (before, after) in found:
            yield replace(about, audience=audience, old=before, new=after)
        if not found and different(old, new):
            yield replace(about, old=old, new=new)


def different(old: object, new: object) -> bool:
    """Whether two values mean something else."""
    return canonical_value(old) != canonical_value(new)


def matched(old: Iterable[T], new: Iterable[T], key: Callable[[T], str]) -> Iterator[tuple[T | None, T | None]]:
    """Yield pairs by key in the new order, then what only the old has."""
    before = {key(one): one for one in old}
    after = {key(one): one for one in new}
    for name, one in after.items():
        yield before.get(name), one
    for name, one in before.items():
        if name not in after:
            yield one, None


def came_or_went(about: Change, old: object, new: object) -> Change | None:
    """Return the change of a thing that only one scheme has; None where both have it."""
    if old is None:
        return replace(about, kind=ADDED, new=new)
    return replace(about, kind=REMOVED, old=old) if new is None else None


def reordered(about: Change, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Yield a change of order among the ids that both have."""
    before = tuple(name for name in old if name in set(new))
    after = tuple(name for name in new if name in set(old))
    if before != after:
        yield replace(about, kind=CHANGED, field="order", old=before, new=after)
