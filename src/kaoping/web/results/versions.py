"""Frozen results read back: the newest version of a cycle, its results and trees, and what a unit was told."""

import functools
from pathlib import Path

from django.utils.translation import gettext as _

from kaoping.analysis.case import Case
from kaoping.model.errors import InputError
from kaoping.runs.kept_scoring import KeptScoring
from kaoping.runs.sealed_results import Sealed, open_sealed, read_sealed_scoring, results_text, text_digest
from kaoping.scoring import Results, ScoreNode
from kaoping.web import storage
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.installation import data_folder
from kaoping.web.results.models import Feedback, ResultVersion

FOLDER = "results"
APPROVED = (ResultVersion.Kind.APPROVED, ResultVersion.Kind.REAPPROVED)


def latest_version(cycle: Cycle) -> ResultVersion | None:
    """Return the newest approved version of a cycle; None before its results are approved."""
    return cycle.versions.filter(kind__in=APPROVED).order_by("-number").first()


def folder_of(version: ResultVersion) -> Path:
    """Return the folder of a version, brought from where another machine has sealed it."""
    folder = data_folder() / version.folder
    storage.bring(folder)
    return folder


def results_of_version(version: ResultVersion) -> Results:
    """Return the results of a version, scored again from what is sealed with it.

    Raises StorageError where a file is gone or was changed: what was changed is no evidence any more; InputError where
    this program scores it otherwise, so that trees would not add up to the sealed totals.
    """
    return _of(version)[1]


def case_of_version(version: ResultVersion) -> Case:
    """Return what a version was computed from, without findings; raises as above."""
    return _of(version)[0]


def tree_of_version(version: ResultVersion, unit: str) -> ScoreNode:
    """Return the score tree of a unit (its code) in a version; raises as above, InputError for a unit without one."""
    return results_of_version(version).trace(unit)


def sealed_scoring(version: ResultVersion) -> KeptScoring:
    """Return what a version was scored from, without what people and programs gave. Raises StorageError."""
    return read_sealed_scoring(folder_of(version), version.seal)


def verified(version: ResultVersion) -> Sealed:
    """Return the sealed folder of a version after comparing every file in it. Raises StorageError."""
    return open_sealed(folder_of(version), version.seal)


def fed_back_to(participant: Participant) -> Feedback | None:
    """Return what a unit was told last; None before results are fed back to it."""
    return participant.feedback.select_related("version").order_by("-version__number").first()


def _of(version: ResultVersion) -> tuple[Case, Results]:
    folder = folder_of(version)
    return _read(folder, version.seal, _stamp(folder))


@functools.lru_cache(maxsize=4)
def _read(folder: Path, seal: str, _files: tuple[tuple[str, int, int], ...]) -> tuple[Case, Results]:
    """Read and verified once, and anew when a file has another time or size."""
    sealed, case = open_sealed(folder, seal), read_sealed_scoring(folder, seal).case
    results = case.results()
    if text_digest(results_text(results, case.scheme)) != sealed.outputs:
        said = {"now": results.version, "then": sealed.versions["scoring"]}
        raise InputError(
            _("本程序（计分版本%(now)s）算出的成绩与封存的（计分版本%(then)s）不同，不能展开得分的依据；")
            % said + _("可以在版本页面按当前版本重算，查看差别。")
        )  # fmt: skip
    return case, results


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    files = ((file, file.stat()) for file in sorted(folder.rglob("*")) if file.is_file())
    return tuple((file.name, about.st_mtime_ns, about.st_size) for file, about in files)
