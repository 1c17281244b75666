"""Look around sites: the one entrance of this package."""

import logging
from typing import TYPE_CHECKING

from kaoping.crawl.canary import Canaries
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.crawl import system_clock
from kaoping.crawl.fetch import Clock, Fetcher
from kaoping.gather.contract import GatherOptions, Keep, Linked
from kaoping.gather.look import Lookout
from kaoping.gather.names import Resolve, system_resolve
from kaoping.gather.neighbours import Neighbours
from kaoping.model.deferred import Deferred

if TYPE_CHECKING:
    from kaoping.gather import name_server
else:
    name_server = Deferred("kaoping.gather.name_server")

_log = logging.getLogger(__name__)


def lookout(
    options: tuple[CrawlOptions, GatherOptions],
    fetcher: Fetcher,
    *,
    clock: Clock = system_clock,
    resolve: Resolve | None = None,
) -> Lookout:
    """Return the one who looks around the sites of a batch, by the connections and at the pace of `fetcher`.

    Connections obey the crawl's options: pace, time-outs, addresses that may be reached. Names are looked up by
    `resolve`, else as the options say.
    """
    named = options[1].name_server
    asked = resolve or (name_server.NamedServer(named) if named else system_resolve)
    canaries, canaries6 = (Canaries(fetcher, options[0].canaries, ipv6=ipv6) for ipv6 in (False, True))
    return Lookout(*options, fetcher, clock, asked, canaries, canaries6, Neighbours(fetcher))


async def look_and_keep(looking: Lookout, site: str, linked: Linked, keep: Keep) -> None:
    """Look around one site (its registered address) and hand that to `keep`.

    `linked` are addresses of other hosts to look at too. A site we fail on is logged and not handed over, so that
    what depends on it is not measured.
    """
    try:
        keep(site, await looking.look(site, linked))
    except Exception:  # noqa: BLE001 the one boundary per site: the others go on
        _log.exception("looking around %s failed", site)
