"""One remark of the linter with its place in the scheme."""

from dataclasses import dataclass

from kaoping.model.errors import Problem
from kaoping.schemes.model import Adjustment, Grade, Measure, Node, Parameter, Part, Place, Sample, Veto


@dataclass(frozen=True, slots=True)
class Report:
    """`severity` is error, warning or note; `code` names the rule of the linter."""

    code: str
    message: str
    where: str
    place: Place | None = None
    severity: str = "error"

    def problem(self) -> Problem:
        file, line = (self.place.file, self.place.line) if self.place else ("", None)
        return Problem(self.message, file, line, self.where, self.severity, self.code)


Placed = Node | Part | Veto | Adjustment | Measure | Parameter | Sample | Grade


def at(thing: Placed, code: str, message: str, severity: str = "error") -> Report:
    """A remark on anything of a scheme that has a place."""
    return Report(code, message, _called(thing), thing.place, severity)


def _called(thing: Placed) -> str:
    """What a person searches for."""
    if isinstance(thing, Measure | Parameter):
        return thing.name
    return thing.title if isinstance(thing, Grade) else thing.id
