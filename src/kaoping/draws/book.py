"""All draws of an assessment together, as measures, scoring and people read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kaoping.draws.sealed_text import read_sealed
from kaoping.draws.values import INDICATORS, SAMPLE, Candidate, DrawResult, Pool, PoolName
from kaoping.measures.inputs import Draw
from kaoping.model.errors import InputError
from kaoping.model.roster import Roster


@dataclass(frozen=True, slots=True)
class Proof:
    """What a draw can be checked by: the hashes that were published, and the round it belongs to."""

    commitment: str
    seal: str
    seed: str
    round: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn from one pool, the first drawn first."""

    pool: Pool
    items: tuple[Candidate, ...]
    proof: Proof


@dataclass(frozen=True, slots=True)
class DrawBook:
    """Draws by the name of their pool; empty where nothing has been drawn."""

    drawn: Mapping[PoolName, Drawn] = field(default_factory=dict)

    def of(self, sample: str, unit: str) -> tuple[Drawn, ...]:
        """Return the draws of a sample for a unit: one, or one for each period."""
        found = [one for name, one in self.drawn.items() if (name.kind, name.id, name.unit) == (SAMPLE, sample, unit)]
        return tuple(sorted(found, key=lambda one: one.pool.name.period))

    def samples(self, roster: Roster) -> tuple[Draw, ...]:
        """Return the draws of samples for the measure table; a body that is on the roster brings its main site."""
        sites = {unit.id: unit.sites[0] for unit in roster.units if unit.sites}
        return tuple(
            Draw(
                sample=name.id,
                unit=name.unit,
                period=name.period,
                candidates=tuple(one.id for one in drawn.pool.candidates),
                chosen=tuple(one.id for one in drawn.items),
                sites=tuple(sites.get(one.id, one.id) for one in drawn.items),
                seed=drawn.proof.seed,
            )
            for name, drawn in self.drawn.items()
            if name.kind == SAMPLE
        )

    def indicators(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Return node id → unit id (or `*` for all) → ids of the children drawn, for scoring."""
        found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for name, drawn in self.drawn.items():
            if name.kind == INDICATORS:
                found[name.id][name.unit] = tuple(one.id for one in drawn.items)
        return dict(found)


def bind(results: Iterable[DrawResult]) -> DrawBook:
    """Return the draws of several rounds together. Raises InputError where two rounds drew from the same pool.

    The results must be such that `verify.follows` finds nothing wrong with them.
    """
    drawn: dict[PoolName, Drawn] = {}
    for result in results:
        sealed = read_sealed(result.sealed_text)
        proof = Proof(sealed.commitment, result.seal, result.seed, sealed.round)
        chosen = {one.pool: one.items for one in result.chosen}
        for pool in sealed.pools:
            if pool.name in drawn:
                first, second = (name or "未命名" for name in (drawn[pool.name].proof.round, sealed.round))
                raise InputError(f"“{pool.title}”在两轮（{first}、{second}）中都抽过；请只用其中一轮的结果。")
            known = {candidate.id: candidate for candidate in pool.candidates}
            drawn[pool.name] = Drawn(pool, tuple(known[item] for item in chosen[pool.name.label]), proof)
    return DrawBook(drawn)
