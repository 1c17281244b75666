"""The linter: what a scheme that loads may still get wrong, and what a person should know before using it."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kaoping.model.catalogue import Catalogue
from kaoping.model.errors import Problem
from kaoping.schemes.linter.coverage import coverage_problems
from kaoping.schemes.linter.limits import limit_problems
from kaoping.schemes.linter.notes import notes
from kaoping.schemes.linter.ranges import range_problems
from kaoping.schemes.linter.report import Report
from kaoping.schemes.linter.sources import source_problems
from kaoping.schemes.linter.sums import sum_problems
from kaoping.schemes.linter.thresholds import threshold_problems
from kaoping.schemes.linter.usage import usage_problems
from kaoping.schemes.linter.wording import wording_problems
from kaoping.schemes.loader import read_scheme
from kaoping.schemes.model import Scheme

RULES: tuple[Callable[[Scheme], Iterator[Report]], ...] = (
    sum_problems,
    range_problems,
    coverage_problems,
    usage_problems,
    threshold_problems,
    limit_problems,
    wording_problems,
    notes,
)


def lint(scheme: Scheme, catalogue: Catalogue | None) -> tuple[Problem, ...]:
    """Return what is wrong (error), doubtful (warning) or worth knowing (note), by severity and place.

    With a catalogue, checks, their parameters and provider columns are verified too; without one they are not.
    """
    found = [report.problem() for rule in RULES for report in rule(scheme)]
    if catalogue is not None:
        found += [report.problem() for report in source_problems(scheme, catalogue)]
    order = {"error": 0, "warning": 1, "note": 2}
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda problem: (order[problem.severity], problem.file, problem.line or 0)))


def lint_file(path_or_id: str | Path, catalogue: Catalogue | None) -> tuple[Problem, ...]:
    """Return what `lint` returns for a scheme that loads; of one that does not, all that can be told at once.

    Besides what keeps it from loading, these are the errors of the rules on what could be read, but for the lines and
    the indicators that are already faulted. Raises SchemeError where there is no such id or file.
    """
    scheme, problems = read_scheme(path_or_id)
    if scheme is None:
        return problems
    found = lint(scheme, catalogue)
    if not problems:
        return found
    lines = {(problem.file, problem.line) for problem in problems}
    things = {problem.where for problem in problems if problem.where}
    errors = (one for one in found if one.severity == "error")
    more = (one for one in errors if (one.file, one.line) not in lines and one.where not in things)
    return tuple(sorted((*problems, *more), key=lambda one: (one.file, one.line or 0)))


def has_errors(problems: tuple[Problem, ...]) -> bool:
    return any(problem.severity == "error" for problem in problems)
