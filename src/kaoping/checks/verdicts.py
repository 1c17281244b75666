"""What a check yields: verdicts about single loci, how much it looked at, and why it could not look at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kaoping.model.findings import EMPTY, Plain, Verdict
from kaoping.model.outcomes import CheckStatus, Fault, Outcome, PageKind

MAX_SNIPPET = 300


@dataclass(frozen=True, slots=True)
class Examined:
    """How many things a check looked at (the last one yielded counts)."""

    count: int


@dataclass(frozen=True, slots=True)
class Whole:
    """The check as a whole is not applicable to the site, or could not be measured."""

    status: CheckStatus
    reason: str
    fault: Fault | None = None


Said: TypeAlias = Verdict | Examined | Whole


def fail(
    locus: str,
    url: str = "",
    values: Mapping[str, Plain] = EMPTY,
    *,
    page: PageKind = PageKind.SITE,
    reason: str = "",
    snippet: str = "",
) -> Verdict:
    """A fault that costs a mark by itself."""
    return Verdict(Outcome.FAIL, locus, url, page, values, Fault.SITE, reason, snippet[:MAX_SNIPPET])


def suspected(
    locus: str,
    url: str = "",
    values: Mapping[str, Plain] = EMPTY,
    *,
    page: PageKind = PageKind.SITE,
    reason: str = "",
    snippet: str = "",
) -> Verdict:
    """What looks like a fault; a person must confirm it before it costs a mark."""
    return Verdict(Outcome.SUSPECTED, locus, url, page, values, None, reason, snippet[:MAX_SNIPPET])


def manual(
    locus: str,
    url: str = "",
    values: Mapping[str, Plain] = EMPTY,
    *,
    page: PageKind = PageKind.SITE,
    reason: str = "",
    snippet: str = "",
) -> Verdict:
    """What only a person can tell."""
    return Verdict(Outcome.MANUAL, locus, url, page, values, None, reason, snippet[:MAX_SNIPPET])


def passed(
    locus: str,
    url: str = "",
    values: Mapping[str, Plain] = EMPTY,
    *,
    page: PageKind = PageKind.SITE,
    reason: str = "",
) -> Verdict:
    """A locus that was looked at and is right."""
    return Verdict(Outcome.PASS, locus, url, page, values, None, reason)


def not_measured(
    locus: str,
    url: str = "",
    values: Mapping[str, Plain] = EMPTY,
    *,
    fault: Fault,
    page: PageKind = PageKind.SITE,
    reason: str = "",
) -> Verdict:
    """A single locus that could not be looked at, and whose fault that is: never costs a mark."""
    return Verdict(Outcome.NOT_MEASURED, locus, url, page, values, fault, reason)


def not_applicable(
    locus: str,
    url: str = "",
    values: Mapping[str, Plain] = EMPTY,
    *,
    page: PageKind = PageKind.SITE,
    reason: str = "",
) -> Verdict:
    """A single locus to which the check does not apply."""
    return Verdict(Outcome.NOT_APPLICABLE, locus, url, page, values, None, reason)


def examined(count: int) -> Examined:
    """How many things were looked at."""
    return Examined(count)


def check_not_applicable(reason: str) -> Whole:
    """The check as a whole does not apply to this site."""
    return Whole(CheckStatus.NOT_APPLICABLE, reason)


def check_not_measured(reason: str, fault: Fault) -> Whole:
    """The check as a whole could not be measured on this site, and whose fault that is."""
    return Whole(CheckStatus.NOT_MEASURED, reason, fault)
