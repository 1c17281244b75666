"""What watching a site over days saw: visits with their outcomes, and the times in which nobody watched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Opening(StrEnum):
    """What became of one visit to a home page. Its position in `list(Opening)` is stored: add at the end only."""

    UP = "up"
    SLOW = "slow"  # opened, but later than the monitor's limit for that
    HTTP_ERROR = "http-error"  # 404, 410, other hard 4xx, 5xx, and redirects that lead nowhere
    TIMEOUT = "timeout"
    REFUSED = "refused"  # refused, reset, hung up, or what came was not HTTP
    TLS = "tls"  # no secured connection came about
    CERTIFICATE = "certificate"  # a browser would warn and let the visitor go on
    DNS = "dns"  # the name does not exist
    ROBOT_WALL = "robot-wall"  # the site answered, but not a robot: not measured
    OURS = "ours"  # our network, our machine or our limits: not measured
    BLANK = "blank"  # a good status with an empty page or an error's text
    PARKED = "parked"  # the page of a domain dealer or of a closed account
    NETWORK = "network"  # something between us and the site, a name service above all: not measured


NOT_MEASURED = frozenset({Opening.ROBOT_WALL, Opening.OURS, Opening.NETWORK})
"""Visits that say nothing of whether the site opens."""

OPENED = frozenset({Opening.UP, Opening.SLOW})

FAILED = frozenset(Opening) - NOT_MEASURED - OPENED
"""Visits on which something was wrong with the site; which of them count is for a scheme to say."""


@dataclass(frozen=True, slots=True)
class ProbeVisit:
    """One visit, retry included. `seconds` is how long the decisive look took, `limit` how long it would have waited.

    `looks` is 2 where the first look failed and a second one, over a new connection, decided.
    """

    at: datetime
    outcome: Opening
    seconds: float
    limit: float
    status: int | None = None
    looks: int = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A time (from, until) in which the monitor did not run or could not see, and why: nothing is known of it."""

    since: datetime
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stored part of a series, with the SHA-256 of its bytes as they were when the series was read."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ProbeSeries:
    """A site's visits from `since` until `until`, in order of time. `played` series were not really measured."""

    site: str
    since: datetime
    until: datetime
    visits: Sequence[ProbeVisit]
    unwatched: Sequence[Unwatched] = ()
    segments: Sequence[Segment] = ()
    played: bool = False
