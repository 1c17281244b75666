"""Removes what runs kept of sites once nothing refers to it any more: folders, never rows."""

import logging
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kaoping.evidence.removing import Removal
from kaoping.evidence.store import EvidenceStore
from kaoping.model.errors import KaopingError
from kaoping.runs.expired_evidence import remove_site
from kaoping.web import storage
from kaoping.web.installation import installation
from kaoping.web.monitoring.finding_folder import evidence_store, run_folder
from kaoping.web.monitoring.models import Finding, Run, RunSite

AT_ONCE = 1_000
"""Folders in one round: every hour as many as sites of a country are inspected in two."""

_log = logging.getLogger(__name__)
_ENDED = (Run.State.DONE, Run.State.STOPPED, Run.State.FAILED)


def forget_old_folders(now: datetime) -> int:
    """Remove folders of sites in runs that ended longer ago than the installation keeps them; return how many.

    The last folder of each site stays, and so does one in which a finding was last seen that is still there: its
    evidence lies in it. With 0 days all are kept for ever. Each is entered in the ledger beside it, which stays, so
    that what is left can still be verified; one that is not as it was sealed stays, for somebody to look at. Bodies of
    pages that no run holds any more go from the store.
    It is looked for in the first minute of an hour only: the question is a large one.
    """
    days = installation().inspecting.keep_days
    if not days or now.minute:
        return 0
    removal = Removal(_("考评平台"), _("保留期满（%s 天）") % days, now)
    removed = 0
    for row in _forgettable(now - timedelta(days=days))[: 10 * AT_ONCE]:
        if removed == AT_ONCE:
            break
        removed += _forget(row, removal)
    if removed:
        EvidenceStore(evidence_store()).sweep()
    return removed


def _forget(row: RunSite, removal: Removal) -> bool:
    folder = run_folder(row.run_id) / row.folder
    try:
        storage.bring(folder)
        storage.bring_files_of(folder.parent)  # its ledger
        if folder.exists():
            remove_site(folder, removal)
            storage.keep_files_of(folder.parent)
            storage.drop(folder)
    except KaopingError as error:
        _log.warning("%s stays: %s", folder, error)
        return False
    RunSite.objects.filter(pk=row.pk).update(folder="")
    return True


def _forgettable(before: datetime) -> "QuerySet[RunSite]":
    newest = RunSite.objects.filter(site=OuterRef("site"), state=RunSite.State.IMPORTED).exclude(folder="")
    latest = newest.order_by().values("site").annotate(last=Max("run")).values("last")
    proves = Finding.objects.filter(site=OuterRef("site"), run=OuterRef("run"), state=Finding.State.OPEN)
    old = RunSite.objects.filter(run__finished_at__lt=before, run__state__in=_ENDED).exclude(folder="")
    return old.exclude(run__in=latest).exclude(Exists(proves)).order_by("run", "pk").only("run", "folder")
