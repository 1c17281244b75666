"""Whether we can see at all: another site that answered is a witness, and without one the canaries are asked."""

import ipaddress
from collections.abc import Callable
from functools import lru_cache

from kaoping.crawl.canary import Canaries


class Sight:
    """Shared by all visits. `steady` is a clock in seconds that nobody sets.

    Sites that fail are many and canaries few: they are asked only where no other site on the public network has
    answered since the failing look began.
    """

    def __init__(self, canaries: Canaries, steady: Callable[[], float], *, trusted: bool) -> None:
        self._canaries = canaries
        self._steady = steady
        self._trusted = trusted  # without canaries our network is taken to work
        self._seen: tuple[str, float] = ("", -1.0)
        self._seen_elsewhere: tuple[str, float] = ("", -1.0)
        self.clear = True

    def now(self) -> float:
        return self._steady()

    def answered(self, host: str, address: str) -> None:
        """Note that `host` answered from `address`."""
        if not _public(address):
            return
        self.clear = True
        if host != self._seen[0]:
            self._seen_elsewhere = self._seen
        self._seen = (host, self._steady())

    async def was_clear(self, host: str, since: float) -> bool:
        """Tell whether our network worked after `since`, although `host` did not answer."""
        if self._trusted:
            return True
        if any(name and name != host and at >= since for name, at in (self._seen, self._seen_elsewhere)):
            return True
        self.clear = await self._canaries.answer()
        return self.clear


@lru_cache(maxsize=4096)
def _public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_global
    except ValueError:
        return False
