"""Rows of a series as they are stored: visits of numbered sites, and events of the monitor itself."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from kaoping.crawl import reasons
from kaoping.model.probe_series import Opening, ProbeVisit


class Event(StrEnum):
    """What happened to the monitor. Its position in `list(Event)` is stored: add at the end only.

    `seconds` of the row is how long it had lasted when it was noted, of CLOCK_SET by how much the clock went forward.
    """

    STARTED = "started"
    ALIVE = "alive"
    STOPPED = "stopped"
    SUSPENDED = "suspended"
    HELD = "held"
    CLOCK_SET = "clock-set"
    BLIND = "blind"  # none of the canaries answered
    SIGHTED = "sighted"
    LOST = "lost"  # rows that could not be kept because the disk was full


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event of the monitor at `at`."""

    at: datetime
    event: Event
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit to the site with the number `site`."""

    site: int
    visit: ProbeVisit


Row = VisitRow | EventRow

OPENINGS, EVENTS = tuple(Opening), tuple(Event)
FIRST_EVENT = 128  # codes from here on are events
NO_SITE = 2**32 - 1
# Stored by position: add at the end only.
REASONS = (
    *("", reasons.NOT_FOUND, reasons.CLIENT_ERROR, reasons.SERVER_ERROR, reasons.REDIRECT_LOOP),
    *(reasons.REDIRECT_ENDLESS, reasons.REDIRECT_NOWHERE, reasons.BAD_RESPONSE, reasons.INCOMPLETE_BODY),
    *(reasons.EMPTY_REPLY, reasons.LOGIN_REQUIRED, reasons.FORBIDDEN, reasons.RATE_LIMITED, reasons.ROBOT_WALL),
    *(reasons.NXDOMAIN, reasons.DNS_FAILURE, reasons.CONNECTION_REFUSED, reasons.CONNECTION_RESET),
    *(reasons.CONNECT_FAILED, reasons.CONNECT_TIMEOUT, reasons.TIMEOUT, reasons.TLS_EXPIRED, reasons.TLS_NAME),
    *(reasons.TLS_UNTRUSTED, reasons.TLS_HANDSHAKE, reasons.MALFORMED_URL, reasons.ADDRESS_REFUSED),
    *(reasons.PORT_REFUSED, reasons.SCHEME_REFUSED, reasons.DECOMPRESSION_LIMIT, reasons.HEADERS_TOO_LARGE),
    *(reasons.CLIENT_FAILURE, reasons.NO_CANARY, "empty-page", "error-text", "parked-text", "held", "other"),
)
_CODES = {reason: number for number, reason in enumerate(REASONS)}
_OTHER = _CODES["other"]
_BODY = struct.Struct("<qIiHhBBH")  # at (ms), site, length (ms), limit (1/10 s), status, code, looks, reason
_CHECK = struct.Struct("<I")
BODY_SIZE = _BODY.size
SIZE = BODY_SIZE + _CHECK.size


def encode(row: Row) -> bytes:
    """Return the SIZE bytes of a row, its CRC-32 last."""
    if isinstance(row, EventRow):
        code = FIRST_EVENT + EVENTS.index(row.event)
        body = _BODY.pack(_millis(row.at), NO_SITE, _length(row.seconds), 0, 0, code, 0, 0)
    else:
        visit = row.visit
        body = _BODY.pack(
            _millis(visit.at),
            row.site,
            _length(visit.seconds),
            round(visit.limit * 10),
            visit.status or 0,
            OPENINGS.index(visit.outcome),
            visit.looks,
            _CODES.get(visit.reason, _OTHER),
        )
    return body + _CHECK.pack(zlib.crc32(body))


def decode(data: bytes) -> Iterator[Row | None]:
    """Yield the rows of whole records; None for one that is not as it was written."""
    for start in range(0, len(data) - SIZE + 1, SIZE):
        body = data[start : start + _BODY.size]
        (check,) = _CHECK.unpack_from(data, start + _BODY.size)
        yield _row(body) if zlib.crc32(body) == check else None


def stored_visit(at: int, code: int, numbers: tuple[int, int, int, int, int]) -> ProbeVisit:
    """Return the visit of stored numbers: at (ms), outcome, then length (ms), limit (1/10 s), status, looks, reason."""
    length, limit, status, looks, reason = numbers
    return ProbeVisit(_moment(at), OPENINGS[code], length / 1000, limit / 10, status or None, looks, REASONS[reason])


def stored_event(at: int, code: int, length: int) -> EventRow:
    """Return the event of stored numbers."""
    return EventRow(_moment(at), EVENTS[code - FIRST_EVENT], length / 1000)


def _row(body: bytes) -> Row | None:
    at, site, length, limit, status, code, looks, reason = _BODY.unpack(body)
    if code >= FIRST_EVENT:
        return stored_event(at, code, length)
    return VisitRow(site, stored_visit(at, code, (length, limit, status, looks, reason)))


def _millis(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _moment(millis: int) -> datetime:
    return datetime.fromtimestamp(millis // 1000, UTC).replace(microsecond=millis % 1000 * 1000)


def _length(seconds: float) -> int:
    return max(-(2**31), min(round(seconds * 1000), 2**31 - 1))
