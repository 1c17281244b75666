"""The catalogue: what schemes must know of checks and provider columns, as plain data handed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from kaoping.model.findings import Plain


@dataclass(frozen=True, slots=True)
class ParamSpec:
    """A parameter that a check declares. `type` is one of int, number, bool, str, strs (list), date, duration."""

    name: str
    type: str
    default: Plain


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A check as schemes see it. `values` names what its findings measure (for `take` and `where`)."""

    id: str
    title: str
    version: str
    params: tuple[ParamSpec, ...]
    outcomes: tuple[str, ...]
    values: tuple[str, ...]
    stage: str  # trial | counted | retired
    basis: str
    since: str
    matters: str = ""  # why it matters, and what to do about it, for people of the site
    advice: str = ""


@dataclass(frozen=True, slots=True)
class ProviderEntry:
    """A provider column (`from:`), its kind and the selectors its `where` may use (name → allowed values or ())."""

    name: str
    kind: str
    selectors: Mapping[str, tuple[str, ...]]
    title: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All checks by id and all provider columns by name."""

    checks: Mapping[str, CheckEntry]
    providers: Mapping[str, ProviderEntry]
