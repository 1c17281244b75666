"""`earlier.json` of a site's folder: what the inspection named by `--previous` had seen of the site."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from kaoping.evidence.durable import replace_file
from kaoping.facts.discovery import PageExtractor
from kaoping.facts.record import PageRow
from kaoping.model.earlier_sight import EarlierList, EarlierSight
from kaoping.model.errors import StorageError
from kaoping.model.pages import Life, LinkKind, TargetRecord
from kaoping.runs.outputs import read_coverage
from kaoping.runs.segments import read_site_tables
from kaoping.runs.stored_json import read_or_none
from kaoping.worktime import in_beijing

NAME = "earlier.json"

_log = logging.getLogger(__name__)


def keep_earlier_sight(directory: Path, earlier: Path, items: PageExtractor) -> None:
    """Write what the inspection in `earlier` had seen of the site in `directory`, whose tables are there.

    `items` is the extractor of dated items. Nothing is written where the earlier one cannot be read any more.
    """
    try:
        before, _, known = read_site_tables(earlier)
        coverage = read_coverage(earlier / "coverage.json")
        now, _, targets = read_site_tables(directory)
    except (OSError, StorageError):
        _log.warning("%s: what was seen earlier is not known", directory)
        return
    day = in_beijing(coverage.started).date()
    sight = read_earlier_sight(earlier)
    first = _first_seen(known, targets, (day, sight.first_seen if sight is not None else {}))
    numbers = {row.record.url: row.record.number for row in now}
    lists = dict(_lists(before, numbers, items))
    replace_file(directory / NAME, [msgspec.json.encode(EarlierSight(coverage.started, first, lists))])


def read_earlier_sight(directory: Path) -> EarlierSight | None:
    """Return what was seen earlier; None where no inspection was named, or the file cannot be read."""
    return read_or_none(directory / NAME, EarlierSight)


def _first_seen(
    known: Sequence[TargetRecord], targets: Sequence[TargetRecord], since: tuple[date, Mapping[int, date]]
) -> dict[int, date]:
    """Return the day of every target of today that was there before; `since`: the earlier day, and days before it."""
    day, before = since
    seen = {each.url: before.get(each.number, day) for each in known if each.life is not Life.DEAD}
    return {
        each.number: seen[each.url]
        for each in targets
        if each.url in seen and each.kind is LinkKind.LINK and not each.offsite
    }


def _lists(
    rows: Sequence[PageRow], numbers: Mapping[str, int], items: PageExtractor
) -> Iterator[tuple[int, EarlierList]]:
    for row in rows:
        number = numbers.get(row.record.url)
        if number is None or items.name not in row.facts:
            continue
        found = items.decode(row.facts[items.name])
        dates = [date.fromisoformat(item.date) for item in found if item.date[:1].isdigit()]
        if dates:
            yield number, EarlierList(min(dates), tuple(item.text for item in found))
