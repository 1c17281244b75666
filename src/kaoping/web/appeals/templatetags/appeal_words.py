"""What templates say about appeals; and how other pages lead to filing one."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.appeals.clocks import filing_of
from kaoping.web.appeals.effect import Moved, Standing
from kaoping.web.appeals.statistics import figures_of
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.results.tables import number, spread
from kaoping.web.results.versions import fed_back_to
from kaoping.workflow.cycle import State, has_passed
from kaoping.worktime import ClockReading
from kaoping.worktime.clock import show_hours

register = template.Library()


@register.filter
def plain_number(value: Decimal | None) -> str:
    """Say a number of points."""
    return number(value)


@register.filter
def left(clock: ClockReading) -> str:
    """Say how much working time is left on a clock, or that its time is over."""
    return _("期限已过") if clock.overdue else _("剩 %s") % show_hours(clock.left)


@register.filter
def presses(clock: ClockReading) -> str:
    """Say how a clock presses, as a class of the page."""
    return "overdue" if clock.overdue else {0.8: "soon", 0.5: "half"}.get(clock.warned, "")


@register.filter
def score_moves(one: Moved) -> SafeString:
    """Say a score before and after, or once where it stays."""
    return _moves(_total(one.before), _total(one.after))


@register.filter
def rank_moves(one: Moved) -> SafeString:
    """Say a rank before and after."""
    return _moves(_rank(one.before), _rank(one.after))


@register.filter
def grade_moves(one: Moved) -> SafeString:
    """Say a grade before and after."""
    return _moves(one.before.grade or "—", one.after.grade or "—")


@register.simple_tag
def file_address(participant: Participant, item: str, finding: str = "") -> str:
    """Return where a unit appeals against a deduction of its newest result; "" while or once it may not.

    For pages that show a score tree: `{% file_address participant node.id as address %}`.
    """
    if participant.cycle.now is not State.FEEDBACK:
        return ""
    feedback = fed_back_to(participant)
    judged = filing_of(feedback, timezone.now()) if feedback else None
    if feedback is None or (judged is not None and not judged.in_time):
        return ""
    query = {"item": item, **({"finding": finding} if finding else {})}
    return f"{reverse('appeals:file', kwargs={'pk': participant.pk})}?{urlencode(query)}"


@register.inclusion_tag("appeals/of_cycle.html", takes_context=True)
def appeals_of(context: dict[str, Any], cycle: Cycle) -> dict[str, Any]:
    """Show the figures of a cycle's appeals to those who oversee them, once its results were fed back."""
    overseen = scope_of(context["user"], Permission.VIEW_APPEALS).covers_region(cycle.body.path)
    shown = overseen and has_passed(cycle.now, State.FEEDBACK)
    return {"cycle": cycle, "figures": figures_of(cycle, timezone.now()) if shown else None}


def _total(one: Standing) -> str:
    return spread(one.total or None, one.low or None, one.high or None)


def _rank(one: Standing) -> str:
    return _("不排名") if one.failed else str(one.rank or "—")


def _moves(before: str, after: str) -> SafeString:
    if before == after:
        return format_html("{}", before)
    return format_html('{} → <strong class="moved">{}</strong>', before, after)
