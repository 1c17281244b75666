"""Findings: one thing seen by one check at one place, with an identity that is equal between runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from kaoping.model.canonical import digest
from kaoping.model.outcomes import CheckStatus, Fault, Outcome, PageKind

Plain: TypeAlias = "str | int | float | bool | Decimal | date | Sequence[Plain] | Mapping[str, Plain] | None"
EMPTY: Mapping[str, Plain] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says about one locus; the conductor adds check, site, time and identity.

    `locus` is the normalised thing looked at (a target URL, a column's URL, a footer mark's name): together with
    check, parameters and site it is the finding's identity, so it must not hold anything that changes between runs.
    `url` is the page on which a person sees it. `values` are measured values for `where`, `take` and display.
    """

    outcome: Outcome
    locus: str
    url: str = ""
    page: PageKind = PageKind.SITE
    values: Mapping[str, Plain] = field(default_factory=lambda: EMPTY)
    fault: Fault | None = None
    reason: str = ""
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """问题: a verdict with identity. `key` is equal between runs, `id` is this sighting only."""

    id: str
    key: str
    check: str
    check_version: str
    params: Mapping[str, Plain]
    outcome: Outcome
    site: str
    url: str
    page: PageKind
    values: Mapping[str, Plain]
    fault: Fault | None
    reason: str
    snippet: str
    evidence: Mapping[str, Plain]
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """One check to run with the whole set of its parameters."""

    check: str
    params: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What one check with one set of parameters did on one site: zero findings is not full marks."""

    check: str
    params: Mapping[str, Plain]
    status: CheckStatus
    examined: int
    fault: Fault | None = None
    reason: str = ""


def finding_key(check: str, params: Mapping[str, Plain], site: str, locus: str) -> str:
    """Return the identity of a finding that decisions, waivers and appeals hang on (24 hex digits)."""
    return digest([check, params, site, locus], 24)


def sighting_id(key: str, at: datetime) -> str:
    """Return the identity of one sighting of the finding `key` in the run that judged at `at`."""
    return digest([key, at], 24)
