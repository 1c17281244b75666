"""One inspected site for all tests of evidence; those that change it get a copy."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping.browse.contract import BrowseOptions
from kaoping.crawl.contract import CrawlOptions
from kaoping.runs.inspect import InspectRequest, inspect_sites
from tests.runs.small_site import pages, served

OPTIONS = CrawlOptions(pace=500, allow_private=("127.0.0.0/8",), check_offsite=False, second_look_after=0.01)
NO_BROWSER = BrowseOptions(pages=1, chromium="/nowhere/chromium")  # its absence is kept and sealed too
OPTIONS_OFFSITE = replace(OPTIONS, check_offsite=True, canaries=())
NUMBER = "110101" + "19900307" + "123X"  # an invented identity number whose check digit is made right below


def identity_number() -> str:
    """Return an invented identity number with a right check digit, so that the check finds it."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return NUMBER[:17] + "10X98765432"[sum(int(a) * b for a, b in zip(NUMBER[:17], weights, strict=True)) % 11]


def site_with_faults() -> dict[str, str]:
    """Return the small site with a page that shows a person's number, and pages that prove nothing."""
    site = pages()
    more = "".join(f"<a href='/plain/{n}'>说明{n}</a>" for n in range(4))
    site["/xw/1.html"] = site["/xw/1.html"].replace("会议研究了", f"公示：闻某，{identity_number()}。{more}会议研究了")
    label = "<meta name='SiteName' content='云泽市人民政府'><meta name='SiteIDCode' content='9999000001'>"
    for n in range(4):
        site[f"/plain/{n}"] = f"<html><head><title>办事说明{n}</title>{label}</head><body>第{n}项说明。</body></html>"
    return site


@pytest.fixture(scope="session")
def inspected_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("inspected")
    with served(site_with_faults()) as address:
        request = InspectRequest((address,), out, OPTIONS, browse=NO_BROWSER)
        inspect_sites(request, lambda: datetime.now(UTC))
    return out


@pytest.fixture
def results(inspected_once: Path, tmp_path: Path) -> Path:
    """A copy of the inspection's folder."""
    return Path(shutil.copytree(inspected_once, tmp_path / "results"))


@pytest.fixture
def folder(results: Path) -> Path:
    """The site's folder in the copy."""
    (folder,) = (path for path in results.iterdir() if path.is_dir())
    return folder
