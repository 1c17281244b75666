"""What an earlier run knew of a site, as far as it saves reading pages again that have not changed since."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kaoping.model.pages import PageRecord

if TYPE_CHECKING:
    from kaoping.crawl.stored import StoredAnswer


class EarlierTarget(NamedTuple):
    """A target of the earlier run. `place` and `level` are those of the queue of pages (-1: not a page).

    `first_on` is the number of the page that carried it first, from which `text` is.
    """

    number: int
    url: str
    text: str
    reason: str
    place: int
    level: int
    first_on: int


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """A page that was read by what reads pages now, under the address that was asked for.

    `etag` and `last_modified` are its validators, empty where there are none or its answer was not kept.
    """

    record: PageRecord
    etag: str = ""
    last_modified: str = ""

    @property
    def conditions(self) -> tuple[str, ...]:
        """The header lines that ask for the page only if it has changed (RFC 9110, 13.1.2 and 13.1.3)."""
        lines = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return tuple(f"{name}: {value}" for name, value in lines if value)


class EarlierSite(Protocol):
    """The earlier run of one site. `targets` are all of its targets by number."""

    @property
    def targets(self) -> Sequence[EarlierTarget]: ...

    def page(self, url: str) -> EarlierPage | None:
        """Return the page of an address where its facts may be used again."""

    def links(self, page: EarlierPage) -> "tuple[array[int], bytearray]":
        """Return the targets of a page, each once, in its order, and the kinds by which they are there first.

        A kind is its place in `list(LinkKind)`.
        """

    def facts(self, page: EarlierPage, numbers: Mapping[int, int]) -> Mapping[str, bytes]:
        """Return what extractors said of a page, with the numbers of its targets replaced as `numbers` says."""

    def members(self, page: EarlierPage) -> Sequence[bytes]:
        """Return the WARC members of response and request of a page that has validators.

        Raises StorageError where they cannot be read.
        """

    def answer(self, page: EarlierPage) -> "StoredAnswer":
        """Return the answer of a page that has validators. Raises StorageError where it cannot be read."""
