"""The findings that an appeal is about, and the same false ones on the sites of other units."""

from collections.abc import Iterable

from kaoping.web.appeals.apart import contested, keys_of
from kaoping.web.appeals.models import Appeal
from kaoping.web.monitoring.finding_queries import DECIDABLE, alike
from kaoping.web.monitoring.models import Finding

COUNTING = (Finding.Standing.NONE.value, Finding.Standing.CONFIRMED.value)
"""What still costs points: undecided, or confirmed. What was upheld on appeal is not touched by another appeal."""

MOST = 500


def findings_meant(appeal: Appeal) -> list[Finding]:
    """Return the findings that an appeal is against and that people may decide about."""
    keys = keys_of(appeal, contested(appeal))
    rows = Finding.objects.filter(key__in=keys, outcome__in=DECIDABLE).select_related("site__unit")
    return list(rows.order_by("site__host", "url", "pk"))


def same_elsewhere(appeal: Appeal, dismissed: Iterable[int]) -> list[Finding]:
    """Return what the same checks say for the same cause on the sites of other units of the cycle."""
    cycle, found = appeal.participant.cycle, {}
    inside = cycle.participants.exclude(pk=appeal.participant_id).order_by().values("unit")
    others = Finding.objects.filter(site__unit__in=inside).select_related("site__unit")
    for one in Finding.objects.filter(pk__in=list(dismissed)):
        for row in alike(others, one, COUNTING).order_by("site__unit__code", "pk")[:MOST]:
            found[row.pk] = row
    return list(found.values())[:MOST]
