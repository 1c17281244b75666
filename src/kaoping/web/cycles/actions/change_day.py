"""Change the rule of one of a cycle's days."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Edit, action
from kaoping.web.audit.describing import described, differences
from kaoping.web.cycles.days import days_come, reckoner_of
from kaoping.web.cycles.models import CycleDay
from kaoping.web.cycles.rules import hold_open
from kaoping.web.cycles.telling import tell_of_day


@action(Permission.MANAGE_CYCLES, "修改日程")
def change_day(act: Act, pk: int, edits: Mapping[str, Edit]) -> CycleDay:
    """Change a rule. Raises RefusedError for a day that has come, and for rules that go round in a circle."""
    day = act.access(days_within(act.scope), pk)
    act.refuse_unless(day.milestone not in days_come(day.cycle), _("这一步已经完成，日期不能再改。"))
    hold_open(act, day.cycle)
    before = described(day)
    act.edit(day, edits)
    act.refuse_unless(not (day.fixed and day.anchor), _("请只填“指定日期”，或只填“起算于”，不能两样都填。"))
    act.refuse_unless(day.anchor != day.milestone, _("不能从它自己起算。"))
    found = reckoner_of(day.cycle).day(day.milestone)
    act.refuse_unless(not found.circular, found.how)
    if differences(before, described(day)):
        tell_of_day(act, day, found)
    return day


def days_within(scope: Scope) -> "QuerySet[CycleDay]":
    """Return the days of cycles whose body lies within the scope."""
    rows = CycleDay.objects.select_related("cycle__body", "cycle__scheme").defer("cycle__scheme__data")
    return scope.regions(rows, "cycle__body")
