"""Addresses of other hosts that the sites of several workers link to: each looked at once, by who owns its host."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence

from kaoping.crawl.addresses import origin_key
from kaoping.crawl.verify import VERDICTS_KEPT, Looked, Offsite, Wanted
from kaoping.runs.batch import BatchSite
from kaoping.runs.sharding.messages import Look, Seen, packed


class Worker:
    """A worker as the first process speaks to it."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def say(self, message: object) -> None:
        """Send a message; one that is gone hears nothing, and its successor asks again."""
        if not self._writer.is_closing():
            self._writer.write(packed(message))


def host_key(url: str) -> str:
    """Return what tells hosts apart that have a pace of their own; with and without `www.` they are the same."""
    return origin_key(url).removeprefix("www.")


class Exchange:
    """Who waits for which verdict, and who finds it out. `ours` looks at hosts that no worker owns."""

    def __init__(self, ours: Offsite) -> None:
        self._ours = ours
        self._owners: dict[str, Worker] = {}  # of hosts of sites that are not through
        self._open: Counter[str] = Counter()  # how many sites of a host are not through
        self._known: dict[str, Looked] = {}
        self._waiting: dict[str, tuple[Wanted, list[Worker]]] = {}
        self._asked: dict[str, Worker] = {}  # addresses that a worker looks at
        self._looks: set[asyncio.Task[None]] = set()

    def employ(self, worker: Worker, sites: Iterable[BatchSite]) -> None:
        """Let a worker own the hosts of its sites."""
        for site in sites:
            self._owners[host_key(site.url)] = worker
            self._open[host_key(site.url)] += 1

    def release(self, site: str) -> None:
        """Note that a site is through."""
        host = host_key(site)
        self._open[host] -= 1
        if self._open[host] <= 0:
            self._owners.pop(host, None)

    def dismiss(self, worker: Worker) -> None:
        """Take back from a worker that is gone what it owned and was to find out."""
        for host in [host for host, owner in self._owners.items() if owner is worker]:
            del self._owners[host], self._open[host]
        left = [url for url, asked in self._asked.items() if asked is worker]
        for url in left:
            del self._asked[url]
        self._send([self._waiting[url][0] for url in left])

    def ask(self, worker: Worker, wanted: Sequence[Wanted]) -> None:
        """Have a worker told what becomes of addresses."""
        fresh = []
        for item in wanted:
            if item.url in self._known:
                worker.say(Seen(item.url, self._known[item.url]))
            elif item.url in self._waiting:
                self._waiting[item.url][1].append(worker)
            else:
                self._waiting[item.url] = item, [worker]
                fresh.append(item)
        self._send(fresh)

    def learn(self, url: str, looked: Looked) -> None:
        """Tell those who wait what became of an address."""
        self._asked.pop(url, None)
        _, workers = self._waiting.pop(url, (None, []))
        for worker in workers:
            worker.say(Seen(url, looked))
        self._known[url] = looked
        if len(self._known) > VERDICTS_KEPT:
            del self._known[next(iter(self._known))]

    def _send(self, items: Sequence[Wanted]) -> None:
        """Have addresses looked at, those of one worker's hosts by it."""
        parts: dict[Worker | None, list[Wanted]] = {}
        for item in items:
            parts.setdefault(self._owners.get(host_key(item.url)), []).append(item)
        for owner, part in parts.items():
            if owner is None:
                looking = asyncio.create_task(
                    self._ours.look_at_all(part, lambda item, seen: self.learn(item.url, seen))
                )
                self._looks.add(looking)
                looking.add_done_callback(self._looks.discard)
            else:
                self._asked |= {item.url: owner for item in part}
                owner.say(Look(tuple(part)))

    def _note(self, item: Wanted, looked: Looked) -> None:
        self.learn(item.url, looked)
