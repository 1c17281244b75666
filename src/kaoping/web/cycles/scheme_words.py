"""A cycle's scheme in words: the printed document for pages, and what it asks of each class, counted."""

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kaoping.measures.questions import concerns, node_scopes
from kaoping.model.roster import RosterUnit
from kaoping.reports.scheme_document.content import build_document
from kaoping.reports.scheme_document.tables import Cell, SchemeDocument, Table, noted, placed
from kaoping.schemes.model import AskSource, CheckSource, ImportSource, LedgerSource, Node, Open, ProviderSource, Scheme
from kaoping.schemes.pieces import names_in
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.scheme_copies import scheme_of

MACHINE, PEOPLE, HANDED_IN, OPEN = "machine", "people", "handed_in", "open"
WAYS = {MACHINE: _("程序检查"), PEOPLE: _("人工测评"), HANDED_IN: _("导入或台账"), OPEN: _("方案未定")}
_BY_SOURCE = {
    CheckSource: MACHINE,
    ProviderSource: MACHINE,
    AskSource: PEOPLE,
    ImportSource: HANDED_IN,
    LedgerSource: HANDED_IN,
}


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as a page sets it: rows of (cell, centred?)."""

    table: Table
    rows: Sequence[Sequence[tuple[Cell, bool]]]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the scheme asks of one class: how many leaf indicators, and in which way they are found out."""

    group: str
    category: str
    title: str
    leaves: int
    ways: tuple[tuple[str, int], ...]


def document_of(cycle: Cycle, groups: tuple[str, ...] = ()) -> SchemeDocument:
    """Return the printed form of a cycle's scheme, for some of its groups (none named: all)."""
    return _built(_Keyed(scheme_of(cycle)), groups)


def shown(table: Table) -> ShownTable:
    """Return a table for a template."""
    rows: list[list[tuple[Cell, bool]]] = [[] for _ in table.rows]
    for top, left, cell in placed(table):
        rows[top].append((cell, table.columns[left].centred or cell.columns > 1))
    return ShownTable(table, rows, noted(table))


def asked_of_classes(scheme: Scheme, titles: dict[tuple[str, str], str]) -> list[Asked]:
    """Return what the scheme asks of each place, in the scheme's order."""
    return list(_asked(_Keyed(scheme), tuple(titles.items())))


class _Keyed:
    """A scheme that is remembered by its digest."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme, self.digest = scheme, scheme.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.digest == self.digest


@functools.lru_cache(maxsize=32)
def _built(scheme: _Keyed, groups: tuple[str, ...]) -> SchemeDocument:
    return build_document(scheme.scheme, groups)


@functools.lru_cache(maxsize=32)
def _asked(keyed: _Keyed, places: tuple[tuple[tuple[str, str], str], ...]) -> tuple[Asked, ...]:
    scheme = keyed.scheme
    scopes = node_scopes(scheme)
    leaves = [node for node in scheme.nodes() if not node.children]
    found = []
    for (group, category), title in places:
        unit = RosterUnit(id="", name="", group=group, class_=category)
        own = [node for node in leaves if concerns((scopes[node.id],), unit)]
        counted = Counter(_way(node, scheme) for node in own)
        found.append(Asked(group, category, title, len(own), tuple((way, counted[way]) for way in WAYS)))
    return tuple(found)


def _way(node: Node, scheme: Scheme) -> str:
    """By whom a leaf is found out: by people as soon as anything of it is."""
    if isinstance(node.rule, Open) or isinstance(node.points, Open):
        return OPEN
    sources = {
        _BY_SOURCE[type(scheme.measures[name].source)] for name in names_in(node.rule) if name in scheme.measures
    }
    for way in (PEOPLE, HANDED_IN, MACHINE):
        if way in sources:
            return way
    return PEOPLE
