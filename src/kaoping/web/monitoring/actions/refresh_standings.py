"""Let findings stand as their decisions say when a day has ended: what expired is void."""

from datetime import date

from django.db.models import F, Q

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.models import Decision, Finding
from kaoping.web.monitoring.standing import standings_of


@action(Permission.DECIDE_FINDINGS, "处理意见到期")
def refresh_standings(act: Act, today: date) -> int:
    """Reckon anew the findings of which a decision ended or began; return how many stand otherwise than before."""
    stands = Q(finding__standing=F("kind"))
    due = (Q(valid_until__lt=today) & stands) | (Q(valid_from=today) & ~stands)
    over = Decision.objects.filter(due).order_by().values("finding")
    rows = {row.pk: row for row in Finding.objects.filter(pk__in=over).select_for_update(of=("self",))}
    changed = 0
    for pk, standing in standings_of(rows, today).items():
        if rows[pk].standing != standing:
            act.note(rows[pk], standing=standing or "-")
            Finding.objects.filter(pk=pk).update(standing=standing)
            changed += 1
    return changed
