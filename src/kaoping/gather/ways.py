"""Which addresses a site may be looked at by: those of its own port, and where an operator sends its bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ada_url import URL

from kaoping.crawl.transport import ascii_hosts

_ENTRY = re.compile(r"(\[[^\]]+\]|[^:]*):(\d*):")
DEFAULT_PORTS = {"http:": 80, "https:": 443}


@dataclass(frozen=True, slots=True)
class Ways:
    """`host` as it is sent. `http` and `https` are the registered address by either scheme, None where there is none.

    `diverted` says that `connect_to` sends what is meant for this host elsewhere: its name and its IPv6 address then
    say nothing of the server asked, and a port it does not name (`closed`) would be somebody else's.
    """

    host: str
    http: str | None
    https: str | None
    diverted: bool
    closed: frozenset[str]  # the addresses above that must not be asked


def ways_of(site: str, connect_to: Sequence[str]) -> Ways:
    """Return the ways to look at a registered address. A site on a port of its own has only its own scheme."""
    url = URL(site)
    by_scheme: dict[str, str | None] = dict.fromkeys(DEFAULT_PORTS)
    for scheme in DEFAULT_PORTS:
        if scheme == url.protocol or not url.port:
            by_scheme[scheme] = f"{scheme}//{url.host}{url.pathname}{url.search}"
    entries = [match.groups() for match in map(_ENTRY.match, map(ascii_hosts, connect_to)) if match]
    ports = {port for host, port in entries if host in ("", url.hostname)}
    closed = {
        address
        for scheme, address in by_scheme.items()
        if address and ports and not ports & {"", url.port or str(DEFAULT_PORTS[scheme])}
    }
    return Ways(url.hostname, by_scheme["http:"], by_scheme["https:"], bool(ports), frozenset(closed))
