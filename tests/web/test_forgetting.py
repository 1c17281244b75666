"""Old folders of runs go; what proves an open finding, and the last look at a site, stay."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from kaoping.web.actions import Actor
from kaoping.web.inspecting_settings import Inspecting
from kaoping.web.monitoring.actions.import_site import import_site
from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.forgetting import forget_old_folders
from kaoping.web.monitoring.importing import Weighing
from kaoping.web.monitoring.models import Run, RunSite
from kaoping.web.settings import DEPLOYMENT
from tests.web.conftest import City
from tests.web.monitored import FIRST, run_of, sealed, sighting


@pytest.fixture(autouse=True)
def ten_days(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation that keeps folders for ten days."""
    monkeypatch.setattr(settings, "DEPLOYMENT", replace(DEPLOYMENT, data=tmp_path, inspecting=Inspecting(keep_days=10)))


def looked(city: City, day: int, *names: str) -> Path:
    """A run of the east's site on a day that saw some faults; its folder."""
    site = city.east.site
    row = run_of(site, day)
    seen = [sighting(site, name, at=FIRST + timedelta(days=day)) for name in names]
    import_site(Actor(None), row.pk, replace(sealed(seen, day, looks={}), folder="0000/site"), Weighing())
    Run.objects.filter(pk=row.run_id).update(state=Run.State.DONE, finished_at=FIRST + timedelta(days=day))
    folder = run_folder(row.run_id) / "0000" / "site"
    folder.mkdir(parents=True)
    return folder


def test_only_what_nothing_refers_to_goes(city: City) -> None:
    proving = looked(city, 0, "a")  # not seen again, and not gone
    old = looked(city, 1, "b")
    last = looked(city, 2, "b")
    assert forget_old_folders(FIRST + timedelta(days=11)) == 0
    assert forget_old_folders(FIRST + timedelta(days=30)) == 1
    assert [path.exists() for path in (proving, old, last)] == [True, False, True]
    assert RunSite.objects.filter(folder="").count() == 1
    assert forget_old_folders(FIRST + timedelta(days=30)) == 0


def test_without_a_limit_everything_stays(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    looked(city, 0), looked(city, 1)
    monkeypatch.setattr(settings, "DEPLOYMENT", replace(settings.DEPLOYMENT, inspecting=Inspecting(keep_days=0)))  # type: ignore[misc]
    assert forget_old_folders(FIRST + timedelta(days=999)) == 0
