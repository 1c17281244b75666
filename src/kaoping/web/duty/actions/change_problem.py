"""Say what became of something that a reading found."""

from collections.abc import Mapping

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.duty.actions.note_problem import hold_problem
from kaoping.web.duty.models import ReadingProblem


@action(Permission.KEEP_DUTY, "处理读网发现的问题")
def change_problem(act: Act, pk: int, edits: Mapping[str, Edit]) -> ReadingProblem:
    """Change a problem's fields. Raises OutOfReachError, RefusedError, ConflictError or ValidationError."""
    rows = ReadingProblem.objects.select_related("reading__unit")
    problem = act.access(act.scope.units_of(rows, "reading__unit"), pk)
    act.edit(problem, edits)
    hold_problem(act, problem)
    return problem
