"""What a check yields: verdicts about single loci, how much it looked at, and why it could not look at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kaoping.model.findings import Plain, Verdict
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
    locus: str, url: str = "", *, page: PageKind = PageKind.SITE, reason: str = "", snippet: str = "", **values: Plain
) -> Verdict:
    """A fault that costs a mark by itself."""
    return _verdict(Outcome.FAIL, locus, url, page, _Why(reason, snippet, Fault.SITE), values)


def suspected(
    locus: str, url: str = "", *, page: PageKind = PageKind.SITE, reason: str = "", snippet: str = "", **values: Plain
) -> Verdict:
    """What looks like a fault; a person must confirm it before it costs a mark."""
    return _verdict(Outcome.SUSPECTED, locus, url, page, _Why(reason, snippet, None), values)


def manual(
    locus: str, url: str = "", *, page: PageKind = PageKind.SITE, reason: str = "", snippet: str = "", **values: Plain
) -> Verdict:
    """What only a person can tell."""
    return _verdict(Outcome.MANUAL, locus, url, page, _Why(reason, snippet, None), values)


def passed(locus: str, url: str = "", *, page: PageKind = PageKind.SITE, reason: str = "", **values: Plain) -> Verdict:
    """A locus that was looked at and is right."""
    return _verdict(Outcome.PASS, locus, url, page, _Why(reason, "", None), values)


def not_measured(
    locus: str, url: str = "", *, fault: Fault, page: PageKind = PageKind.SITE, reason: str = "", **values: Plain
) -> Verdict:
    """A single locus that could not be looked at, and whose fault that is: never costs a mark."""
    return _verdict(Outcome.NOT_MEASURED, locus, url, page, _Why(reason, "", fault), values)


def not_applicable(
    locus: str, url: str = "", *, page: PageKind = PageKind.SITE, reason: str = "", **values: Plain
) -> Verdict:
    """A single locus to which the check does not apply."""
    return _verdict(Outcome.NOT_APPLICABLE, locus, url, page, _Why(reason, "", None), values)


def examined(count: int) -> Examined:
    """How many things were looked at."""
    return Examined(count)


def check_not_applicable(reason: str) -> Whole:
    """The check as a whole does not apply to this site."""
    return Whole(CheckStatus.NOT_APPLICABLE, reason)


def check_not_measured(reason: str, fault: Fault) -> Whole:
    """The check as a whole could not be measured on this site, and whose fault that is."""
    return Whole(CheckStatus.NOT_MEASURED, reason, fault)


@dataclass(frozen=True, slots=True)
class _Why:
    reason: str
    snippet: str
    fault: Fault | None


def _verdict(
    outcome: Outcome, locus: str, url: str, page: PageKind, why: _Why, values: Mapping[str, Plain]
) -> Verdict:  # the one place that knows Verdict's fields
    return Verdict(outcome, locus, url, page, values, why.fault, why.reason, why.snippet[:MAX_SNIPPET])
