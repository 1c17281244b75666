"""Collects everything wrong in a scheme, so that a person sees all of it at once."""

from kaoping.model.errors import Problem, SchemeError
from kaoping.schemes.model import Place


class ProblemList:
    """Problems in the order found; `raise_if_any` turns them into one SchemeError."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(
        self, place: Place | None, message: str, *, where: str = "", code: str = "", severity: str = "error"
    ) -> None:
        file, line = (place.file, place.line) if place else ("", None)
        problem = Problem(message, file, line, where, severity, code)
        if problem not in self._problems:
            self._problems.append(problem)

    def extend(self, problems: tuple[Problem, ...]) -> None:
        self._problems.extend(problem for problem in problems if problem not in self._problems)

    def sorted(self) -> tuple[Problem, ...]:
        """All problems by file and line."""
        return tuple(sorted(self._problems, key=lambda problem: (problem.file, problem.line or 0)))

    def raise_if_any(self) -> None:
        """Raise SchemeError when anything was found."""
        if self._problems:
            raise SchemeError(self.sorted())
