"""`browser.json` of a site's folder and the pictures it names: what a browser saw of the site's chosen pages."""

from pathlib import Path

import msgspec

from kaoping.browse.contract import SiteSeen
from kaoping.evidence.durable import replace_file
from kaoping.evidence.pictures import PICTURES
from kaoping.facts.record import SiteRecord
from kaoping.model.browser_looks import BrowserLooks
from kaoping.runs.batch import write_text
from kaoping.runs.browser_search import picture_name
from kaoping.runs.shown_file import write_shown
from kaoping.runs.stored_json import read_or_none

NAME = "browser.json"


def write_browser(directory: Path, record: SiteRecord, seen: SiteSeen) -> None:
    """Write what a browser saw of a site so that the looks are there only when all else is."""
    folder = directory / PICTURES
    searches = {picture_name(at): each.picture for at, each in enumerate(seen.searched) if each.picture}
    for name, picture in {**seen.pictures, **searches}.items():
        folder.mkdir(exist_ok=True)
        replace_file(folder / name, [picture])
    write_shown(directory, record, seen.documents)
    write_text(directory / NAME, msgspec.json.format(msgspec.json.encode(seen.looks), indent=1).decode())


def read_browser(directory: Path) -> BrowserLooks | None:
    """Return what a browser saw of a site, None where it was not sent or the file cannot be read: not measured then."""
    return read_or_none(directory / NAME, BrowserLooks)
