"""Close reading (精读): once a site's facts are known, the few pages that matter are parsed again and read for more."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kaoping.facts.discovery import Reader
from kaoping.facts.masked_page import hide_numbers
from kaoping.facts.parsed import ParsedPage
from kaoping.facts.record import PageRow, Reading
from kaoping.facts.store import FactStore, needs_of
from kaoping.facts.view import PageView
from kaoping.model.errors import StorageError

OpenPage = Callable[[PageRow], ParsedPage]  # raises StorageError when the page cannot be read again

_log = logging.getLogger(__name__)


def read_closely(store: FactStore, readers: Mapping[str, Reader], open_page: OpenPage) -> Mapping[str, Reading]:
    """Return what each reader says of the pages it wants; each page is opened once for all of them.

    What goes wrong with one reader or page is recorded there and does not touch the others.
    """
    rows = {row.record.number: row for row in store.record.pages if row.facts}
    desks = [_desk(store, reader, rows) for reader in readers.values()]
    for number in sorted({number for desk in desks for number in desk.wanted}):
        _read_page(rows[number], [desk for desk in desks if number in desk.wanted], open_page)
    return {desk.reader.extractor.name: desk.reading() for desk in desks}


@dataclass(slots=True)
class _Desk:
    """One reader at work."""

    reader: Reader
    wanted: frozenset[int] = frozenset()
    failed: str = ""
    values: dict[int, bytes] = field(default_factory=dict)
    nothing: list[int] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)

    def reading(self) -> Reading:
        return Reading(self.values, tuple(self.nothing), self.errors, self.failed)


def _desk(store: FactStore, reader: Reader, rows: Mapping[int, PageRow]) -> _Desk:
    try:
        facts = {name: store.get(kind) for name, kind in needs_of(reader.wanted).items()}
        chosen = [number for number in reader.wanted(**facts) if number in rows]
    except Exception as error:  # noqa: BLE001 the one boundary per reader's choice; what depends on it is not measured
        _log.exception("reader %s failed on %s", reader.extractor.name, store.record.site)
        return _Desk(reader, failed=f"{type(error).__name__}: {error}")
    return _Desk(reader, frozenset(chosen[: reader.most]))


def _read_page(row: PageRow, desks: list[_Desk], open_page: OpenPage) -> None:
    number = row.record.number
    try:
        view = PageView(open_page(row))
    except StorageError as error:
        for desk in desks:
            desk.errors[number] = str(error)
        return
    for desk in desks:
        extractor = desk.reader.extractor
        try:
            value = extractor.extract(view)
            if value is None:
                desk.nothing.append(number)
            else:
                desk.values[number] = extractor.encode(value)
        except Exception as error:  # noqa: BLE001 the one boundary per reader and page; the reading records it
            desk.errors[number] = f"{type(error).__name__}: {error}"
    told = {desk.reader.extractor.name: desk.values[number] for desk in desks if number in desk.values}
    hide_numbers(view, told)
    for desk in desks:
        if number in desk.values:
            desk.values[number] = told[desk.reader.extractor.name]
