"""The groups of units that one printed table is for, and its numbers in words where they differ among them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from kaoping.model.roster import RosterUnit
from kaoping.reports.expression_words import Speaker
from kaoping.schemes.linter.profiles import concerns, profiles, value_for
from kaoping.schemes.model import Applies, ByKey, ParamRef, Quantity, Scheme

UNSAID, USUAL = "未给出", "一般"


@dataclass(frozen=True, slots=True)
class Audience:
    """Some groups of a scheme, in its order."""

    scheme: Scheme
    groups: tuple[str, ...]

    @property
    def title(self) -> str:
        """The groups by name."""
        return "、".join(self.scheme.groups[group] for group in self.groups)

    def units(self) -> tuple[RosterUnit, ...]:
        """One stand-in unit per class, or per group without classes."""
        return tuple(unit for unit in self._profiles() if not unit.tags and not unit.site_type)

    def values(self, quantity: Quantity) -> tuple[tuple[str, Decimal], ...]:
        """Return what a number is, with whom it is so for; one entry without a name where it is so for all.

        Classes of a group that agree stand under the group's name; tags, site types and units that have a number of
        their own follow.
        """
        plain = {unit: value_for(quantity, unit, self.scheme) for unit in self.units()}
        known = {unit: value for unit, value in plain.items() if value is not None}
        special = tuple(self._special(quantity, set(known.values())))
        if len(set(known.values())) == 1 and len(known) == len(plain):
            return (("", next(iter(known.values()))), *special)
        return (*self._by_group(known), *special)

    def concerned(self, applies: Applies | None, except_: Applies | None) -> bool:
        """Whether something concerns any unit of these groups, a unit named by itself included."""
        if any(concerns(applies, except_, unit) for unit in self._profiles()):
            return True
        return bool(applies and set(applies.names) - set(self._titles()))

    def restriction(self, applies: Applies | None, except_: Applies | None) -> str:
        """Return for whom of these groups something is meant; nothing where it is for all of them."""
        said = []
        speaker = speaker_for(self)
        if applies and applies.condition is not None:
            said.append(f"仅适用于{speaker.say(applies.condition)}的单位")
        elif applies and not all(concerns(applies, None, unit) for unit in self.units()):
            said.append(f"仅适用于{self._named(applies)}")
        if except_ and except_.condition is not None:
            said.append(f"不适用于{speaker.say(except_.condition)}的单位")
        elif except_ and self._named(except_):
            said.append(f"不适用于{self._named(except_)}")
        return "；".join(said)

    def name(self, key: str) -> str:
        """Return what a key (group, class, tag, site type or unit) is called."""
        return "其他" if key == "default" else self._titles().get(key, key)

    def _named(self, applies: Applies) -> str:
        """The names that mean something to these groups; those of a whole checklist are called by it."""
        scheme = self.scheme
        for checklist, asked in scheme.checklists.items():
            if set(applies.names) == set(asked):
                return f"“{scheme.checklist_clauses.get(checklist) or checklist}”所列单位"
        others = {group for group in scheme.groups if group not in self.groups}
        others |= {class_ for class_, (group, _) in scheme.classes.items() if group not in self.groups}
        return "、".join(self.name(key) for key in applies.names if key not in others)

    def _profiles(self) -> tuple[RosterUnit, ...]:
        return tuple(unit for unit in profiles(self.scheme) if unit.group in self.groups)

    def _by_group(self, known: dict[RosterUnit, Decimal]) -> list[tuple[str, Decimal]]:
        found: list[tuple[str, Decimal]] = []
        for group in self.groups:
            own = {unit.name: value for unit, value in known.items() if unit.group == group}
            if len(set(own.values())) == 1 and len(self.groups) > 1:
                found.append((self.scheme.groups[group], next(iter(own.values()))))
            else:
                found.extend(own.items())
        return found

    def _special(self, quantity: Quantity, usual: set[Decimal]) -> "list[tuple[str, Decimal]]":
        """Numbers given under tags, site types and units, where they differ from the usual ones."""
        while isinstance(quantity, ParamRef):
            parameter = self.scheme.parameters.get(quantity.name)
            if parameter is None or not isinstance(parameter.value, Decimal | ParamRef | ByKey):
                return []
            quantity = parameter.value
        if not isinstance(quantity, ByKey):
            return []
        general = {*self.scheme.groups, *self.scheme.classes, "default"}
        own = ((key, value_for(value, self.units()[0], self.scheme)) for key, value in quantity.items)
        found = [(self.name(key), value) for key, value in own if key not in general and value is not None]
        return [(name, value) for name, value in found if usual != {value}]

    def _titles(self) -> dict[str, str]:
        scheme = self.scheme
        classes = {name: title for name, (_, title) in scheme.classes.items()}
        return {**scheme.groups, **classes, **scheme.tags, **scheme.site_types}


@dataclass(frozen=True, slots=True)
class AudienceSpeaker(Speaker):
    """Says rules as they are for all units of some groups: numbers that differ are all given, each with its name."""

    audience: Audience

    def number(self, value: Quantity, form: Callable[[Decimal], str]) -> str:
        """Return the number, or all of them in brackets."""
        values = self.audience.values(value)
        if not values:
            return UNSAID
        if len(values) == 1 and not values[0][0]:
            return form(values[0][1])
        said = "；".join(f"{name or USUAL}为{form(number)}" for name, number in values)
        return f"（{said}）"


def speaker_for(audience: Audience) -> AudienceSpeaker:
    """Return the speaker of an audience."""
    return AudienceSpeaker(audience.scheme, audience.units()[0], audience)
