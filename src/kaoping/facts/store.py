"""Resolves facts by their types: a site fact names what it is derived from as the parameters of `derive`."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar, cast, get_args, get_origin, get_type_hints

import msgspec

from kaoping.facts.discovery import PageExtractor, page_extractors
from kaoping.facts.record import PageRow, SiteRecord
from kaoping.model.errors import StorageError

T = TypeVar("T")


KEPT = 64  # decoded values that PerPage keeps: facts go through the pages in order, some of them several times


class PerPage(Generic[T], Mapping[int, T]):
    """What one extractor said, by page number; pages of which it said nothing are absent.

    A value is decoded when it is asked for and soon forgotten, so that a large site does not stand in memory twice.
    Raises StorageError where a stored value cannot be read.
    """

    def __init__(self, record: SiteRecord, extractor: PageExtractor) -> None:
        self._extractor = extractor
        self._rows = {row.record.number: row for row in record.pages if extractor.name in row.facts}
        self._decoded: dict[int, T] = {}

    def __getitem__(self, number: int) -> T:
        if number not in self._decoded:
            if len(self._decoded) >= KEPT:
                self._decoded.clear()
            self._decoded[number] = self._decode(self._rows[number])
        return self._decoded[number]

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


class FactStore:
    """The facts of one site, each derived once.

    `get` takes SiteRecord, `PerPage[Value]` (what the extractor of Value said), or a class with a classmethod
    `derive` whose parameters are typed with any of these.
    """

    def __init__(self, record: SiteRecord) -> None:
        self.record = record
        self._extractors = {extractor.kind: extractor for extractor in page_extractors().values()}
        self._known: dict[Any, Any] = {SiteRecord: record}

    def get(self, kind: type[T]) -> T:
        """Return the fact of type `kind`; raises TypeError when it is no fact, StorageError on unreadable facts."""
        if kind not in self._known:
            self._known[kind] = self._make(kind)
        return cast(T, self._known[kind])

    def _make(self, kind: Any) -> Any:
        if get_origin(kind) is PerPage:
            (value,) = get_args(kind)
            if value not in self._extractors:
                raise TypeError(f"no page extractor yields {value!r}")
            return PerPage(self.record, self._extractors[value])
        if not hasattr(kind, "derive"):
            raise TypeError(f"not a fact: {kind!r}")
        return kind.derive(**{name: self.get(needed) for name, needed in needs_of(kind.derive).items()})


def needs_of(function: Any) -> dict[str, Any]:
    """Return the types of a function's parameters by name, generic aliases included."""
    hints = get_type_hints(function)
    hints.pop("return", None)
    return hints
