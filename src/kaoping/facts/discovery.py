"""Finds page extractors and readers by folder: modules of `facts/page` and `facts/reading` with `extract`."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from kaoping.facts import page as page_folder
from kaoping.facts import reading as reading_folder
from kaoping.facts.view import PageView


class Shows(StrEnum):
    """What of a page as a browser shows it an extractor is asked of: what is visible, or all that is there."""

    VISIBLE = "visible"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class PageExtractor:
    """One page fact: `extract` gives its value (None: nothing to say), `encode`/`decode` its JSON bytes.

    `shows` is None where it is asked only of the page as it was sent; else its module says so as `SHOWS`. `renumber`
    returns a value with other numbers of targets; None where values hold none.

    The extractors of one page are given the same view, so that each of its parts is computed once. `decode` raises
    msgspec.DecodeError when the bytes are something else.
    """

    name: str
    kind: Any  # the type of the value
    extract: Callable[[PageView], Any]
    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], Any]
    shows: Shows | None = None
    renumber: Callable[[Any, Mapping[int, int]], Any] | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """One close reading: `wanted` takes facts of the first pass by type and names the pages, at most `most` of them.

    What `extractor` then says of each of these pages is kept with the site (see `facts.close_reading`).
    """

    extractor: PageExtractor
    wanted: Callable[..., Sequence[int]]
    most: int


def page_extractors() -> Mapping[str, PageExtractor]:
    """Return a fresh set of all page extractors by name; one set serves one thread."""
    return {name: _extractor(name, module) for name, module in _modules(page_folder)}


def readers() -> Mapping[str, Reader]:
    """Return a fresh set of all readers by name."""
    return {
        name: Reader(_extractor(name, module), module.wanted, module.MOST) for name, module in _modules(reading_folder)
    }


def _modules(folder: ModuleType) -> Iterator[tuple[str, ModuleType]]:
    for info in pkgutil.iter_modules(folder.__path__):
        yield info.name, importlib.import_module(f"{folder.__name__}.{info.name}")


def _extractor(name: str, module: ModuleType) -> PageExtractor:
    kind = extracted_type(module)
    shows = Shows(module.SHOWS) if hasattr(module, "SHOWS") else None
    decode = msgspec.json.Decoder(kind).decode
    renumber = getattr(module, "renumbered", None)
    return PageExtractor(name, kind, module.extract, msgspec.json.encode, decode, shows, renumber)


def extracted_type(module: ModuleType) -> Any:
    """Return the type that a module's `extract` yields when it has something to say."""
    hint = get_type_hints(module.extract)["return"]
    if get_origin(hint) in (Union, UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        return kinds[0] if len(kinds) == 1 else hint
    return hint
