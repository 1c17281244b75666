"""Small cases to try changes on."""

from typing import Any

from kaoping.analysis.case import Case
from kaoping.analysis.changes import Change, Siblings
from kaoping.analysis.effects import Effect, effects
from kaoping.analysis.trial import try_changes
from kaoping.model.roster import Roster
from kaoping.schemes.model import Scheme
from tests.scoring.build import deduct, leaf, part, roster, scheme, shown, table


def case(scored: Scheme, units: Roster | str, **values: Any) -> Case:
    people = roster(*units) if isinstance(units, str) else units
    return Case(scored, people, table([unit.id for unit in people.units], **values))


def two_leaves(**more: Any) -> Scheme:
    """甲、乙两项各 10 分，每处扣 1 分。"""
    kinds = {"m": "count", "n": "count", **more.pop("kinds", {})}
    return scheme(part("p", leaf("a", 10, deduct("1 per m")), leaf("b", 10, deduct("1 per n"))), kinds=kinds, **more)


def totals_after(base: Case, *changes: Change, siblings: Siblings = Siblings.SCALE) -> dict[str, Any]:
    results = try_changes(base, changes, siblings).after
    return {one.unit: shown(one) for members in results.groups.values() for one in members}


def effects_of(base: Case, *changes: Change, siblings: Siblings = Siblings.SCALE) -> dict[str, Effect]:
    found = effects(try_changes(base, changes, siblings))
    return {effect.unit: effect for of_group in found.values() for effect in of_group}
