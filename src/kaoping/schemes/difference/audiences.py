"""A number of two schemes compared as units meet it: for everybody, by group, by class, by tag."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from kaoping.model.roster import RosterUnit
from kaoping.schemes.linter.profiles import profiles, value_for
from kaoping.schemes.model import Open, Quantity, Scheme

Number: TypeAlias = Quantity | Open | None
Value: TypeAlias = Decimal | Open | None
Pair: TypeAlias = tuple[Value, Value]


def number_changes(
    numbers: tuple[Number, Number], schemes: tuple[Scheme, Scheme]
) -> Iterator[tuple[tuple[str, ...], Pair]]:
    """Yield whom a changed number concerns with its old and new value; nothing where it is the same for all units.

    Groups, classes and tags that only one of the schemes has are left out: they are changes of their own.
    """
    pairs = {
        said: (_value(numbers[0], older, schemes[0]), _value(numbers[1], newer, schemes[1]))
        for said, older, newer in _shared(schemes)
    }
    plain = {unit: pair for unit, pair in pairs.items() if not _marks(unit)}
    yield from _plain(plain)
    for marks in dict.fromkeys(_marks(unit) for unit in pairs if _marks(unit)):
        yield from _marked({unit: pair for unit, pair in pairs.items() if _marks(unit) == marks}, plain)


def _shared(schemes: tuple[Scheme, Scheme]) -> Iterator[tuple[RosterUnit, RosterUnit, RosterUnit]]:
    """Kinds of unit that both schemes know: how they are called, as the older scheme sees them, as the newer does.

    A group that has classes in one scheme only is compared class by class.
    """
    older = profiles(schemes[0])
    for unit in profiles(schemes[1]):
        for other in older:
            alike = (unit.group, _marks(unit)) == (other.group, _marks(other))
            if alike and (unit.class_ == other.class_ or not unit.class_ or not other.class_):
                yield (unit if unit.class_ else other), other, unit


def _plain(pairs: dict[RosterUnit, Pair]) -> Iterator[tuple[tuple[str, ...], Pair]]:
    if len(set(pairs.values())) == 1:
        yield from _changed((), next(iter(pairs.values())))
        return
    for group in dict.fromkeys(unit.group for unit in pairs):
        within = {unit: pair for unit, pair in pairs.items() if unit.group == group}
        if len(set(within.values())) == 1:
            yield from _changed((group,), next(iter(within.values())))
            continue
        for unit, pair in within.items():
            yield from _changed((unit.class_,), pair)


def _marked(pairs: dict[RosterUnit, Pair], plain: dict[RosterUnit, Pair]) -> Iterator[tuple[tuple[str, ...], Pair]]:
    """What a tag or site type changes beyond what its group and class do."""
    bare = {(unit.group, unit.class_): pair for unit, pair in plain.items()}
    different = {unit: pair for unit, pair in pairs.items() if pair != bare.get((unit.group, unit.class_))}
    if not different:
        return
    if len(set(pairs.values())) == 1:
        unit, pair = next(iter(pairs.items()))
        yield from _changed(_marks(unit), pair)
        return
    for unit, pair in different.items():
        yield from _changed((unit.class_ or unit.group, *_marks(unit)), pair)


def _marks(unit: RosterUnit) -> tuple[str, ...]:
    return (*unit.tags, unit.site_type) if unit.site_type else unit.tags


def _changed(audience: tuple[str, ...], pair: Pair) -> Iterator[tuple[tuple[str, ...], Pair]]:
    if pair[0] != pair[1]:
        yield audience, pair


def _value(number: Number, unit: RosterUnit, scheme: Scheme) -> Value:
    return number if isinstance(number, Open) else value_for(number, unit, scheme)
