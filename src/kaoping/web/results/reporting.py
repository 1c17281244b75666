"""The reports of a version (通报, tables), made from its sealed folder and kept beside it until they are asked for."""

import shutil
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from kaoping.checks.discovery import all_checks
from kaoping.measures.inputs import MeasureInputs
from kaoping.reports.assessment import write_assessment_reports
from kaoping.reports.view import AssessmentView, DecisionNote, InspectedSite
from kaoping.runs.sealed_results import RESULTS, read_case
from kaoping.runs.slug import site_slug
from kaoping.web import storage
from kaoping.web.actions import RefusedError
from kaoping.web.installation import data_folder
from kaoping.web.monitoring.measures import last_coverage
from kaoping.web.results.models import ResultVersion
from kaoping.web.results.versions import folder_of, results_of_version, sealed_scoring
from kaoping.web.working_time import worktime_of

MADE = "results-made"
FILES = (RESULTS, "results.xlsx", "bulletin.docx", "bulletin.html")
REPORTS = ("bulletin", "workbook")
AT_ONCE = 300  # units: the reports of more are made by the process beside the web server


def file_of(version: ResultVersion, name: str) -> Path:
    """Return one of FILES of a version, made where it is not there yet.

    Raises RefusedError while a large one is still being made, KaopingError where the sealed folder was changed.
    """
    if name == RESULTS:
        results_of_version(version)  # what was changed is not handed out
        return folder_of(version) / RESULTS
    folder = made_folder(version)
    storage.bring(folder)
    if not folder.is_dir():
        if version.scores.count() > AT_ONCE:
            raise RefusedError(_("通报和表格正在生成，单位多时需要几分钟，请稍后再来下载。"))
        make_reports(version)
    return folder / name


def made_folder(version: ResultVersion) -> Path:
    """Where the reports of a version lie; they can be made again from what is sealed."""
    return data_folder() / MADE / f"{version.pk}-{version.seal[:16]}"


def make_reports(version: ResultVersion) -> None:
    """Make all reports of a version. Raises KaopingError where the sealed folder was changed."""
    folder = made_folder(version)
    draft = folder.with_name(f".draft-{uuid.uuid4().hex}")
    draft.mkdir(parents=True)
    try:
        write_assessment_reports(draft, _view(version), REPORTS)
        if not folder.is_dir():
            draft.rename(folder)
            storage.keep(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _view(version: ResultVersion) -> AssessmentView:
    results, case = results_of_version(version), sealed_scoring(version).case
    worktime = worktime_of(version.cycle.body.code)
    inputs = read_case(folder_of(version), version.seal, worktime).inputs
    assert inputs is not None  # versions are sealed with them
    return AssessmentView(
        scheme=case.scheme,
        roster=case.roster,
        results=results,
        trace=results.trace,
        table=case.table,
        sites=tuple(_sites({url: unit.id for unit in case.roster.units for url in unit.sites}, inputs)),
        check_titles={check.id: check.entry.title for check in all_checks().values()},
        as_of=results.as_of,
        generated_at=version.made_at,
        decisions=tuple(
            DecisionNote(one.key, one.kind.value, one.by, one.reason, one.from_, one.until) for one in inputs.decisions
        ),
        title=version.cycle.name,
    )


def _sites(owners: Mapping[str, str], inputs: MeasureInputs) -> Iterator[InspectedSite]:
    """Yield the last look at each site; how much of it was seen is told by the run's folder, while that is kept."""
    for url, looks in inputs.inspections.items():
        coverage = last_coverage(url, looks[-1].as_of) if url in owners else None
        if coverage is not None:
            yield InspectedSite(
                url, owners[url], f"sites/{site_slug(url)}", coverage, looks[-1].findings, looks[-1].records
            )
