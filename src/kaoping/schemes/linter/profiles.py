"""The kinds of unit a scheme tells apart, so that sums and coverage can be checked without a roster."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kaoping.model.errors import SchemeError
from kaoping.model.roster import RosterUnit
from kaoping.schemes.model import Applies, Node, Open, Part, Quantity, Scheme
from kaoping.schemes.quantities import resolve


def profiles(scheme: Scheme) -> tuple[RosterUnit, ...]:
    """One stand-in unit per group and class, and once more with each tag and site type; named as a person would."""
    found: list[RosterUnit] = []
    for group, title in scheme.groups.items():
        classes = [(name, text) for name, (of, text) in scheme.classes.items() if of == group]
        for class_, class_title in classes or [("", "")]:
            name = class_title or title
            found.append(RosterUnit("", name, group, class_))
            for tag, text in scheme.tags.items():
                found.append(RosterUnit("", f"{name}、{text}", group, class_, tags=(tag,)))
            for kind, text in scheme.site_types.items():
                found.append(RosterUnit("", f"{name}、{text}", group, class_, site_type=kind))
    return tuple(found)


def value_for(quantity: Quantity | Open | None, unit: RosterUnit, scheme: Scheme) -> Decimal | None:
    """The number for a kind of unit; None where it is open, absent or not given for that kind."""
    if quantity is None or isinstance(quantity, Open):
        return None
    try:
        return resolve(quantity, unit, scheme)
    except SchemeError:
        return None


def concerns(applies: Applies | None, except_: Applies | None, unit: RosterUnit) -> bool:
    """Whether a part or node concerns this kind of unit; conditions on measures are taken to hold."""
    names = set(unit.names())
    if except_ and except_.names and names & set(except_.names):
        return False
    return not (applies and applies.names and not names & set(applies.names))


def applicable(nodes: Iterable[Node], unit: RosterUnit) -> Iterator[Node]:
    return (node for node in nodes if concerns(node.applies_to, node.except_, unit))


def parts_for(scheme: Scheme, unit: RosterUnit) -> list[Part]:
    return [part for part in scheme.parts if concerns(part.applies_to, part.except_, unit)]
