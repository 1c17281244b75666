"""Which indicators, vetoes and parts read a parameter, measure, sample or checklist."""

from collections.abc import Iterator

from kaoping.schemes.expression_parser import walk
from kaoping.schemes.expressions import Name, Param
from kaoping.schemes.linter.usage import expressions_in, parameters_in
from kaoping.schemes.model import Adjustment, Measure, Node, Part, Scheme, Veto

WHOLE = ""


class Uses:
    """The readers of everything a scheme declares, in document order, each with its part (empty: of the whole)."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._measures: dict[str, dict[str, str]] = {}
        self._parameters: dict[str, dict[str, str]] = {}
        for reader, part, value in _readers(scheme):
            self._note(reader, part, value)

    def of(self, subject: str, name: str) -> dict[str, str]:
        """Return reader → part of a parameter, measure, sample or checklist; nothing is read by nobody."""
        if subject == "parameter":
            return self._parameters.get(name, {})
        if subject == "measure":
            return self._measures.get(name, {})
        found: dict[str, str] = {}
        for measure in self.scheme.measures.values():
            if name == (measure.each if subject == "checklist" else measure.sample.id if measure.sample else None):
                found |= self._measures.get(measure.name, {})
        return found

    def _note(self, reader: str, part: str, value: object) -> None:
        names = [inner for expr in expressions_in(value) for inner in walk(expr)]
        for parameter in (*(one.name for one in names if isinstance(one, Param)), *parameters_in(value)):
            self._note_parameter(parameter, reader, part)
        for name in (one.name for one in names if isinstance(one, Name)):
            self._note_measure(name, reader, part)

    def _note_measure(self, name: str, reader: str, part: str) -> None:
        readers = self._measures.setdefault(name, {})
        if reader in readers:
            return
        readers[reader] = part
        measure = self.scheme.measures.get(name)
        if measure is not None:
            for parameter in parameters_in(measure):
                self._note_parameter(parameter, reader, part)
            for other in measure.excluding:
                self._note_measure(other, reader, part)

    def _note_parameter(self, name: str, reader: str, part: str) -> None:
        readers = self._parameters.setdefault(name, {})
        if reader in readers:
            return
        readers[reader] = part
        parameter = self.scheme.parameters.get(name)
        for other in parameters_in(parameter):
            self._note_parameter(other, reader, part)


def _readers(scheme: Scheme) -> Iterator[tuple[str, str, object]]:
    """Everything that may read, with its own id, the id of its part, and the values in which it reads."""
    for part in scheme.parts:
        yield part.id, part.id, (part.points, part.weight, part.ceiling, part.applies_to, part.except_)
        yield from _inside(part, part.id)
    yield from _inside(scheme, WHOLE)
    for name in scheme.total.subtract:
        yield "total", WHOLE, Name(name)
    yield "total", WHOLE, (scheme.total.ceiling, scheme.total.floor, scheme.grades, scheme.convert)


def _inside(owner: Part | Scheme, part: str) -> Iterator[tuple[str, str, object]]:
    nodes = owner.nodes if isinstance(owner, Part) else ()
    for root in nodes:
        yield from _nodes(root, part)
    things: tuple[Veto | Adjustment, ...] = (*owner.vetoes, *owner.adjust)
    for thing in things:
        if isinstance(thing, Veto):
            yield thing.id, part, (thing.condition, thing.then)
            continue
        yield thing.id, part, (thing.limit, thing.entry)
        for root in thing.nodes:
            yield from _nodes(root, part)


def _nodes(root: Node, part: str) -> Iterator[tuple[str, str, object]]:
    for node in root.walk():
        guards = (node.zero_if, node.full_if, node.applies_to, node.except_, node.draw)
        yield node.id, part, (node.points, node.rule, guards)


def unsampled(measure: Measure, scheme: Scheme) -> object:
    """Return the sample of a measure by its id where the scheme declares it: then it has changes of its own."""
    return measure.sample.id if measure.sample and measure.sample.id in scheme.samples else measure.sample
