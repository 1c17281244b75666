"""`readings.json` of a site's folder: what close reading (精读) gave, written once before anything is judged."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from kaoping.crawl.stored import StoredPages
from kaoping.crawl.warc import NAME as SPOOL
from kaoping.evidence.durable import replace_file
from kaoping.facts.close_reading import read_closely
from kaoping.facts.discovery import readers
from kaoping.facts.record import Reading
from kaoping.facts.store import FactStore
from kaoping.runs.stored_json import read_or_none

NAME = "readings.json"


def ensure_readings(directory: Path, store: FactStore) -> None:
    """Read the site's wanted pages closely and keep what that gives, unless it was done before a kill.

    Without the spool nothing can be read any more; what depends on it is then not measured.
    """
    if store.record.readings is not None or not (directory / SPOOL).exists():
        return
    pages = StoredPages(directory, store.record.targets)
    readings = read_closely(store, readers(), lambda row: pages.open(row.record))
    write_readings(directory, readings)
    store.add_readings(readings)


def write_readings(directory: Path, readings: Mapping[str, Reading]) -> None:
    """Write the readings so that the file is either all there or not there."""
    said = {
        name: _Stored(
            {number: msgspec.Raw(value) for number, value in sorted(reading.values.items())},
            reading.nothing,
            dict(reading.errors),
            reading.failed,
        )
        for name, reading in sorted(readings.items())
    }
    replace_file(directory / NAME, [msgspec.json.format(msgspec.json.encode(said), indent=1) + b"\n"])


def read_readings(directory: Path) -> Mapping[str, Reading] | None:
    """Return the readings of a site, None where there are none or the file cannot be read: they are not measured."""
    stored = read_or_none(directory / NAME, dict[str, _Stored])
    if stored is None:
        return None
    return {
        name: Reading(
            {number: bytes(value) for number, value in each.values.items()}, each.nothing, each.errors, each.failed
        )
        for name, each in stored.items()
    }


class _Stored(msgspec.Struct, frozen=True, omit_defaults=True):
    values: dict[int, msgspec.Raw] = {}
    nothing: tuple[int, ...] = ()
    errors: dict[int, str] = {}
    failed: str = ""
