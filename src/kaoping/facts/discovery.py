"""Finds page extractors by folder: every module of `facts/page` with a function `extract`."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from kaoping.facts import page as page_folder
from kaoping.facts.parsed import ParsedPage
from kaoping.facts.view import PageView


class _Views:
    """Hands the extractors of one page the same view, so that each of its parts is computed once."""

    def __init__(self) -> None:
        self._last: PageView | None = None

    def of(self, page: ParsedPage) -> PageView:
        if self._last is None or self._last.page is not page:
            self._last = PageView(page)
        return self._last


@dataclass(frozen=True, slots=True)
class PageExtractor:
    """One page fact: `extract` gives its value (None: nothing to say), `encode`/`decode` its JSON bytes."""

    name: str
    kind: Any  # the type of the value
    function: Callable[[PageView], Any]
    views: _Views
    encoder: msgspec.json.Encoder
    decoder: Any

    def extract(self, page: ParsedPage) -> Any | None:
        """Return what this extractor says of `page`, or None."""
        return self.function(self.views.of(page))

    def encode(self, value: Any) -> bytes:
        """Return the value as JSON bytes."""
        return self.encoder.encode(value)

    def decode(self, data: bytes) -> Any:
        """Return the value that `encode` made `data` of; raises msgspec.DecodeError when it is something else."""
        return self.decoder.decode(data)


def page_extractors() -> Mapping[str, PageExtractor]:
    """Return a fresh set of all page extractors by name; one set serves one thread."""
    views = _Views()
    encoder = msgspec.json.Encoder()
    found = {}
    for info in pkgutil.iter_modules(page_folder.__path__):
        module = importlib.import_module(f"{page_folder.__name__}.{info.name}")
        kind = extracted_type(module)
        found[info.name] = PageExtractor(info.name, kind, module.extract, views, encoder, msgspec.json.Decoder(kind))
    return found


def extracted_type(module: ModuleType) -> Any:
    """Return the type that a module's `extract` yields when it has something to say."""
    hint = get_type_hints(module.extract)["return"]
    if get_origin(hint) in (Union, UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        return kinds[0] if len(kinds) == 1 else hint
    return hint
