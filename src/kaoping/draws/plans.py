"""Which draws a scheme asks for on a roster: for whom, how many, of what; before anybody names candidates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kaoping.draws.plain_text import plain
from kaoping.draws.values import EVERYONE, INDICATORS, SAMPLE, Candidate, PoolName
from kaoping.measures.questions import concerns, node_scopes, reading_scopes
from kaoping.model.errors import Problem, SchemeError
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.model import Node, Quantity, Sample, Scheme
from kaoping.schemes.quantities import resolve
from kaoping.schemes.standing import is_judged

OF_TITLES = {  # what samples are taken of, as the schemes of the library name it
    "service_guides": "办事服务事项",
    "policy_documents": "政策文件",
    "interpretations": "解读稿",
    "messages": "已公开的网民留言",
    "pages": "内容页面",
    "subordinate_articles": "下级网站的信息",
    "subordinate_services": "下级网站的服务事项",
    "repost_requests": "要求转载的重要信息",
}


@dataclass(frozen=True, slots=True)
class PoolPlan:
    """One draw of `n`. `every` is month, quarter or year where it recurs (each period has a pool of its own).

    `children` are the candidates of a draw of indicators; those of a sample are named by people.
    """

    name: PoolName  # without period
    n: int
    title: str
    every: str = ""
    children: tuple[Candidate, ...] = ()


def plan_pools(scheme: Scheme, roster: Roster) -> tuple[PoolPlan, ...]:
    """Return every draw that the units of a roster need, in the scheme's order.

    Units that are not judged need none, nor do those that nothing concerns which reads the sample. Raises SchemeError
    where a number is missing for a unit or not whole.
    """
    units = [unit for unit in roster.units if is_judged(unit, scheme)]
    return (*_samples(scheme, units), *_indicators(scheme, units))


def samples_of(scheme: Scheme) -> dict[str, Sample]:
    """Return the samples that measures use, those written within a measure included, by id."""
    return {measure.sample.id: measure.sample for measure in scheme.measures.values() if measure.sample is not None}


def _samples(scheme: Scheme, units: Sequence[RosterUnit]) -> Iterator[PoolPlan]:
    scopes = reading_scopes(scheme)
    for sample in samples_of(scheme).values():
        _check_id(sample, scheme)
        readers = [one for one in scheme.measures.values() if one.sample is not None and one.sample.id == sample.id]
        paths = [path for measure in readers for path in scopes.get(measure.name, ())]
        if not paths:
            continue  # nothing reads it: nobody need be drawn
        numbers = [*([("", sample.n)] if sample.n is not None else []), *sample.every]
        for unit in (one for one in units if concerns(paths, one)):
            title = f"{unit.name}：{_of(sample, scheme)}"
            name = PoolName(SAMPLE, sample.id, unit.id)
            yield from (PoolPlan(name, _whole(n, unit, scheme, sample.id), title, every) for every, n in numbers)


def _check_id(sample: Sample, scheme: Scheme) -> None:
    """An id goes into the names of pools, which are written in parts."""
    if "/" in sample.id or plain(sample.id) != sample.id or " " in sample.id:
        message = f"抽样编号“{plain(sample.id)}”不能含“/”、空白和不可见字符"
        raise SchemeError((Problem(message, scheme.id, where=plain(sample.id), code="draw"),))


def _of(sample: Sample, scheme: Scheme) -> str:
    return scheme.bodies.get(sample.bodies, sample.bodies) or OF_TITLES.get(sample.of, sample.of)


def _indicators(scheme: Scheme, units: Sequence[RosterUnit]) -> Iterator[PoolPlan]:
    scopes = node_scopes(scheme)
    for node in scheme.nodes():
        if node.draw is None:
            continue
        concerned = [unit for unit in units if concerns((scopes[node.id],), unit)]
        numbers = {unit.id: _whole(node.draw.children, unit, scheme, node.id) for unit in concerned}
        if node.draw.per == "unit":
            for unit in concerned:
                own = [child for child in node.children if concerns((scopes[child.id],), unit)]
                name = PoolName(INDICATORS, node.id, unit.id)
                yield PoolPlan(name, numbers[unit.id], f"{unit.name}：{node.title}", children=_candidates(own))
        elif concerned:
            name = PoolName(INDICATORS, node.id, EVERYONE)
            yield PoolPlan(name, _one(numbers.values(), node, scheme), node.title, children=_candidates(node.children))


def _candidates(nodes: Iterable[Node]) -> tuple[Candidate, ...]:
    return tuple(Candidate(node.id, node.title) for node in nodes)


def _one(numbers: Iterable[int], node: Node, scheme: Scheme) -> int:
    found = sorted(set(numbers))
    if len(found) > 1:
        message = f"统一抽取时各单位的个数应相同，现有{'、'.join(map(str, found))}；请改为 per: unit 或写成同一个数"
        raise SchemeError((Problem(message, scheme.id, where=node.id, code="draw"),))
    return found[0]


def _whole(quantity: Quantity, unit: RosterUnit, scheme: Scheme, where: str) -> int:
    number = resolve(quantity, unit, scheme)
    if number != int(number) or number < 0:
        raise SchemeError(
            (Problem(f"抽取个数应是整数，“{unit.name}”的是 {number}", scheme.id, where=where, code="draw"),)
        )
    return int(number)
