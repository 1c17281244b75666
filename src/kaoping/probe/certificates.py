"""The certificates of watched sites: looked at twice a day, kept beside the series, warned of before they run out."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from ada_url import URL

from kaoping.crawl.address_guard import AddressGuard
from kaoping.crawl.reasons import TLS_REASONS
from kaoping.crawl.transport import Exchange
from kaoping.evidence.durable import replace_file
from kaoping.model.deferred import Deferred
from kaoping.model.errors import StorageError
from kaoping.model.site_looks import Certificate
from kaoping.probe.alarms import Alarm
from kaoping.probe.warnings_log import Told

if TYPE_CHECKING:
    from kaoping.crawl import certificate as looking
else:
    looking = Deferred("kaoping.crawl.certificate")

NAME = "certificates.json"
EVERY = timedelta(hours=12)
LAST_DAYS = (7, 1)  # days left at which a warning is repeated
EXPIRING, RENEWED = "certificate-expiring", "certificate-renewed"

Look = Callable[[str, tuple[str, int], float, str], Awaitable[Certificate | None]]


@dataclass(frozen=True, slots=True)
class SeenCertificate:
    """The certificate of a site when it was last looked at."""

    site: str
    at: datetime
    certificate: Certificate

    def days_left(self, now: datetime) -> int:
        """Return the whole days from `now` until it runs out; negative afterwards."""
        return (self.certificate.not_after - now) // timedelta(days=1)


class CertificateWatch:
    """Looks at certificates on the way of visits, warns `warn_days` before they run out, and keeps what it saw."""

    def __init__(
        self,
        directory: Path,
        guard: AddressGuard,
        warn_days: int,
        *,
        timeout: float,
        told: Iterable[Told] = (),
        look: Look | None = None,
    ) -> None:
        """`told` is what earlier processes told, in order. Raises StorageError where what was kept cannot be read."""
        self._path = directory / NAME
        self._guard, self._timeout = guard, timeout
        self._look: Look = look or looking.shown_certificate
        self._limits = sorted({warn_days, *(days for days in LAST_DAYS if days < warn_days)}) if warn_days else []
        self._seen = {each.site: each for each in read_certificates(directory)}
        self._tried: dict[str, datetime] = {}
        self._told: dict[str, tuple[datetime, int]] = {}  # site → when the certificate told of runs out, days left then
        self._waiting: list[Alarm] = []
        self._changed = False
        for each in told:
            if each.kind == RENEWED:
                self._told.pop(each.url, None)
            elif each.kind == EXPIRING and each.not_after is not None and each.days_left is not None:
                self._told[each.url] = each.not_after, each.days_left

    async def look(self, site: str, hop: Exchange, at: datetime) -> None:
        """Look at the certificate behind an exchange that has just been made, where it is time to."""
        if not self._due(site, hop, at):
            return
        self._tried[site] = at
        distrust = hop.reason if hop.reason in TLS_REASONS else ""
        certificate = await self._look(URL(hop.url).hostname, (hop.address, hop.port), self._timeout, distrust)
        if certificate is not None:
            self.note(SeenCertificate(site, at, certificate))

    def note(self, seen: SeenCertificate) -> None:
        """Take what a site showed."""
        before = self._seen.get(seen.site)
        self._seen[seen.site] = seen
        self._changed = True
        self._waiting += self._alarms(seen, before)

    def take_alarms(self) -> list[Alarm]:
        """Return what is to be told since this was last asked."""
        taken, self._waiting = self._waiting, []
        return taken

    def settle(self) -> OSError | None:
        """Have on the disk what was seen; return why it refused, in which case the next time tries again."""
        if not self._changed:
            return None
        try:
            replace_file(self._path, [msgspec.json.format(msgspec.json.encode(list(self._seen.values())), indent=0)])
        except OSError as error:
            return error
        self._changed = False
        return None

    def _due(self, site: str, hop: Exchange, at: datetime) -> bool:
        if not hop.url.startswith("https:") or not hop.address or not self._guard.permits(hop.address):
            return False
        last = max((known for known in (self._tried.get(site), self._last(site)) if known), default=None)
        return last is None or at - last >= EVERY

    def _last(self, site: str) -> datetime | None:
        return self._seen[site].at if site in self._seen else None

    def _alarms(self, seen: SeenCertificate, before: SeenCertificate | None) -> Iterator[Alarm]:
        until, left = seen.certificate.not_after, seen.days_left(seen.at)
        told = self._told.get(seen.site)
        limit = next((days for days in self._limits if left <= days), None)
        since = before.at if before is not None else seen.at
        if limit is None:
            if told is not None:
                del self._told[seen.site]
                yield Alarm(RENEWED, seen.site, seen.at, since, 0, days_left=left, not_after=until)
            return
        if told is None or abs(told[0] - until) >= timedelta(seconds=1) or told[1] > limit:
            self._told[seen.site] = until, left
            yield Alarm(EXPIRING, seen.site, seen.at, since, 0, days_left=left, not_after=until)


def read_certificates(directory: Path) -> tuple[SeenCertificate, ...]:
    """Return the certificates as last seen, none where none were. Raises StorageError where they cannot be read."""
    path = directory / NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[SeenCertificate, ...])
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.DecodeError) as error:
        raise StorageError(f"{path}：证书记录读不出来（{error}）。请删除该文件，下次访问会重新查看证书。") from error
