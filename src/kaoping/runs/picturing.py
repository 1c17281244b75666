"""Picture the findings of judged sites: automatically where a browser was sent, or later from what was kept."""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaoping.browse.chromium import NoBrowserError, find_chromium
from kaoping.browse.contract import BrowseOptions
from kaoping.checks.discovery import all_checks
from kaoping.evidence.sealing import read_seal, seal_run
from kaoping.model.errors import InputError
from kaoping.reports.reasons import reason_text
from kaoping.reports.site_page import write_site_page
from kaoping.runs.batch import batch_lock
from kaoping.runs.framed_findings import frame_findings, picture_links
from kaoping.runs.outputs import read_checks, read_coverage, read_findings
from kaoping.runs.sealed_folders import sealed_sites


@dataclass(frozen=True, slots=True)
class Pictured:
    """One site after picturing: its folder's name, how many findings have a picture, on how many of these a frame."""

    folder: str
    pictures: int
    framed: int


def picture_results(directory: Path, options: BrowseOptions, now: Callable[[], datetime]) -> tuple[Pictured, ...]:
    """Picture the findings of an inspection or assessment that is finished, and seal the sites anew.

    Raises InputError where there is nothing that was sealed, or no browser.
    """
    try:
        find_chromium(options, os.environ)
        sites = sealed_sites(directory)
        done = []
        with batch_lock(sites.ledger.path.parent):
            for folder in sites.folders:
                done.append(picture_site(folder, options, now()))
                seal_run(read_seal(folder).site, folder, sites.ledger, now())
    except NoBrowserError as error:
        raise InputError(f"{reason_text(str(error))}。") from error
    return tuple(done)


def picture_if_possible(directory: Path, options: BrowseOptions, now: datetime) -> None:
    """Picture the findings of one judged site where a browser is there."""
    with contextlib.suppress(NoBrowserError):  # its absence was told, and is kept with the site
        picture_site(directory, options, now)


def picture_site(directory: Path, options: BrowseOptions, now: datetime) -> Pictured:
    """Picture the findings of one judged site and name the pictures on its page. Raises NoBrowserError."""
    findings = tuple(read_findings(directory / "findings.jsonl"))
    titles = {check.id: check.entry.title for check in all_checks().values()}
    framed = frame_findings(directory, findings, options, now=now, titles=titles)
    records, coverage = read_checks(directory / "checks.json"), read_coverage(directory / "coverage.json")
    page = directory / "index.html"
    write_site_page(page, coverage, (findings, tuple(records)), titles, pictures=picture_links(framed))
    return Pictured(directory.name, len(framed), sum(each.places > 0 for each in framed))
