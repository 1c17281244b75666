"""What a unit can appeal against: every deduction in its score tree, and every veto that holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kaoping.analysis.gains import losing
from kaoping.schemes.model import Scheme, Veto
from kaoping.schemes.pieces import names_in
from kaoping.scoring import Results, ScoreNode
from kaoping.web.appeals.models import Appeal
from kaoping.web.results.models import ResultVersion
from kaoping.web.results.versions import results_of_version


@dataclass(frozen=True, slots=True)
class Item:
    """One deduction or veto of one unit: `points` are what was deducted (None for a veto), `node` the leaf it is on.

    `questions` are the names under which people's marks count in it, `findings` the keys of what was counted.
    """

    id: str
    kind: str
    title: str
    points: Decimal | None
    clause: str
    text: str
    questions: tuple[str, ...]
    findings: tuple[str, ...]
    node: ScoreNode | None = None


def items_of(version: ResultVersion, unit: str) -> tuple[Item, ...]:
    """Return what a unit (its code) can appeal against in a version, vetoes first.

    Raises InputError for a unit without a score, StorageError where the sealed results were changed.
    """
    return items_in(results_of_version(version), unit)


def items_in(results: Results, unit: str) -> tuple[Item, ...]:
    """Return the same from results."""
    tree, scheme = results.trace(unit), results.workings.scheme
    held = set(results.unit(unit).vetoes)
    vetoes = (_veto(one, tree) for one in _vetoes(scheme) if one.id in held)
    return (*vetoes, *_deductions(results, unit))


def item_of(version: ResultVersion, unit: str, name: str) -> Item | None:
    """Return one of them by the id of its indicator or veto."""
    return next((one for one in items_of(version, unit) if one.id == name), None)


def names_of(node: ScoreNode) -> tuple[str, ...]:
    """Return the names of marks that a leaf counts: its own, and those of its measures and items."""
    return tuple(dict.fromkeys((node.id, *(node.measures or {}), *(one.id for one in node.items))))


def _deductions(results: Results, unit: str) -> Iterator[Item]:
    for node, path, lost in losing(results, unit):
        if lost > 0:
            title = " › ".join((*path, node.title))
            kind = Appeal.Kind.DEDUCTION.value
            yield Item(node.id, kind, title, lost, node.clause, node.text, names_of(node), node.findings, node)


def _vetoes(scheme: Scheme) -> Iterator[Veto]:
    yield from scheme.vetoes
    for part in scheme.parts:
        yield from part.vetoes


def _veto(one: Veto, tree: ScoreNode) -> Item:
    names = tuple(dict.fromkeys(names_in(one.condition)))
    read = [node.measures[name] for node in _all(tree) if node.measures for name in names if name in node.measures]
    findings = tuple(dict.fromkeys(key for reading in read for key in reading.findings))
    return Item(one.id, Appeal.Kind.VETO.value, one.title, None, one.clause, one.text, names, findings)


def _all(node: ScoreNode) -> Iterator[ScoreNode]:
    yield node
    for child in node.children:
        yield from _all(child)
