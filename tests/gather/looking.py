"""Look around one site with short limits, a name service of the test's own, and no pauses."""

import asyncio
import socket
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kaoping.crawl.crawl import system_clock
from kaoping.crawl.fetch import Fetcher
from kaoping.gather.contract import EVERYTHING, NOTHING_LINKED, GatherOptions, Linked
from kaoping.gather.gather import look_and_keep, lookout
from kaoping.gather.names import Resolve
from kaoping.model.site_looks import SiteLooks
from tests.crawl.recording import QUICK

Answers = Mapping[tuple[str, int], tuple[str, ...] | OSError]
LOCAL: Answers = {("localhost", socket.AF_INET): ("127.0.0.1",)}


def names(answers: Answers) -> Resolve:
    """Return a name service that knows `answers`; any other name does not exist."""

    async def resolve(host: str, family: int) -> tuple[str, ...]:
        found = answers.get((host, family), socket.gaierror(socket.EAI_NONAME, "no such name"))
        if isinstance(found, OSError):
            raise found
        return found

    return resolve


def look_at(
    site: str,
    answers: Answers = LOCAL,
    resolve: Callable[[Answers], Resolve] | None = names,
    *,
    gather: GatherOptions = EVERYTHING,
    linked: Linked = NOTHING_LINKED,
    **changes: Any,
) -> SiteLooks:
    """Return what is seen of `site`; `changes` are those of the crawl's options.

    Without `resolve` names are looked up as the options say.
    """
    seen: dict[str, SiteLooks] = {}
    options = replace(QUICK, **changes), gather

    async def look() -> None:
        fetcher = Fetcher(options[0], system_clock)
        try:
            await look_and_keep(
                lookout(options, fetcher, resolve=resolve and resolve(answers)), site, linked, seen.__setitem__
            )
        finally:
            await fetcher.aclose()

    asyncio.run(look())
    return seen[site]
