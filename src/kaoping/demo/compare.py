"""Compares what an inspection of the sample city found with what had been planted there."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from kaoping.demo.manifest import Fault, Manifest
from kaoping.model.canonical import canonical_json
from kaoping.model.findings import Finding

REPORTED = ("fail", "suspected")


@dataclass(frozen=True, slots=True)
class Planted:
    """The outcome: counted faults, how many of them were found, and findings that nothing planted explains.

    `needs_browser` are counted faults beside these, which only a browser shows, where none was sent.
    """

    planted: int
    found: int
    missed: tuple[Fault, ...]
    unexpected: tuple[Finding, ...]
    needs_browser: int = 0

    @property
    def false(self) -> int:
        """How many findings were reported that the manifest does not explain."""
        return len(self.unexpected)

    @property
    def recall(self) -> float:
        """Share of planted faults that were found (1 when none was planted)."""
        return self.found / self.planted if self.planted else 1.0


def compare(manifest: Manifest, findings: Iterable[Finding], *, browser: bool = False) -> Planted:
    """Return which planted faults `findings` show, and which findings on the city's sites are unexplained.

    `browser` says whether one was sent: what only one shows is left out where none was.

    Findings on other sites, and those that pass or were not measured, are not looked at. What a check says of one thing
    under several parameters is one unexplained finding.
    """
    sites = {_address(url) for url in manifest.sites.values()}
    faults = [fault for fault in manifest.faults if fault.browser in (None, browser)]
    by_place: dict[tuple[str, str], list[int]] = {}
    for number, fault in enumerate(faults):
        by_place.setdefault((_address(fault.site), fault.check), []).append(number)
    shown: set[int] = set()
    unexpected: dict[str, Finding] = {}
    for finding in findings:
        site = _address(finding.site)
        if site not in sites or finding.outcome.value not in REPORTED:
            continue
        matching = [n for n in by_place.get((site, finding.check), ()) if shows(finding, faults[n])]
        shown.update(matching)
        if not matching:
            unexpected.setdefault(_thing(finding), finding)
    counted = [number for number, fault in enumerate(faults) if fault.counted]
    missed = tuple(faults[number] for number in counted if number not in shown)
    apart = sum(fault.counted and fault.browser is True for fault in manifest.faults) if not browser else 0
    return Planted(len(counted), len(counted) - len(missed), missed, tuple(unexpected.values()), apart)


def shows(finding: Finding, fault: Fault) -> bool:
    """Return whether `finding`, on the fault's site and by its check, is what the fault makes one expect."""
    if finding.outcome.value not in fault.outcomes:
        return False
    if fault.pages and finding.page.value not in fault.pages:
        return False
    if fault.urls and _address(finding.url) not in {_address(url) for url in fault.urls}:
        return False
    return all(_plain(finding.values.get(name)) in map(_plain, options) for name, options in fault.values.items())


def write_planted(result: Planted, path: Path) -> None:
    """Write `planted.json`: `{"planted", "found", "false", "needs_browser", "missed", "unexpected"}`."""
    data = {
        "planted": result.planted,
        "found": result.found,
        "false": result.false,
        "needs_browser": result.needs_browser,
        "missed": [_described(fault) for fault in result.missed],
        "unexpected": [_summary(finding) for finding in result.unexpected],
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _described(fault: Fault) -> Mapping[str, object]:
    return {
        "id": fault.id, "unit": fault.unit, "site": fault.site, "check": fault.check, "outcomes": list(fault.outcomes),
        "pages": list(fault.pages), "urls": list(fault.urls), "values": {n: list(v) for n, v in fault.values.items()},
        "note": fault.note,
    }  # fmt: skip


def _summary(finding: Finding) -> Mapping[str, object]:
    return {
        "key": finding.key, "check": finding.check, "params": _json(finding.params), "outcome": finding.outcome.value,
        "site": finding.site, "url": finding.url, "page": finding.page.value, "values": _json(finding.values),
        "reason": finding.reason, "snippet": finding.snippet,
    }  # fmt: skip


def _thing(finding: Finding) -> str:
    return canonical_json([finding.check, finding.site, finding.url, finding.page, finding.reason, finding.values])


def _address(url: str) -> str:
    """Addresses are compared without fragment and with the root's slash."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")


def _plain(value: object) -> object:
    """Numbers compare as numbers, addresses as addresses, dates as their text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    text = str(value)
    return _address(text) if text.startswith(("http://", "https://")) else text


def _json(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _json(item) for name, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_json(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
