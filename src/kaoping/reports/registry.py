"""A report is one module in `library` and, for pages, one template of the same name; nothing else is edited."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kaoping.reports.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page: where it goes (relative to the assessment's folder) and the values its template is given."""

    path: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Document:
    """A file of another kind, written by `write` at `path` (relative to the assessment's folder)."""

    path: str
    write: Callable[[Path], None]


Make: TypeAlias = "Callable[[Dossier], Iterable[Page | Document]]"


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `path` is the file that the overview links to under `title`; "" keeps it out of that list."""

    id: str
    title: str
    path: str
    order: int
    make: Make


def report(title: str, *, path: str = "", order: int = 100) -> Callable[[Make], Report]:
    """Describe the function that makes a report; its id, and its template's name, is the function's name."""

    def describe(make: Make) -> Report:
        name: str = getattr(make, "__name__", "")
        return Report(name, title, path, order, make)

    return describe


def all_reports(package: str = "kaoping.reports.library") -> tuple[Report, ...]:
    """Return every report of a folder in order. Raises ImportError for a module that defines none of its name."""
    found = []
    for info in pkgutil.iter_modules(importlib.import_module(package).__path__):
        module = importlib.import_module(f"{package}.{info.name}")
        described = getattr(module, info.name, None)
        if not isinstance(described, Report):
            raise ImportError(f"{module.__name__} defines no report named {info.name}")
        found.append(described)
    return tuple(sorted(found, key=lambda each: (each.order, each.id)))
