"""Resolves facts by their types: a site fact names what it is derived from as the parameters of `derive`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Generic, TypeVar, cast, get_args, get_origin, get_type_hints, overload

import msgspec

from kaoping.facts.discovery import PageExtractor, page_extractors, readers
from kaoping.facts.record import PageRow, Reading, SiteRecord
from kaoping.model.browser_looks import Device
from kaoping.model.errors import StorageError

T = TypeVar("T")
D = TypeVar("D")


SMALL = 2048  # pages; of a site that has no more PerPage keeps every value, since most are asked for several times
KEPT = 64  # decoded values that it keeps of a larger one: facts go through the pages in order


class PerPage(Generic[T], Mapping[int, T]):
    """What one extractor said, by page number; pages of which it said nothing are absent.

    A value is decoded when it is asked for, and of a large site soon forgotten, which would else stand in memory twice.
    Raises StorageError where a stored value cannot be read.
    """

    def __init__(self, record: SiteRecord, extractor: PageExtractor) -> None:
        self._extractor = extractor
        self._rows = {row.record.number: row for row in record.pages if extractor.name in row.facts}
        self._decoded: dict[int, T] = {}
        self._most = SMALL if len(self._rows) <= SMALL else KEPT

    def __getitem__(self, number: int) -> T:
        known = self._decoded.get(number)
        if known is None:
            if len(self._decoded) >= self._most:
                self._decoded.clear()
            known = self._decoded[number] = self._decode(self._rows[number])
        return known

    @overload
    def get(self, key: int, /) -> T | None: ...
    @overload
    def get(self, key: int, /, default: T | D) -> T | D: ...
    def get(self, key: int, /, default: object = None) -> object:
        """Return what was said of a page, `default` where nothing was."""
        return self[key] if key in self._rows else default

    def __contains__(self, number: object) -> bool:
        return number in self._rows

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _decode(self, row: PageRow) -> T:
        try:
            return cast(T, self._extractor.decode(row.facts[self._extractor.name]))
        except msgspec.DecodeError as error:
            raise StorageError(
                f"{row.record.url}：已存的页面事实“{self._extractor.name}”无法读取（{error}）。请重新巡检该网站。"
            ) from error


class Shown(Generic[T], Mapping[int, T]):
    """What one extractor said of the pages as a browser shows them, by page number; only of pages that one saw.

    `whole` are the pages on which nothing more was going to come: what is missing there is missing. Raises StorageError
    where a stored value cannot be read.
    """

    def __init__(self, record: SiteRecord, extractor: PageExtractor) -> None:
        self._values = {
            number: facts[extractor.name] for number, facts in record.shown.items() if extractor.name in facts
        }
        self._extractor = extractor
        looked = record.browser.pages if record.browser is not None else ()
        wholly = {page.number for page in looked if page.device is Device.DESKTOP and page.whole and not page.reason}
        self.whole = frozenset(number for number in record.shown if number in wholly)

    def __getitem__(self, number: int) -> T:
        try:
            return cast(T, self._extractor.decode(self._values[number]))
        except msgspec.DecodeError as error:
            raise StorageError(
                f"已存的浏览器所见“{self._extractor.name}”无法读取（{error}）。请重新巡检该网站。"
            ) from error

    def __contains__(self, number: object) -> bool:
        return number in self._values

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._values))

    def __len__(self) -> int:
        return len(self._values)


class NotReadError(Exception):
    """Pages were not read closely (精读), so that what depends on it is not measured, by our fault."""


class Readings(Generic[T], Mapping[int, T]):
    """What one reader said on close reading, by page number. `read` are all pages it read or tried to read.

    `errors` are those that could not be read, and why. Raises StorageError where a stored value cannot be read.
    """

    def __init__(self, reading: Reading, extractor: PageExtractor) -> None:
        self._reading, self._extractor = reading, extractor

    @property
    def errors(self) -> Mapping[int, str]:
        return self._reading.errors

    @property
    def read(self) -> tuple[int, ...]:
        said = self._reading
        return tuple(sorted({*said.values, *said.nothing, *said.errors}))

    def __getitem__(self, number: int) -> T:
        try:
            return cast(T, self._extractor.decode(self._reading.values[number]))
        except msgspec.DecodeError as error:
            raise StorageError(
                f"已存的精读结果“{self._extractor.name}”无法读取（{error}）。请重新巡检该网站。"
            ) from error

    def __contains__(self, number: object) -> bool:
        return number in self._reading.values

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._reading.values))

    def __len__(self) -> int:
        return len(self._reading.values)


class FactStore:
    """The facts of one site, each derived once.

    `get` takes SiteRecord, `PerPage[Value]` (what the extractor of Value said), `Shown[Value]` (what it said of pages
    as a browser shows them), `Readings[Value]` (what the reader of Value said), or a class with a classmethod `derive`
    whose parameters are typed with any of these.
    """

    def __init__(self, record: SiteRecord) -> None:
        self.record = record
        self._extractors = {extractor.kind: extractor for extractor in page_extractors().values()}
        self._readers = {reader.extractor.kind: reader.extractor for reader in readers().values()}
        self._known: dict[Any, Any] = {SiteRecord: record}

    def add_readings(self, readings: Mapping[str, Reading]) -> None:
        """Add what close reading gave. Facts derived before stay: none of them can have known it."""
        self.record = self._known[SiteRecord] = replace(self.record, readings=readings)

    def get(self, kind: type[T]) -> T:
        """Return the fact of type `kind`; raises TypeError when it is no fact, StorageError on unreadable facts."""
        if kind not in self._known:
            self._known[kind] = self._make(kind)
        return cast(T, self._known[kind])

    def _make(self, kind: Any) -> Any:
        if get_origin(kind) in (PerPage, Shown):
            (value,) = get_args(kind)
            if value not in self._extractors:
                raise TypeError(f"no page extractor yields {value!r}")
            return get_origin(kind)(self.record, self._extractors[value])
        if get_origin(kind) is Readings:
            return self._readings(get_args(kind)[0])
        if not hasattr(kind, "derive"):
            raise TypeError(f"not a fact: {kind!r}")
        return kind.derive(**{name: self.get(needed) for name, needed in needs_of(kind.derive).items()})

    def _readings(self, value: Any) -> Any:
        if value not in self._readers:
            raise TypeError(f"no reader yields {value!r}")
        extractor = self._readers[value]
        said = (self.record.readings or {}).get(extractor.name)
        if said is None or said.failed:
            raise NotReadError(said.failed if said is not None else extractor.name)
        return Readings(said, extractor)


def needs_of(function: Any) -> dict[str, Any]:
    """Return the types of a function's parameters by name, generic aliases included."""
    hints = get_type_hints(function)
    hints.pop("return", None)
    return hints
