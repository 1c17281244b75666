"""What people must answer for a scheme: asked measures, and nodes that an assessor, a panel or the office marks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kaoping.model.roster import RosterUnit
from kaoping.schemes.model import (
    Adjustment,
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
    stated,
)
from kaoping.schemes.pieces import names_in

GAINED, TAKEN = "得分", "扣分"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked of every unit that it applies to.

    `name` is a measure name or a node id; `criterion` the indicator (title and 评分细则) it is asked for. `limit` is
    the greatest mark: the leaf's points, a criterion's share of them as `percent`, a panel's scale; None for measures
    and where the document leaves it open. `several` means that there may be many values (a panel's marks, a list).
    `scope` holds, for each leaf that reads the answer, the `applies_to` and `except` on the way to it; `origins` what
    the answer is needed for there, where more than one leaf reads it.
    """

    name: str
    title: str
    text: str
    criterion: str
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
    origins: tuple["Origin", ...] = ()

    def put_to(self, unit: RosterUnit) -> "Question":
        """Return the question with criterion, clause and methods of the first leaf that needs the answer of `unit`."""
        for path, origin in zip(self.scope, self.origins, strict=False):
            if all(limit.includes(unit) for limit in path):
                return replace(self, criterion=origin.criterion, clause=origin.clause, methods=origin.methods)
        return self

    def concerns(self, unit: RosterUnit) -> bool:
        """Tell whether the question need be asked of `unit`; conditions are taken to hold, as nothing is known yet."""
        return concerns(self.scope, unit)


def concerns(scope: Iterable[tuple["Limits", ...]], unit: RosterUnit) -> bool:
    """Tell whether any of the paths in `scope` leads to `unit`; no path at all leads to everyone."""
    paths = tuple(scope)
    return not paths or any(all(limit.includes(unit) for limit in path) for path in paths)


def reading_scopes(scheme: Scheme) -> dict[str, tuple[tuple["Limits", ...], ...]]:
    """Return, for each measure that nodes or vetoes read, the limits on the way to each of them."""
    scopes: dict[str, tuple[tuple[Limits, ...], ...]] = {}
    for reader in _readers(scheme):
        for name in reader.measures:
            scopes[name] = (*scopes.get(name, ()), reader.path)
    return scopes


def node_scopes(scheme: Scheme) -> dict[str, tuple["Limits", ...]]:
    """Return, for each indicator, the limits on the way to it, its own included."""
    return {reader.node.id: reader.path for reader in _readers(scheme) if reader.node is not None}


@dataclass(frozen=True, slots=True)
class Origin:
    """What an answer is needed for: criterion, clause and methods of one leaf that reads it."""

    criterion: str
    clause: str
    methods: tuple[str, ...]


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
class _Reader:
    """Something that reads measures: a node or a veto, with the limits on the way to it.

    `gives` says what marks for the node mean: points gained, added (加分), or taken away (扣分, 减分).
    """

    clause: str
    methods: tuple[str, ...]
    measures: tuple[str, ...]
    path: tuple[Limits, ...]
    node: Node | None = None
    gives: str = GAINED


def questions(scheme: Scheme) -> tuple[Question, ...]:
    """Return all questions in document order: each measure where it is first read, those that nothing reads last."""
    readers = tuple(_readers(scheme))
    readers_of: dict[str, list[_Reader]] = {}
    for reader in readers:
        for name in reader.measures:
            readers_of.setdefault(name, []).append(reader)
    found: dict[str, Question] = {
        part.id: _open_part(part, _base_words(scheme)) for part in scheme.parts if part.open and not part.nodes
    }
    for reader in readers:
        for name in reader.measures:
            if name not in found and name in scheme.measures:
                found.update(_asked(scheme.measures[name], readers_of[name]))
        found.update((question.name, question) for question in _marked(reader))
    for name, measure in scheme.measures.items():
        if name not in found:
            found.update(_asked(measure, []))
    return tuple(found.values())


def passed_over(scheme: Scheme, drawn: Mapping[str, Mapping[str, Sequence[str]]], unit: str) -> frozenset[str]:
    """Return the questions that need not be put to a unit, because a draw passed over every indicator that reads them.

    `drawn` is node id → unit id (or `*` for all) → ids of the children drawn. Before a draw any child may count.
    """
    out: set[str] = set()
    for node in scheme.nodes():
        chosen = drawn.get(node.id, {})
        children = chosen.get(unit, chosen.get("*"))
        if children is not None:
            out |= {below.id for child in node.children if child.id not in children for below in child.walk()}
    read: dict[bool, set[str]] = {False: set(), True: set()}
    for reader in _readers(scheme) if out else ():
        names = {*reader.measures, *(question.name for question in _marked(reader))}
        read[reader.node is not None and reader.node.id in out] |= names
    return frozenset(read[True] - read[False])


def _readers(scheme: Scheme) -> Iterator[_Reader]:
    for part in scheme.parts:
        limits = (Limits(part.applies_to, part.except_),)
        for root in part.nodes:
            yield from _walk(root, limits, _base_words(scheme))
        yield from _beside(part.adjust, limits)
        yield from (_Reader(veto.clause, (), tuple(names_in(veto.condition)), limits) for veto in part.vetoes)
    yield from _beside(scheme.adjust, ())
    yield from (_Reader(veto.clause, (), tuple(names_in(veto.condition)), ()) for veto in scheme.vetoes)


def _base_words(scheme: Scheme) -> str:
    return TAKEN if scheme.total.combine == "deductions" else GAINED


def _beside(adjustments: Iterable[Adjustment], limits: tuple[Limits, ...]) -> Iterator[_Reader]:
    for adjustment in adjustments:
        for root in adjustment.nodes:
            yield from _walk(root, limits, "减分" if adjustment.kind == "penalty" else "加分")


def _walk(node: Node, above: tuple[Limits, ...], gives: str) -> Iterator[_Reader]:
    path = above
    if node.applies_to is not None or node.except_ is not None:
        path = (*above, Limits(node.applies_to, node.except_))
    measures = tuple(dict.fromkeys(names_in((node.rule, node.zero_if, node.full_if))))
    yield _Reader(node.clause, node.method, measures, path, node, gives)
    for child in node.children:
        yield from _walk(child, path, gives)


def _asked(measure: Measure, readers: list[_Reader]) -> dict[str, Question]:
    source = measure.source
    if not isinstance(source, AskSource):
        return {}
    origins = tuple(_origin(measure, source, reader) for reader in readers)
    first = origins[0] if origins else Origin("", measure.clause, source.methods)
    return {
        measure.name: Question(
            name=measure.name,
            title=measure.title or source.question,
            text=source.question,
            criterion=first.criterion,
            clause=first.clause,
            methods=first.methods,
            kind=measure.kind,
            by=measure.by,
            each=measure.each,
            sample=measure.sample,
            several=measure.kind == "list",
            scope=tuple(reader.path for reader in readers),
            origins=origins if len(origins) > 1 else (),
        )
    }


def _origin(measure: Measure, source: AskSource, reader: _Reader) -> Origin:
    criterion = _criterion_text(reader.node) if reader.node else ""
    return Origin(criterion, measure.clause or reader.clause, source.methods or reader.methods)


def _marked(reader: _Reader) -> Iterator[Question]:
    node = reader.node
    if node is None:
        return
    # while it is not known what a leaf is worth, no rule can say what it gets
    if not node.children and (isinstance(node.points, Open) or _by_hand(node.rule)):
        yield _mark(node.id, node, reader, node.rule)
    elif isinstance(node.rule, Share):
        for criterion in node.rule.criteria:
            if criterion.of is None and criterion.condition is None and _by_hand(criterion.rule):
                yield _criterion(criterion, node, reader)


def _by_hand(rule: Rule | None) -> bool:
    return rule is None or isinstance(rule, Manual | Panel | Open)


def _criterion(criterion: Criterion, node: Node, reader: _Reader) -> Question:
    whole = _mark(criterion.id, node, reader, criterion.rule)
    return replace(
        whole,
        scope=((*reader.path, Limits(criterion.applies_to, None)),),
        title=f"{node.title}：{criterion.title}",
        clause=criterion.clause or whole.clause,
        percent=None if whole.several else criterion.percent,
    )


def _mark(name: str, node: Node, reader: _Reader, rule: Rule | None) -> Question:
    panel = rule if isinstance(rule, Panel) else None
    reason = next((value.reason for value in (rule, node.points) if isinstance(value, Open)), "")
    return Question(
        name=name,
        title=node.title,
        text=_judge(reader.gives, reason),
        criterion=_criterion_text(node),
        clause=node.clause,
        methods=node.method,
        kind="list" if panel else "number",
        limit=panel.scale if panel else stated(node.points),
        several=panel is not None,
        scope=(reader.path,),
    )


def _judge(gives: str, reason: str) -> str:
    how = "（填扣了多少分，不写负号）" if gives in (TAKEN, "减分") else ""
    return f"按评分细则评定{gives}{how}" + (f"（{reason}）" if reason else "")


def _criterion_text(node: Node) -> str:
    return f"{node.title}：{node.text}" if node.text and node.text != node.title else node.title


def _open_part(part: Part, gives: str) -> Question:
    return Question(
        name=part.id,
        title=part.title,
        text=_judge(gives, part.open.reason if part.open else ""),
        criterion=f"{part.title}：{part.text}" if part.text else part.title,
        clause=part.clause,
        methods=(),
        kind="number",
        limit=stated(part.points),
        scope=((Limits(part.applies_to, part.except_),),),
    )
