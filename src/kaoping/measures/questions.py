"""What people must answer for a scheme: asked measures, and nodes that an assessor, a panel or the office marks."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from kaoping.model.roster import RosterUnit
from kaoping.schemes.expressions import Name
from kaoping.schemes.model import (
    Applies,
    AskSource,
    Criterion,
    Manual,
    Measure,
    Node,
    Open,
    Panel,
    Part,
    Quantity,
    Rule,
    Sample,
    Scheme,
    Share,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked of every unit that it applies to.

    `name` is a measure name or a node id. `limit` is the greatest mark: the leaf's points, a criterion's share of them
    as `percent`, a panel's scale; None for measures and where the document leaves it open. `several` means that there
    may be many values (a panel's marks, a list). `scope` holds, for each leaf that reads the answer, the `applies_to`
    and `except` that stand on the way to it.
    """

    name: str
    title: str
    text: str
    clause: str
    methods: tuple[str, ...]
    kind: str
    by: str = ""
    each: str = ""
    sample: Sample | None = None
    limit: Quantity | None = None
    percent: Quantity | None = None
    several: bool = False
    scope: tuple[tuple["Limits", ...], ...] = ()

    def concerns(self, unit: RosterUnit) -> bool:
        """Tell whether the question need be asked of `unit`; conditions are taken to hold, as nothing is known yet."""
        return not self.scope or any(all(limit.includes(unit) for limit in path) for path in self.scope)


@dataclass(frozen=True, slots=True)
class Limits:
    """`applies_to` and `except` of one part or node."""

    applies_to: Applies | None
    except_: Applies | None

    def includes(self, unit: RosterUnit) -> bool:
        names = set(unit.keys()) - {"default"}
        if self.except_ is not None and names & set(self.except_.names):
            return False
        return self.applies_to is None or not self.applies_to.names or bool(names & set(self.applies_to.names))


@dataclass(frozen=True, slots=True)
class _Standing:
    """A node with the limits on the way down to it."""

    node: Node
    path: tuple[Limits, ...]


def questions(scheme: Scheme) -> tuple[Question, ...]:
    """Return all questions in document order: each measure at the first leaf that reads it, unread ones last."""
    standing = tuple(_nodes(scheme))
    readers: dict[str, list[_Standing]] = {}
    for place in standing:
        for name in dict.fromkeys(names_in((place.node.rule, place.node.zero_if, place.node.full_if))):
            readers.setdefault(name, []).append(place)
    found: dict[str, Question] = {}
    for part in scheme.parts:
        if part.open is not None and not part.nodes:
            found[part.id] = _open_part(part)
    for place in standing:
        for name in dict.fromkeys(names_in((place.node.rule, place.node.zero_if, place.node.full_if))):
            measure = scheme.measures.get(name)
            if measure is not None and isinstance(measure.source, AskSource) and name not in found:
                found[name] = _asked(measure, measure.source, readers[name])
        found.update((question.name, question) for question in _marked(place))
    for name, measure in scheme.measures.items():
        if isinstance(measure.source, AskSource) and name not in found:
            found[name] = _asked(measure, measure.source, [])
    return tuple(found.values())


def names_in(value: object) -> Iterator[str]:
    """Yield the names of all measures that expressions anywhere within `value` read."""
    if isinstance(value, Name):
        yield value.name
    elif isinstance(value, tuple):
        for item in value:
            yield from names_in(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from names_in(getattr(value, part.name))


def _nodes(scheme: Scheme) -> Iterator[_Standing]:
    for part in scheme.parts:
        limits = (Limits(part.applies_to, part.except_),)
        for root in (*part.nodes, *(node for adjustment in part.adjust for node in adjustment.nodes)):
            yield from _walk(root, limits)
    for adjustment in scheme.adjust:
        for root in adjustment.nodes:
            yield from _walk(root, ())


def _walk(node: Node, above: tuple[Limits, ...]) -> Iterator[_Standing]:
    path = above
    if node.applies_to is not None or node.except_ is not None:
        path = (*above, Limits(node.applies_to, node.except_))
    yield _Standing(node, path)
    for child in node.children:
        yield from _walk(child, path)


def _asked(measure: Measure, source: AskSource, readers: list[_Standing]) -> Question:
    first = readers[0].node if readers else None
    return Question(
        name=measure.name,
        title=measure.title or source.question,
        text=source.question,
        clause=measure.clause or (first.clause if first else ""),
        methods=source.methods or (first.method if first else ()),
        kind=measure.kind,
        by=measure.by,
        each=measure.each,
        sample=measure.sample,
        several=measure.kind == "list",
        scope=tuple(reader.path for reader in readers),
    )


def _marked(place: _Standing) -> Iterator[Question]:
    node = place.node
    if not node.children and _by_hand(node.rule):
        points = None if isinstance(node.points, Open) else node.points
        yield _mark(node.id, node.title, node, place, limit=points, rule=node.rule)
    if isinstance(node.rule, Share):
        for criterion in node.rule.criteria:
            if criterion.of is None and criterion.condition is None and _by_hand(criterion.rule):
                yield _criterion(criterion, place)


def _by_hand(rule: Rule | None) -> bool:
    return rule is None or isinstance(rule, Manual | Panel | Open)


def _criterion(criterion: Criterion, place: _Standing) -> Question:
    limits = (*place.path, Limits(criterion.applies_to, None))
    title = f"{place.node.title}：{criterion.title}"
    points = None if isinstance(place.node.points, Open) else place.node.points
    inner = _Standing(place.node, limits)
    found = _mark(criterion.id, title, place.node, inner, limit=points, rule=criterion.rule)
    percent = None if isinstance(criterion.rule, Panel) else criterion.percent
    return Question(
        **{item.name: getattr(found, item.name) for item in fields(found)}
        | {"percent": percent, "clause": criterion.clause or found.clause, "text": criterion.title}
    )


def _mark(
    name: str, title: str, node: Node, place: _Standing, *, limit: Quantity | None, rule: Rule | None
) -> Question:
    panel = rule if isinstance(rule, Panel) else None
    reason = f"（{rule.reason}）" if isinstance(rule, Open) else ""
    return Question(
        name=name,
        title=title,
        text=(node.text or node.title) + reason,
        clause=node.clause,
        methods=node.method,
        kind="list" if panel else "number",
        limit=panel.scale if panel else limit,
        several=panel is not None,
        scope=(place.path,),
    )


def _open_part(part: Part) -> Question:
    return Question(
        name=part.id,
        title=part.title,
        text=part.open.reason if part.open else "",
        clause=part.clause,
        methods=(),
        kind="number",
        limit=None if isinstance(part.points, Open) else part.points,
        scope=((Limits(part.applies_to, part.except_),),),
    )
