"""What only a browser shows is found in the sample city, and nothing else of the kind."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping.attachments.contract import AttachmentOptions
from kaoping.browse.contract import BrowseOptions
from kaoping.checks.discovery import all_checks
from kaoping.crawl.contract import CrawlOptions
from kaoping.demo.build import AS_OF, SEED, build_city
from kaoping.demo.compare import compare
from kaoping.demo.folder import connections
from kaoping.demo.process import served_city
from kaoping.demo.serve import LOOPBACK
from kaoping.gather.contract import GatherOptions
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.profile import plan_with
from tests.browse.looking import SHORT, needs_chromium

UNITS = ("fagai", "tongji", "nongye")
CHECKS = ("accessibility", "floating-ads", "mobile-layout", "hidden-links")
FEW_PAGES = 8  # the home page and what is linked first: the whole city is for `kaoping demo --browser`


@pytest.mark.full
def test_what_only_a_browser_shows_is_found_on_the_home_pages(tmp_path: Path) -> None:
    needs_chromium()
    browse = BrowseOptions(pages=1, scripted=0, no_sandbox=SHORT.no_sandbox, pause=0, settle=2)
    plans = [plan_with(all_checks()[check], {}) for check in CHECKS]
    with served_city(AS_OF, SEED, 0) as served:
        ports = served.ports
        manifest = build_city(ports, AS_OF, SEED).manifest
        options = CrawlOptions(
            max_pages=FEW_PAGES,
            pace=400,
            allow_private=(f"{LOOPBACK}/32",),
            connect_to=tuple(connections(ports)),
            canaries=(f"http://{LOOPBACK}:{ports['platform']}/alive",),
            check_links=False,
        )
        urls = tuple(manifest.sites[unit] for unit in UNITS)
        request = InspectRequest(
            urls,
            tmp_path,
            options,
            gather=GatherOptions(enabled=False),
            attachments=AttachmentOptions(0),
            browse=browse,
        )
        done = inspect_sites(request, lambda: datetime.now(UTC), plans=plans)
    faults = [each for each in manifest.faults if each.unit in UNITS and each.check in CHECKS]
    found = [finding for site in done for finding in site.judgement.findings]
    result = compare(replace(manifest, faults=[each for each in faults if each.browser]), found, browser=True)
    assert result.planted == 8
    assert result.missed == ()
    known = compare(replace(manifest, faults=faults), found, browser=True)
    assert known.unexpected == ()
