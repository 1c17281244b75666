"""`looks.json` of a site's folder: what was seen of it beside its pages."""

from pathlib import Path

import msgspec

from kaoping.model.site_looks import SiteLooks
from kaoping.runs.batch import write_text
from kaoping.runs.stored_json import read_or_none

NAME = "looks.json"


def write_looks(directory: Path, looks: SiteLooks) -> None:
    """Write the looks so that the file is either all there or not there."""
    write_text(directory / NAME, msgspec.json.format(msgspec.json.encode(looks), indent=1).decode())


def read_looks(directory: Path) -> SiteLooks | None:
    """Return the looks of a site, None where there are none or the file cannot be read: they are then not measured."""
    return read_or_none(directory / NAME, SiteLooks)
