"""What self-assessment gives to a cycle's measures: whether the report was handed in, and whether late."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.measures import Given
from kaoping.model.measure_table import SCALE
from kaoping.model.outcomes import State
from kaoping.web.cycles.days import reckoned_on
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.sources import Source, measures_from
from kaoping.web.pages.reports import due_of, is_over
from kaoping.web.selfassessment.due import due_day
from kaoping.web.selfassessment.models import Call, Report
from kaoping.web.selfassessment.queries import places_asked

SUBMITTED, LATE = "self_assessment.submitted", "self_assessment.late"


def given_reports(cycle: Cycle) -> Sequence[Given]:
    """Return what the scheme reads of reports, for every unit that is asked; nothing where nobody was.

    Before the last day a report that is not there is unknown; after it, it is missing: not handed in, and not late,
    which is for those that came after. One that was returned is unknown until its new last day.
    """
    call = Call.objects.filter(cycle=cycle).first()
    submitted, late = measures_from(cycle, SUBMITTED), measures_from(cycle, LATE)
    if call is None or not submitted + late:
        return ()
    due, today = due_day(cycle), reckoned_on(cycle, timezone.now())
    found: list[Given] = []
    for place in places_asked(call):
        report = getattr(place, "self_report", None)
        values, note = _of_report(report, due_of(report, due), today)
        for names, value in zip((submitted, late), values, strict=True):
            state = State.UNKNOWN if value is None else State.KNOWN
            found.extend(Given(place.unit.code, name, value=value or 0, state=state, note=note) for name in names)
    return tuple(found)


def _of_report(report: Report | None, due: date | None, today: date) -> tuple[tuple[int | None, int | None], str]:
    """Whether it was handed in and whether late, None where that is open; and a note."""
    if report is not None and report.state == Report.State.SUBMITTED:
        return (SCALE, SCALE if report.late else 0), ""
    if is_over(due, today):
        return (0, 0), _("截止 %s，没有报送") % due
    return (None, None), _("还没有报送，截止 %s") % due if due else _("还没有报送")


def _stamp(cycle: Cycle) -> str:
    if not Call.objects.filter(cycle=cycle).exists():
        return ""
    rows = Report.objects.filter(participant__cycle=cycle)
    told = rows.aggregate(sent=Max("submitted_at"), n=Count("pk"), due=Max("due"))
    states = sorted(rows.order_by().values_list("state").annotate(n=Count("pk")))
    today, due = reckoned_on(cycle, timezone.now()), due_day(cycle)
    over = rows.filter(due__lt=today).count()
    return f"{told['sent']} {told['n']} {told['due']} {states} {is_over(due, today)} {due} {over}"


SOURCE = Source(_stamp, providers=given_reports)
