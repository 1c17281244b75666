"""Removes what runs kept of sites once nothing refers to it any more: folders, never rows."""

import shutil
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, QuerySet

from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.models import Finding, Run, RunSite

AT_ONCE = 200
"""Folders in one round."""

_ENDED = (Run.State.DONE, Run.State.STOPPED, Run.State.FAILED)


def forget_old_folders(now: datetime) -> int:
    """Remove folders of sites in runs that ended longer ago than the installation keeps them; return how many.

    The last folder of each site stays, and so does one in which a finding was last seen that is still there: its
    evidence lies in it. With 0 days all are kept for ever. The ledger beside them stays.
    It is looked for in the first minute of an hour only: the question is a large one.
    """
    days = settings.DEPLOYMENT.inspecting.keep_days  # type: ignore[misc]  # ours, known by no plugin
    if not days or now.minute:
        return 0
    removed = 0
    for row in _forgettable(now - timedelta(days=days))[:AT_ONCE]:
        shutil.rmtree(run_folder(row.run_id) / row.folder, ignore_errors=True)
        RunSite.objects.filter(pk=row.pk).update(folder="")
        removed += 1
    return removed


def _forgettable(before: datetime) -> "QuerySet[RunSite]":
    newest = RunSite.objects.filter(site=OuterRef("site"), state=RunSite.State.IMPORTED).exclude(folder="")
    latest = newest.order_by().values("site").annotate(last=Max("run")).values("last")
    proves = Finding.objects.filter(site=OuterRef("site"), run=OuterRef("run"), state=Finding.State.OPEN)
    old = RunSite.objects.filter(run__finished_at__lt=before, run__state__in=_ENDED).exclude(folder="")
    return old.exclude(run__in=latest).exclude(Exists(proves)).order_by("run", "pk").only("run", "folder")
