"""Write every report of an assessment into its folder."""

from collections.abc import Collection
from pathlib import Path

from kaoping.reports.dossier import open_dossier
from kaoping.reports.pages import write_page
from kaoping.reports.registry import Page, Report, all_reports
from kaoping.reports.view import AssessmentView


def write_assessment_reports(out: Path, view: AssessmentView, only: Collection[str] = ()) -> tuple[Path, ...]:
    """Write all reports of `view` into `out`, or those with the ids `only`, and return the files written.

    Pure but for the files: the same view gives the same pages and tables. Site pages (`sites/<slug>/index.html`) are
    written when a site is judged, not here.
    """
    dossier = open_dossier(view)
    reports = tuple(report for report in all_reports() if not only or report.id in only)
    written = []
    for report in reports:
        for output in report.make(dossier):
            path = out / output.path
            if isinstance(output, Page):
                write_page(path, f"{report.id}.html.j2", _frame(output, report, reports) | dict(output.values))
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                output.write(path)
            written.append(path)
    return tuple(written)


def _frame(page: Page, report: Report, reports: tuple[Report, ...]) -> dict[str, object]:
    """What every page is given: the way back to the folder's top, and the other reports to link to."""
    up = "../" * page.path.count("/")
    others = [(each.title, up + each.path) for each in reports if each.path and each.path != page.path]
    return {"up": up, "report_title": report.title, "others": others}
