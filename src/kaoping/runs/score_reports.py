"""The reports of values that were scored without an inspection: those of an assessment, with no findings to show."""

from datetime import datetime
from pathlib import Path

from kaoping.checks.discovery import all_checks
from kaoping.reports.assessment import write_assessment_reports
from kaoping.reports.view import AssessmentView, PreviousResults
from kaoping.runs.score_tables import Scored


def write_score_reports(
    out: Path, scored: Scored, now: datetime, *, title: str = "", previous: PreviousResults | None = None
) -> tuple[Path, ...]:
    """Write overview, score sheets, bulletin and workbook into `out`; return the files.

    `now` (aware) is the moment that the reports are dated with; `title` names the assessment, else its scheme does.
    `previous` are earlier results to compare with.
    """
    case, results = scored.case, scored.results
    view = AssessmentView(
        scheme=case.scheme,
        roster=case.roster,
        results=results,
        trace=results.trace,
        table=case.table,
        sites=(),
        check_titles={check.id: check.entry.title for check in all_checks().values()},
        as_of=results.as_of,
        generated_at=now,
        title=title,
        draws=scored.draws,
        previous=previous,
    )
    return write_assessment_reports(out, view)
