"""Resolves facts by their types: a site fact names what it is derived from as the parameters of `derive`."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar, cast, get_args, get_origin, get_type_hints

import msgspec

from kaoping.facts.discovery import PageExtractor, page_extractors
from kaoping.facts.record import SiteRecord
from kaoping.model.errors import StorageError

T = TypeVar("T")


class PerPage(Generic[T], Mapping[int, T]):
    """What one extractor said, by page number; pages of which it said nothing are absent. Decoded on first use."""

    def __init__(self, record: SiteRecord, extractor: PageExtractor) -> None:
        self._values: dict[int, T] = {}
        for row in record.pages:
            data = row.facts.get(extractor.name)
            if data is None:
                continue
            try:
                self._values[row.record.number] = extractor.decode(data)
            except msgspec.DecodeError as error:
                raise StorageError(
                    f"{row.record.url}:已存的页面事实“{extractor.name}”无法读取({error})。请重新巡检该网站。"
                ) from error

    def __getitem__(self, number: int) -> T:
        return self._values[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


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
