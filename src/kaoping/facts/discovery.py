"""Finds page extractors by folder: every module of `facts/page` with a function `extract`."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from kaoping.facts import page as page_folder
from kaoping.facts.view import PageView


@dataclass(frozen=True, slots=True)
class PageExtractor:
    """One page fact: `extract` gives its value (None: nothing to say), `encode`/`decode` its JSON bytes.

    The extractors of one page are given the same view, so that each of its parts is computed once. `decode` raises
    msgspec.DecodeError when the bytes are something else.
    """

    name: str
    kind: Any  # the type of the value
    extract: Callable[[PageView], Any]
    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], Any]


def page_extractors() -> Mapping[str, PageExtractor]:
    """Return a fresh set of all page extractors by name; one set serves one thread."""
    encoder = msgspec.json.Encoder()
    found = {}
    for info in pkgutil.iter_modules(page_folder.__path__):
        module = importlib.import_module(f"{page_folder.__name__}.{info.name}")
        kind = extracted_type(module)
        decoder = msgspec.json.Decoder(kind)
        found[info.name] = PageExtractor(info.name, kind, module.extract, encoder.encode, decoder.decode)
    return found


def extracted_type(module: ModuleType) -> Any:
    """Return the type that a module's `extract` yields when it has something to say."""
    hint = get_type_hints(module.extract)["return"]
    if get_origin(hint) in (Union, UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        return kinds[0] if len(kinds) == 1 else hint
    return hint
