"""Warnings while the monitor runs: a site that has been down for some time, one that is back, a bad certificate."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kaoping.model.probe_series import FAILED, OPENED, Opening, ProbeVisit


@dataclass(frozen=True, slots=True)
class Alarm:
    """One warning. `minutes` is how long it has lasted.

    `kind` is down, up-again, certificate, certificate-good (of a site, with the `outcome` of its visit);
    certificate-expiring, certificate-renewed (with `days_left` and `not_after`); held, blind, sighted (of the monitor
    itself: `url` is empty).
    """

    kind: str
    url: str
    at: datetime
    since: datetime
    minutes: int
    outcome: Opening | None = None
    reason: str = ""
    days_left: int | None = None
    not_after: datetime | None = None


class ToldBefore(Protocol):
    """What an earlier process told."""

    @property
    def kind(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def since(self) -> datetime: ...


@dataclass(slots=True)
class _State:
    since: datetime | None = None
    told: bool = False


class _Trouble:
    """One kind of trouble over all sites: told once when it has lasted `warn_after`, and once when it is over."""

    def __init__(self, kinds: tuple[str, str], warn_after: float) -> None:
        self.begun, self.over = kinds
        self._warn_after = warn_after
        self.states: dict[str, _State] = {}

    def turn(self, url: str, visit: ProbeVisit, *, bad: bool) -> Iterator[Alarm]:
        state = self.states.setdefault(url, _State())
        if not bad:
            if state.told and state.since is not None:
                yield _alarm(self.over, url, visit, state.since)
            state.since, state.told = None, False
            return
        state.since = state.since or visit.at
        if not state.told and (visit.at - state.since).total_seconds() >= self._warn_after:
            state.told = True
            yield _alarm(self.begun, url, visit, state.since)

    def resume(self, told: ToldBefore) -> None:
        begun = told.kind == self.begun
        self.states[told.url] = _State(told.since if begun else None, begun)

    def is_told(self, url: str) -> bool:
        return url in self.states and self.states[url].told

    def forget_untold(self) -> None:
        for state in self.states.values():
            state.since = state.since if state.told else None


class Alarms:
    """What is to be told of all sites; it lasts for `warn_after` seconds before it is."""

    def __init__(self, warn_after: float) -> None:
        self._down = _Trouble(("down", "up-again"), warn_after)
        self._certificate = _Trouble(("certificate", "certificate-good"), warn_after)
        self._last: dict[str, datetime] = {}

    def note(self, url: str, visit: ProbeVisit) -> Iterator[Alarm]:
        """Take a visit and yield what is to be told. What could not be measured changes nothing."""
        bad_certificate = visit.outcome is Opening.CERTIFICATE
        opened = visit.outcome in OPENED
        if bad_certificate or opened:
            yield from self._certificate.turn(url, visit, bad=bad_certificate)
        if opened or (visit.outcome in FAILED and not bad_certificate):
            yield from self._down.turn(url, visit, bad=not opened)

    def resume(self, told: Iterable[ToldBefore]) -> None:
        """Go on from what an earlier process told, in its order."""
        for each in told:
            for trouble in (self._down, self._certificate):
                if each.kind in (trouble.begun, trouble.over):
                    trouble.resume(each)
                    self._last[each.url] = each.at

    def catch_up(self, url: str, visits: Sequence[ProbeVisit]) -> Iterator[Alarm]:
        """Take the visits that an earlier process kept, and yield what it had no time left to tell.

        What began and ended meanwhile is not told any more: it is in the series.
        """
        before = {trouble: trouble.is_told(url) for trouble in (self._down, self._certificate)}
        late: dict[str, Alarm] = {}
        for visit in visits:
            if url not in self._last or visit.at > self._last[url]:
                late |= {alarm.kind: alarm for alarm in self.note(url, visit)}
        for trouble, was_told in before.items():
            if trouble.is_told(url) != was_told:
                yield late[trouble.over if was_told else trouble.begun]

    def forget_untold(self) -> None:
        """Forget troubles that have not lasted long enough to be told: nobody has watched since."""
        self._down.forget_untold()
        self._certificate.forget_untold()

    @property
    def down(self) -> dict[str, datetime]:
        """The sites that are down now, and since when."""
        return {url: state.since for url, state in self._down.states.items() if state.since is not None}


def _alarm(kind: str, url: str, visit: ProbeVisit, since: datetime) -> Alarm:
    minutes = int((visit.at - since).total_seconds() // 60)
    return Alarm(kind, url, visit.at, since, minutes, visit.outcome, visit.reason)
