"""Freezes a cycle's results: the sealed folder before anything is locked, the version in the transaction of its act."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.model.errors import KaopingError
from kaoping.runs.sealed_results import Sealed, seal_results
from kaoping.scoring import Results
from kaoping.web import storage
from kaoping.web.actions import BATCH, Act, RefusedError
from kaoping.web.cycles.models import Cycle
from kaoping.web.installation import data_folder
from kaoping.web.results.gathering import case_of, stamp_of
from kaoping.web.results.models import ResultVersion, VersionScore
from kaoping.web.results.score_rows import score_columns
from kaoping.web.results.versions import FOLDER, latest_version


@dataclass(frozen=True, slots=True)
class Prepared:
    """A cycle's results of a day in a sealed folder, and the stamp of what they were computed from."""

    day: date
    stamp: str
    sealed: Sealed
    results: Results


def prepare_version(cycle: Cycle, today: date) -> Prepared:
    """Compute a cycle's results and seal them in a folder of their own, which counts once a version names it.

    Raises RefusedError where they cannot be computed.
    """
    stamp = stamp_of(cycle, today)
    try:
        case = case_of(cycle, today)
        results = case.results()
        sealed = seal_results(data_folder() / FOLDER / str(cycle.pk), case, results)
        storage.keep(sealed.folder)
        return Prepared(today, stamp, sealed, results)
    except KaopingError as error:
        raise RefusedError(_("现在不能计分，也就不能封存成绩：%s") % error) from error


def freeze(act: Act, cycle: Cycle, kind: ResultVersion.Kind, prepared: Prepared) -> ResultVersion:
    """Make the next version of a cycle of what was prepared. Raises RefusedError where anything has changed since."""
    fresh = prepared.stamp == stamp_of(cycle, prepared.day)
    act.refuse_unless(fresh, _("计算期间评分或问题有变化，成绩没有封存；请核对新的得分后再操作。"))
    sealed, versions = prepared.sealed, prepared.sealed.versions
    last = cycle.versions.order_by("-number").first()
    approved = latest_version(cycle) if kind != ResultVersion.Kind.PRELIMINARY else None
    version = act.create(
        ResultVersion(
            cycle=cycle,
            number=last.number + 1 if last else 1,
            kind=kind,
            made_at=timezone.now(),
            made_by=act.actor.name,
            reason=act.actor.reason,
            supersedes=approved,
            as_of=prepared.results.as_of,
            scheme_digest=prepared.results.digest,
            scoring_version=prepared.results.version,
            checks=versions["checks"],
            lexicons=versions["lexicons"],
            program=versions["program"],
            folder=sealed.folder.relative_to(data_folder()).as_posix(),
            seal=sealed.seal,
            inputs_digest=sealed.inputs,
            output_digest=sealed.outputs,
        )
    )
    _write_scores(version, prepared.results)
    return version


def _write_scores(version: ResultVersion, results: Results) -> None:
    """The rows follow from the folder that the entry of the version names: they have no entries of their own."""
    inside = dict(version.cycle.participants.values_list("unit__code", "pk"))
    members = ((group, one) for group, found in results.groups.items() for one in found)
    rows = (
        VersionScore(version=version, participant_id=inside[one.unit], group=group, **score_columns(one))
        for group, one in members
    )
    VersionScore.objects.bulk_create(rows, batch_size=BATCH)
