"""Where the evidence of a finding lies: the folder of its site in the run that last saw it."""

import logging
from collections.abc import Iterator
from pathlib import Path

from kaoping.model.errors import KaopingError
from kaoping.replay.finding_evidence import FindingEvidence, finding_evidence
from kaoping.web import storage
from kaoping.web.installation import data_folder
from kaoping.web.monitoring.models import Finding, RunSite

_log = logging.getLogger(__name__)

RUNS = "runs"
STORE = "evidence"  # bodies of kept pages, once for all runs
LOOKED_BACK = 5  # runs of the site before the last one, for a finding that is gone since


def runs_folder() -> Path:
    """Return the folder of all runs."""
    return data_folder() / RUNS


def run_folder(run: int) -> Path:
    """Return the folder of a run."""
    return runs_folder() / str(run)


def evidence_store() -> Path:
    """Return the folder that runs share for the bodies of kept pages."""
    return data_folder() / STORE


def evidence_of(finding: Finding) -> FindingEvidence | None:
    """Return what proves a finding as it was last seen; None where its run's folder is not there any more."""
    for folder in site_folders(finding.site_id, finding.run_id):  # the run that last looked stands at the finding
        if not folder.is_dir():
            continue
        try:
            return finding_evidence(folder, finding.sighting)
        except KaopingError:  # this run did not see it: one before did
            continue
    return None


def site_folders(site: int, until_run: int | None = None) -> Iterator[Path]:
    """Yield the folders of a site in its newest runs, the newest first; `until_run`: not those of later runs."""
    rows = RunSite.objects.filter(site=site).exclude(folder="")
    if until_run is not None:
        rows = rows.filter(run__lte=until_run)
    for run, folder in rows.order_by("-run").values_list("run", "folder")[: LOOKED_BACK + 1]:
        place = run_folder(run) / folder
        try:
            storage.bring(place)
        except storage.StorageRefusedError as error:
            _log.warning("%s cannot be brought: %s", place, error)
        yield place
