"""Compares parts, indicators, vetoes and adjustments of two schemes, matched by id."""

from collections.abc import Iterator
from dataclasses import dataclass

from kaoping.schemes.difference.change import CHANGED, Change
from kaoping.schemes.difference.fields import Pairing, came_or_went, different, matched, reordered
from kaoping.schemes.model import Adjustment, Node, Part, Scheme, Veto

INHERITED = ("clause", "method", "scope", "materials")
_PLACES = frozenset({"id", "path"})
_OF_NODE = _PLACES | {"children", *INHERITED}
_OF_OWNER = _PLACES | {"nodes", "vetoes", "adjust"}


@dataclass(frozen=True, slots=True)
class _Standing:
    """An indicator with what stands around it."""

    node: Node
    parent: Node | Part | Adjustment
    part: str


def tree_changes(pairing: Pairing) -> Iterator[Change]:
    """Yield changes part by part in the newer order, then the vetoes and adjustments of the whole.

    Indicators are compared wherever they stand, so that one that moved to another part is moved, not lost.
    """
    changes = _TreeChanges(pairing)
    for old, new in matched(pairing.old.parts, pairing.new.parts, lambda part: part.id):
        yield from changes.part(old, new)
    yield from reordered(_whole("part"), *([part.id for part in one.parts] for one in (pairing.old, pairing.new)))
    yield from changes.vetoes(pairing.old.vetoes, pairing.new.vetoes, "")
    yield from changes.adjustments(pairing.old.adjust, pairing.new.adjust, "")


class _TreeChanges:
    def __init__(self, pairing: Pairing) -> None:
        self.pairing = pairing
        self.old = {one.node.id: one for one in _standings(pairing.old)}
        self.new = {one.node.id: one for one in _standings(pairing.new)}

    def part(self, old: Part | None, new: Part | None) -> Iterator[Change]:
        """Changes of a part and of everything in it; what was taken out of it comes last."""
        part = new or old
        assert part is not None
        about = Change(CHANGED, "part", part.id, part.title, part=part.id, clause=part.clause)
        gone = came_or_went(about, old, new)
        if gone is not None:
            yield gone
        if old is not None and new is not None:
            yield from self.pairing.changed_fields(about, old, new, _OF_OWNER)
        yield from self.below(old.nodes if old else (), new.nodes if new else ())
        if new is not None:
            yield from self.vetoes(old.vetoes if old else (), new.vetoes, part.id)
            yield from self.adjustments(old.adjust if old else (), new.adjust, part.id)
        elif old is not None:
            yield from self.vetoes(old.vetoes, (), part.id)
            yield from self.adjustments(old.adjust, (), part.id)
        if old is not None and new is not None:
            yield from reordered(about, [node.id for node in old.nodes], [node.id for node in new.nodes])

    def below(self, old: tuple[Node, ...], new: tuple[Node, ...]) -> Iterator[Change]:
        for node in new:
            yield from self.indicator(node)
        for node in old:
            for inner in node.walk():
                if inner.id not in self.new:
                    yield self._of(self.old[inner.id], old=inner, kind="removed")

    def indicator(self, node: Node) -> Iterator[Change]:
        new, old = self.new[node.id], self.old.get(node.id)
        if old is None:
            yield self._of(new, new=node, kind="added")
        else:
            yield from self._changed(old, new)
        for child in node.children:
            yield from self.indicator(child)
        if old is not None:
            about = self._of(new)
            yield from reordered(about, [one.id for one in old.node.children], [one.id for one in node.children])

    def vetoes(self, old: tuple[Veto, ...], new: tuple[Veto, ...], part: str) -> Iterator[Change]:
        for before, after in matched(old, new, lambda veto: veto.id):
            veto = after or before
            assert veto is not None
            about = Change(CHANGED, "veto", veto.id, veto.title, part=part, clause=veto.clause)
            gone = came_or_went(about, before, after)
            if gone is not None:
                yield gone
            else:
                yield from self.pairing.changed_fields(about, before, after, _PLACES)
        about = Change(CHANGED, "veto", part, "", part=part)
        yield from reordered(about, [veto.id for veto in old], [veto.id for veto in new])

    def adjustments(self, old: tuple[Adjustment, ...], new: tuple[Adjustment, ...], part: str) -> Iterator[Change]:
        for before, after in matched(old, new, lambda one: one.id):
            adjustment = after or before
            assert adjustment is not None
            about = Change(CHANGED, "adjustment", adjustment.id, adjustment.title, part=part, clause=adjustment.clause)
            gone = came_or_went(about, before, after)
            if gone is not None:
                yield gone
            told = [] if gone is not None else list(self.pairing.changed_fields(about, before, after, _OF_OWNER))
            yield from told
            inside = self.below(before.nodes if before else (), after.nodes if after else ())
            yield from (change for change in inside if not _told_of_owner(change, told))
            if before is not None and after is not None:
                yield from reordered(about, [node.id for node in before.nodes], [node.id for node in after.nodes])
        about = Change(CHANGED, "adjustment", part, "", part=part)
        yield from reordered(about, [one.id for one in old], [one.id for one in new])

    def _changed(self, old: _Standing, new: _Standing) -> Iterator[Change]:
        about = self._of(new)
        if (old.parent.id, old.part) != (new.parent.id, new.part):
            yield self._of(new, old=old.parent, new=new.parent, field="parent")
        yield from self.pairing.changed_fields(about, old.node, new.node, _OF_NODE)
        for field in INHERITED:
            pair = getattr(old.node, field), getattr(new.node, field)
            if different(*pair) and not self._handed_down(old, new, field):
                yield self._of(new, old=pair[0], new=pair[1], field=field)

    def _handed_down(self, old: _Standing, new: _Standing, field: str) -> bool:
        """Whether the change follows from one above that is told already: of the parent's field, or of a title."""
        if field == "clause":
            return all(one.node.clause == _inherited_clause(one) for one in (old, new))
        if not isinstance(old.parent, Node) or not isinstance(new.parent, Node):
            return False
        pairs = [(getattr(a, field), getattr(b, field)) for a, b in ((old.parent, new.parent), (old.node, new.node))]
        return different(*pairs[0]) and pairs[0] == pairs[1]

    def _of(
        self, one: _Standing, *, kind: str = CHANGED, field: str = "", old: object = None, new: object = None
    ) -> Change:
        node = one.node
        return Change(kind, "indicator", node.id, node.title, field, one.part, node.clause, old=old, new=new)


def _told_of_owner(change: Change, told: list[Change]) -> bool:
    """Whether the only indicator of an adjustment, which has its id and its limit as points, says the same again."""
    field = "limit" if change.field == "points" else change.field
    said = (change.id, field, change.audience, change.old, change.new)
    return any((one.id, one.field, one.audience, one.old, one.new) == said for one in told)


def _inherited_clause(one: _Standing) -> str:
    return f"{one.parent.clause} / {one.node.title}" if one.parent.clause else ""


def _standings(scheme: Scheme) -> Iterator[_Standing]:
    for part in scheme.parts:
        for root in part.nodes:
            yield from _standing(root, part, part.id)
        yield from _of_adjustments(part.adjust, part.id)
    yield from _of_adjustments(scheme.adjust, "")


def _of_adjustments(adjustments: tuple[Adjustment, ...], part: str) -> Iterator[_Standing]:
    for adjustment in adjustments:
        for root in adjustment.nodes:
            yield from _standing(root, adjustment, part)


def _standing(node: Node, parent: Node | Part | Adjustment, part: str) -> Iterator[_Standing]:
    yield _Standing(node, parent, part)
    for child in node.children:
        yield from _standing(child, node, part)


def _whole(subject: str) -> Change:
    return Change(CHANGED, subject, "", "")
