"""Whether our own way to the internet works: hosts known to be up are asked before anybody is blamed."""

import asyncio

from kaoping.crawl.fetch import Fetcher

KEEP = 60.0  # seconds that an answer is believed


class Canaries:
    """Shared by a batch. With no addresses configured the network is taken to work; `ipv6` asks over IPv6 only.

    An answer is believed for `keep` seconds.
    """

    def __init__(self, fetcher: Fetcher, addresses: tuple[str, ...], *, ipv6: bool = False, keep: float = KEEP) -> None:
        self._fetcher = fetcher
        self._addresses = addresses
        self._ipv6 = ipv6
        self._keep = keep
        self._lock = asyncio.Lock()
        self._asked_at = 0.0
        self._answered: bool | None = None

    async def answer(self) -> bool:
        """Tell whether any canary answers, with whatever status."""
        if not self._addresses:
            return True
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if self._answered is None or now - self._asked_at > self._keep:
                self._answered = await self._ask()
                self._asked_at = asyncio.get_running_loop().time()
            return self._answered

    async def _ask(self) -> bool:
        waiting = [
            asyncio.ensure_future(self._fetcher.fetch(url, "HEAD", limit=1, ipv6=self._ipv6)) for url in self._addresses
        ]
        try:
            for done in asyncio.as_completed(waiting):
                if (await done).status is not None:
                    return True
            return False
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
