"""What hangs on each check of a scheme: a veto, points, or nothing."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from kaoping.measures.params import CheckParameters, Pair, params_key
from kaoping.measures.questions import concerns, node_scopes
from kaoping.model.catalogue import Catalogue
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.model import CheckSource, Node, Scheme, Veto
from kaoping.schemes.pieces import names_in


class Stake(StrEnum):
    """What a finding can cost its unit by a scheme."""

    VETO = "veto"
    SCORED = "scored"
    NOTICE = "notice"


def stakes_of(scheme: Scheme, roster: Roster, catalogue: Catalogue) -> Mapping[Pair, Stake]:
    """Return the gravest stake of each check and set of parameters that the scheme asks for; all others are notices.

    A veto that only labels or bars costs no points itself; it counts as one all the same, as it decides on more.
    """
    vetoes, scored = frozenset(_in_vetoes(scheme)), frozenset(_in_nodes(scheme))
    parameters, found = CheckParameters(scheme), dict[Pair, Stake]()
    for measure in scheme.measures.values():
        stake = Stake.VETO if measure.name in vetoes else Stake.SCORED if measure.name in scored else None
        source = measure.source
        entry = catalogue.checks.get(source.check) if isinstance(source, CheckSource) else None
        if stake is None or entry is None:
            continue
        for params in (parameters.of(measure, entry, unit) for unit in roster.units):
            if params is not None:
                pair = entry.id, params_key(params)
                found[pair] = _graver(found.get(pair, Stake.NOTICE), stake)
    return found


def readers_of(
    scheme: Scheme, unit: RosterUnit, catalogue: Catalogue, pair: Pair
) -> tuple[tuple[Node, ...], tuple[Veto, ...]]:
    """Return the indicators and vetoes that read, for a unit, what one check with one set of parameters finds."""
    parameters, fed = CheckParameters(scheme), set[str]()
    for measure in scheme.measures.values():
        source = measure.source
        entry = catalogue.checks.get(source.check) if isinstance(source, CheckSource) else None
        if entry is None or entry.id != pair[0]:
            continue
        params = parameters.of(measure, entry, unit)
        if params is not None and params_key(params) == pair[1]:
            fed.add(measure.name)
    scopes = node_scopes(scheme)
    nodes = tuple(
        node
        for node in scheme.nodes()
        if not fed.isdisjoint(names_in((node.rule, node.zero_if, node.full_if)))
        and concerns((scopes[node.id],) if node.id in scopes else (), unit)
    )
    return nodes, tuple(veto for veto in _vetoes(scheme) if not fed.isdisjoint(names_in(veto.condition)))


_ORDER = tuple(Stake)


def _graver(one: Stake, other: Stake) -> Stake:
    return min(one, other, key=_ORDER.index)


def _in_vetoes(scheme: Scheme) -> Iterator[str]:
    for veto in _vetoes(scheme):
        yield from names_in(veto.condition)


def _vetoes(scheme: Scheme) -> Iterator[Veto]:
    yield from scheme.vetoes
    for part in scheme.parts:
        yield from part.vetoes


def _in_nodes(scheme: Scheme) -> Iterator[str]:
    for node in scheme.nodes():
        yield from names_in((node.rule, node.zero_if, node.full_if))
