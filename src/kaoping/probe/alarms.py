"""Warnings while the monitor runs: a site that has been down for some time, one that is back, a bad certificate."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kaoping.model.probe_series import FAILED, OPENED, Opening, ProbeVisit


@dataclass(frozen=True, slots=True)
class Alarm:
    """One warning; `kind` is down, up-again, certificate or certificate-good. `minutes` is how long it has lasted."""

    kind: str
    url: str
    at: datetime
    since: datetime
    minutes: int
    outcome: Opening
    reason: str


@dataclass(slots=True)
class _State:
    since: datetime | None = None
    told: bool = False


class _Trouble:
    """One kind of trouble over all sites: told once when it has lasted `warn_after`, and once when it is over."""

    def __init__(self, kinds: tuple[str, str], warn_after: float) -> None:
        self._begun, self._over = kinds
        self._warn_after = warn_after
        self.states: dict[str, _State] = {}

    def turn(self, url: str, visit: ProbeVisit, *, bad: bool) -> Iterator[Alarm]:
        state = self.states.setdefault(url, _State())
        if not bad:
            if state.told and state.since is not None:
                yield _alarm(self._over, url, visit, state.since)
            state.since, state.told = None, False
            return
        state.since = state.since or visit.at
        if not state.told and (visit.at - state.since).total_seconds() >= self._warn_after:
            state.told = True
            yield _alarm(self._begun, url, visit, state.since)


class Alarms:
    """What is to be told of all sites; it lasts for `warn_after` seconds before it is."""

    def __init__(self, warn_after: float) -> None:
        self._down = _Trouble(("down", "up-again"), warn_after)
        self._certificate = _Trouble(("certificate", "certificate-good"), warn_after)

    def note(self, url: str, visit: ProbeVisit) -> Iterator[Alarm]:
        """Take a visit and yield what is to be told. What could not be measured changes nothing."""
        bad_certificate = visit.outcome is Opening.CERTIFICATE
        opened = visit.outcome in OPENED
        if bad_certificate or opened:
            yield from self._certificate.turn(url, visit, bad=bad_certificate)
        if opened or (visit.outcome in FAILED and not bad_certificate):
            yield from self._down.turn(url, visit, bad=not opened)

    @property
    def down(self) -> dict[str, datetime]:
        """The sites that are down now, and since when."""
        return {url: state.since for url, state in self._down.states.items() if state.since is not None}


def _alarm(kind: str, url: str, visit: ProbeVisit, since: datetime) -> Alarm:
    minutes = int((visit.at - since).total_seconds() // 60)
    return Alarm(kind, url, visit.at, since, minutes, visit.outcome, visit.reason)
