"""The addresses of a site's host: one question for A and one for AAAA records, each timed."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from kaoping.crawl import reasons
from kaoping.crawl.fetch import NO_SUCH_NAME
from kaoping.crawl.reasons import fault_of
from kaoping.model.site_looks import NameLook, Resolved

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""Returns the addresses of a host in one family; raises socket.gaierror as `getaddrinfo` does."""


async def look_up(host: str, resolve: Resolve, timeout: float) -> NameLook:
    """Return the addresses of `host`; nothing is raised for what a name service does.

    A name without addresses of either family does not exist as far as visitors go: `nxdomain` on both.
    """
    if is_address(host):
        return NameLook(host)
    ipv4, ipv6 = [await _family(host, family, resolve, timeout) for family in (socket.AF_INET, socket.AF_INET6)]
    if ipv4.addresses and ipv6.reason == reasons.NXDOMAIN:
        ipv6 = Resolved(seconds=ipv6.seconds)
    if ipv6.addresses and ipv4.reason == reasons.NXDOMAIN:
        ipv4 = Resolved(seconds=ipv4.seconds)
    return NameLook(host, ipv4, ipv6)


def is_address(host: str) -> bool:
    """Tell whether a host is written as an address, so that no name has to be looked up."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


async def system_resolve(host: str, family: int) -> tuple[str, ...]:
    """Ask the name service that this machine is set up with."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, family=family, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


async def _family(host: str, family: int, resolve: Resolve, timeout: float) -> Resolved:
    clock = asyncio.get_running_loop().time
    started = clock()
    addresses: tuple[str, ...] = ()
    reason = ""
    try:
        addresses = await asyncio.wait_for(resolve(host, family), timeout)
    except socket.gaierror as error:
        reason = reasons.NXDOMAIN if error.errno in NO_SUCH_NAME else reasons.DNS_FAILURE
    except (OSError, UnicodeError):  # a TimeoutError is an OSError
        reason = reasons.DNS_FAILURE
    return Resolved(addresses, round(clock() - started, 3), reason, fault_of(reason))
