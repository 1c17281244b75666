"""One remark of the linter with its place in the scheme."""

from dataclasses import dataclass

from kaoping.model.errors import Problem
from kaoping.schemes.model import Adjustment, Measure, Node, Part, Place, Veto


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


Placed = Node | Part | Veto | Adjustment | Measure


def at(thing: Placed, code: str, message: str, severity: str = "error") -> Report:
    """A remark on a node, part, veto, adjustment or measure."""
    where = thing.name if isinstance(thing, Measure) else thing.id
    return Report(code, message, where, thing.place, severity)
