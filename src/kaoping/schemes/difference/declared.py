"""Compares what two schemes declare beside their tree: groups, parameters, measures, samples, totals, grades."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kaoping.schemes.difference.change import CHANGED, Change
from kaoping.schemes.difference.fields import Pairing, came_or_went, different, matched, reordered
from kaoping.schemes.difference.uses import Uses, unsampled
from kaoping.schemes.model import ByKey, Conversion, Measure, Parameter, ParamRef

_HEAD = ("id", "edition", "title", "note", "rank_by", "no_site")
_WORDS = {"groups": "group", "tags": "tag", "bodies": "body", "site_types": "site_type"}


def declared_changes(pairing: Pairing) -> Iterator[Change]:
    """Yield changes of the head, the kinds of units, what rules read, and how totals, ranks and grades are made."""
    yield from _head(pairing)
    for field, subject in _WORDS.items():
        yield from _words(subject, getattr(pairing.old, field), getattr(pairing.new, field))
    yield from _classes(pairing)
    yield from _unit_lists(pairing)
    yield from _Read(pairing).changes()
    total = Change(CHANGED, "total", "total", "")
    yield from pairing.changed_fields(total, pairing.old.total, pairing.new.total, frozenset())
    yield from _grades(pairing)
    yield from _conversions(pairing)


def _head(pairing: Pairing) -> Iterator[Change]:
    old, new = pairing.old, pairing.new
    about = Change(CHANGED, "scheme", new.id, new.title)
    for field in _HEAD:
        if different(getattr(old, field), getattr(new, field)):
            yield replace(about, field=field, old=getattr(old, field), new=getattr(new, field))
    for key in dict.fromkeys((*new.basis, *old.basis)):
        before, after = old.basis.get(key, ""), new.basis.get(key, "")
        if before != after:
            yield replace(about, field=f"basis.{key}", old=before, new=after)


def _words(subject: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys((*new, *old)):
        about = Change(CHANGED, subject, name, new.get(name, old.get(name, "")))
        gone = came_or_went(about, old.get(name), new.get(name))
        if gone is not None:
            yield gone
        elif old[name] != new[name]:
            yield replace(about, field="title", old=old[name], new=new[name])


def _classes(pairing: Pairing) -> Iterator[Change]:
    old, new = pairing.old.classes, pairing.new.classes
    yield from _words("class", *({name: title for name, (_, title) in one.items()} for one in (old, new)))
    for name in new:
        if name in old and old[name][0] != new[name][0]:
            yield Change(CHANGED, "class", name, new[name][1], "of", old=old[name][0], new=new[name][0])


def _unit_lists(pairing: Pairing) -> Iterator[Change]:
    """Who is named under each group and class, and by which clause."""
    old, new = pairing.old, pairing.new
    titles = {**new.groups, **{name: title for name, (_, title) in new.classes.items()}}
    for key in dict.fromkeys((*new.units, *old.units)):
        clause = new.unit_clauses.get(key) or old.unit_clauses.get(key, "")
        about = Change(CHANGED, "units", key, titles.get(key, key), clause=clause)
        gone = came_or_went(about, old.units.get(key), new.units.get(key))
        if gone is not None:
            yield gone
            continue
        if old.units[key] != new.units[key]:
            yield replace(about, field="names", old=old.units[key], new=new.units[key])
        clauses = old.unit_clauses.get(key, ""), new.unit_clauses.get(key, "")
        if clauses[0] != clauses[1]:
            yield replace(about, field="clause", old=clauses[0], new=clauses[1])


def _grades(pairing: Pairing) -> Iterator[Change]:
    old, new = pairing.old.grades, pairing.new.grades
    for before, after in matched(old, new, lambda grade: grade.title):
        grade = after or before
        assert grade is not None
        about = Change(CHANGED, "grade", grade.title, grade.title)
        gone = came_or_went(about, before, after)
        if gone is not None:
            yield gone
        else:
            yield from pairing.changed_fields(about, before, after, frozenset())
    yield from reordered(Change(CHANGED, "grade", "", ""), *([grade.title for grade in one] for one in (old, new)))


def _conversions(pairing: Pairing) -> Iterator[Change]:
    def name(one: Conversion) -> str:
        return f"{one.from_} {one.title}"

    old, new = pairing.old.convert, pairing.new.convert
    for before, after in matched(old, new, name):
        one = after or before
        assert one is not None
        about = Change(CHANGED, "conversion", one.from_, one.title)
        gone = came_or_went(about, before, after)
        if gone is not None:
            yield gone
        else:
            yield from pairing.changed_fields(about, before, after, frozenset({"from_"}))
    yield from reordered(Change(CHANGED, "conversion", "", ""), *([name(one) for one in each] for each in (old, new)))


class _Read:
    """Parameters, measures, samples and checklists, told where they are read."""

    def __init__(self, pairing: Pairing) -> None:
        self.pairing = pairing
        self.uses = Uses(pairing.old), Uses(pairing.new)

    def changes(self) -> Iterator[Change]:
        old, new = self.pairing.old, self.pairing.new
        for subject, before, after in (
            ("parameter", old.parameters, new.parameters),
            ("measure", old.measures, new.measures),
            ("sample", old.samples, new.samples),
            ("checklist", old.checklists, new.checklists),
        ):
            for name in dict.fromkeys((*after, *before)):
                yield from self._one(subject, name, _get(before, name), _get(after, name))
        yield from self._checklist_clauses()

    def _one(self, subject: str, name: str, old: Any, new: Any) -> Iterator[Change]:
        about = self._about(subject, name, old if new is None else new, removed=new is None)
        gone = came_or_went(about, old, new)
        if gone is not None:
            yield gone
        elif isinstance(new, Parameter):
            yield from self._parameter(about, old, new)
        elif isinstance(new, Measure):
            yield from self.pairing.changed_fields(about, old, new, frozenset({"name", "sample"}))
            samples = unsampled(old, self.pairing.old), unsampled(new, self.pairing.new)
            if different(*samples):
                yield replace(about, field="sample", old=samples[0], new=samples[1])
        elif isinstance(new, Mapping):
            for unit in dict.fromkeys((*new, *old)):
                if new.get(unit) != old.get(unit):
                    yield replace(about, field=unit, old=old.get(unit, ()), new=new.get(unit, ()))
        else:
            yield from self.pairing.changed_fields(about, old, new, frozenset({"id"}))

    def _parameter(self, about: Change, old: Parameter, new: Parameter) -> Iterator[Change]:
        yield from self.pairing.changed_fields(about, old, new, frozenset({"name", "value"}))
        about = replace(about, field="value")
        if all(isinstance(one.value, Decimal | ByKey | ParamRef) for one in (old, new)):
            yield from self.pairing.changed_number(about, old.value, new.value)
        elif different(old.value, new.value):
            yield replace(about, old=old.value, new=new.value)

    def _checklist_clauses(self) -> Iterator[Change]:
        old, new = self.pairing.old.checklist_clauses, self.pairing.new.checklist_clauses
        for name in self.pairing.new.checklists:
            if name in self.pairing.old.checklists and old.get(name, "") != new.get(name, ""):
                about = self._about("checklist", name, {}, removed=False)
                yield replace(about, field="clause", old=old.get(name, ""), new=new.get(name, ""))

    def _about(self, subject: str, name: str, thing: Any, *, removed: bool) -> Change:
        readers = self.uses[0 if removed else 1].of(subject, name)
        parts = set(readers.values())
        scheme = self.pairing.old if removed else self.pairing.new
        clause = scheme.checklist_clauses.get(name, "") if subject == "checklist" else thing.clause
        return Change(
            CHANGED,
            subject,
            name,
            getattr(thing, "title", "") or name,
            part=next(iter(parts)) if len(parts) == 1 else "",
            clause=clause,
            uses=tuple(readers),
        )


def _get(things: Mapping[str, Any], name: str) -> Any:
    return things.get(name)
