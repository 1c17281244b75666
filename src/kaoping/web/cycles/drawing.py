"""What a cycle draws: which pools its scheme asks for, which candidates the registry has, what was drawn so far."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from kaoping.draws.book import DrawBook, bind
from kaoping.draws.documents import commitment_object, result_object, revealed_object
from kaoping.draws.plans import PoolPlan, plan_pools, samples_of
from kaoping.draws.sealed_text import read_sealed
from kaoping.draws.values import SAMPLE, Candidate, Chosen, Commitment, DrawResult, Pool, Revealed
from kaoping.draws.verify import Published
from kaoping.schemes.model import Scheme
from kaoping.web.cycles.models import Cycle, Draw, DrawRound
from kaoping.web.cycles.roster import roster_of
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.cycles.secret_box import opened
from kaoping.web.registry.models import Unit
from kaoping.worktime import in_beijing

_TOWNS = ("乡", "镇", "街道")


def asks_for_draws(scheme: Scheme) -> bool:
    """Tell whether a scheme has anything drawn."""
    return bool(samples_of(scheme)) or any(node.draw is not None for node in scheme.nodes())


def plans_of(cycle: Cycle) -> tuple[PoolPlan, ...]:
    """Return every draw that the cycle's units need, in the scheme's order. Raises SchemeError."""
    return plan_pools(scheme_of(cycle), roster_of(cycle))


def open_plans(cycle: Cycle, draw: Draw) -> list[PoolPlan]:
    """Return the draws that no round has sealed yet; those that recur are always open."""
    sealed = {pool.name for one in draw.rounds.all() for pool in read_sealed(one.sealed_text).pools}
    return [plan for plan in plans_of(cycle) if plan.every or plan.name not in sealed]


def own_pools(cycle: Cycle, plans: Sequence[PoolPlan]) -> Iterator[Pool]:
    """Yield the pools whose candidates need no list: drawn indicators, and bodies that the registry has.

    A unit's bodies are those that name it as their superior, and towns of its region that are not ranked. A unit
    without any gets no pool: whether there is really nothing to draw from is for people to say.
    """
    bodies = _bodies(cycle)
    for plan in plans:
        found = plan.children if plan.children else tuple(bodies.get(plan.name.id, {}).get(plan.name.unit, ()))
        if found and not plan.every:
            yield Pool(plan.name, plan.n, plan.title, found)


def result_of(one: DrawRound) -> DrawResult | None:
    """Return what a round has drawn; None before it is drawn."""
    if one.drawn_at is None:
        return None
    chosen = tuple(Chosen(entry["pool"], tuple(entry["items"])) for entry in one.result)
    return DrawResult(one.sealed_text, one.seal, one.seed, one.public, in_beijing(one.drawn_at), chosen)


def draw_book(cycle: Cycle) -> DrawBook:
    """Return all draws of a cycle as measures and scoring take them."""
    rounds = DrawRound.objects.filter(draw__cycle=cycle, drawn_at__isnull=False)
    return bind(result for one in rounds if (result := result_of(one)) is not None)


def published_files(draw: Draw) -> Mapping[str, Callable[[], object]]:
    """Return what may be published, named as by `kaoping draw`: file → what makes its text, or an object for JSON.

    A list may be long: nothing is made before it is asked for.
    """
    files: dict[str, Callable[[], object]] = {"commitment.json": lambda: commitment_object(commitment_of(draw))}
    for pk, name, drawn in draw.rounds.values_list("pk", "name", "drawn_at"):
        suffix = f"-{name}" if name else ""
        files[f"sealed{suffix}.txt"] = partial(_sealed_file, pk)
        if drawn is not None:
            files[f"draws{suffix}.json"] = partial(_result_file, pk)
    revealed = revealed_of(draw)
    if revealed is not None:
        files["reveal.json"] = partial(revealed_object, revealed)
    return files


def _sealed_file(pk: int) -> str:
    return DrawRound.objects.get(pk=pk).sealed_text


def _result_file(pk: int) -> Mapping[str, object]:
    result = result_of(DrawRound.objects.get(pk=pk))
    assert result is not None  # only drawn rounds have this file
    return result_object(result)


def published(draw: Draw, one: DrawRound, noted_commitment: str = "", noted_seal: str = "") -> Published:
    """Return what an outsider holds of one round, with the hashes that they wrote down."""
    held = (commitment_of(draw), one.sealed_text, result_of(one), revealed_of(draw))
    return Published(*held, noted_commitment, noted_seal)


def commitment_of(draw: Draw) -> Commitment:
    """Return what is published when a draw is committed to."""
    return Commitment(draw.commitment, draw.public_source, _second(draw.committed_at))


def revealed_of(draw: Draw) -> Revealed | None:
    """Return the secret as published; None before it is revealed."""
    if draw.revealed_at is None:
        return None
    return Revealed(opened(draw.secret, draw.commitment), _second(draw.revealed_at))


def _second(moment: datetime) -> datetime:
    return in_beijing(moment).replace(microsecond=0)


def _bodies(cycle: Cycle) -> Mapping[str, Mapping[str, list[Candidate]]]:
    """Sample → unit → bodies, for the samples that are taken of bodies."""
    scheme = scheme_of(cycle)
    of_bodies = [sample for sample in samples_of(scheme).values() if sample.bodies]
    found: dict[str, dict[str, list[Candidate]]] = {sample.id: defaultdict(list) for sample in of_bodies}
    if not of_bodies:
        return found
    within = Unit.objects.filter(region__path__startswith=cycle.body.path, active=True, ranked=False)
    governments = _governments(cycle)
    for unit in within.select_related("superior", "region"):
        owner = _owner(unit, governments)
        for sample in of_bodies:
            towns = any(word in scheme.bodies.get(sample.bodies, "") for word in _TOWNS)
            if owner and towns == (unit.kind == Unit.Kind.TOWN):
                found[sample.id][owner].append(Candidate(unit.code, unit.name))
    return found


def _owner(unit: Unit, governments: Mapping[int, str]) -> str:
    """The code of the unit that a body is drawn for: its superior, or the government of its region or the one above."""
    if unit.superior is not None:
        return unit.superior.code
    return governments.get(unit.region_id) or governments.get(unit.region.parent_id or 0) or ""


def _governments(cycle: Cycle) -> Mapping[int, str]:
    """Region → code of the government that is assessed for it."""
    rows = cycle.participants.filter(unit__kind=Unit.Kind.GOVERNMENT).order_by()
    return dict(rows.values_list("unit__region", "unit__code"))


def pools_by_sample(plans: Sequence[PoolPlan]) -> list[tuple[str, str, int, bool]]:
    """Return (kind, id, how many pools, whether people must list candidates) of each thing that is drawn."""
    counted: dict[tuple[str, str, bool], int] = defaultdict(int)
    for plan in plans:
        counted[plan.name.kind, plan.name.id, not plan.children] += 1
    return [(kind, name, count, listed and kind == SAMPLE) for (kind, name, listed), count in counted.items()]
