"""Fills the empty answers of a report with what monitoring says."""

from datetime import date

from kaoping.web.pages.answers import answers_of
from kaoping.web.selfassessment.indicators import indicators_for
from kaoping.web.selfassessment.models import Answer, Report
from kaoping.web.selfassessment.prefilling import text_for

BATCH = 500


def propose(report: Report, today: date) -> int:
    """Fill what is empty; return how many answers. Called by acts only, which hold the report."""
    place, known = report.participant, answers_of(report.answers.all())
    call = place.cycle.report_call
    offered = {one.key: text_for(one, place, today) for one in call.sections.all()}
    if call.marks:
        offered |= {one.mark_key: one.proposed for one in indicators_for(place)}
    wanted = {key: text for key, text in offered.items() if text and not known.get(key)}
    report.answers.filter(key__in=list(wanted)).delete()
    Answer.objects.bulk_create((Answer(report=report, key=key, text=text) for key, text in wanted.items()), BATCH)
    return len(wanted)
