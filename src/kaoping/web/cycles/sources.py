"""What a cycle's scores come from: every app that knows something names it in its module `measures`, as SOURCE."""

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from kaoping.measures.inputs import Decision, Given, Inspection
from kaoping.schemes.model import ProviderSource
from kaoping.web.app_modules import modules_named
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.scheme_copies import scheme_of


@dataclass(frozen=True, slots=True)
class ByUnit:
    """Marks unit by unit. `prints` are texts by unit code that change whenever a unit's marks do (no text: no marks).

    `rest` is the stamp of all else that the source gives.
    """

    prints: Callable[[Cycle], Mapping[str, str]]
    marks: Callable[[Cycle, Collection[str]], Sequence[Given]]
    rest: Callable[[Cycle], str]


@dataclass(frozen=True, slots=True)
class Source:
    """What one app gives. `stamp` is text that changes whenever anything does that the others return.

    `inspections` are keyed by site address as on the roster, earlier ones first. Marks may be given
    `by_unit` too, so that few that changed need not be gathered with all.
    """

    stamp: Callable[[Cycle], str]
    marks: Callable[[Cycle], Sequence[Given]] | None = None
    imports: Callable[[Cycle], Sequence[Given]] | None = None
    providers: Callable[[Cycle], Sequence[Given]] | None = None
    decisions: Callable[[Cycle], Sequence[Decision]] | None = None
    inspections: Callable[[Cycle], Mapping[str, tuple[Inspection, ...]]] | None = None
    by_unit: ByUnit | None = None


@functools.cache
def sources() -> tuple[Source, ...]:
    """Return the sources of all apps."""
    return tuple(module.SOURCE for module in modules_named("measures"))


def measures_from(cycle: Cycle, column: str) -> tuple[str, ...]:
    """Return the measures of a cycle's scheme that read a provider column (`from:`), whatever the scheme calls them."""
    measures = scheme_of(cycle).measures.values()
    return tuple(one.name for one in measures if isinstance(one.source, ProviderSource) and one.source.name == column)
