"""Note something wrong that a reading found."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.duty.models import Reading, ReadingProblem


@action(Permission.KEEP_DUTY, "登记读网发现的问题")
def note_problem(act: Act, reading_pk: int, fields: Mapping[str, Any]) -> ReadingProblem:
    """Add a problem to a reading within reach. Raises OutOfReachError, RefusedError or ValidationError."""
    reading = act.access(act.scope.units_of(Reading.objects.select_related("unit", "written_by"), "unit"), reading_pk)
    problem = ReadingProblem(**fields, reading=reading)
    hold_problem(act, problem)
    return act.create(problem)


def hold_problem(act: Act, problem: ReadingProblem) -> None:
    """Hold a problem to: what was handed on says to whom."""
    handed = problem.state == ReadingProblem.State.HANDED
    act.refuse_unless(not handed or problem.handed_to, _("已转办的请填写转给谁。"))
