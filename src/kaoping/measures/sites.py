"""Which sites a measure looks at, and when two addresses are the same site."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from kaoping.model.roster import RosterUnit

_DEFAULT_PORTS = {"http": 80, "https": 443}


def scope(unit: RosterUnit, sites: str, below: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the sites of `unit` that `sites` (main, own or subtree) names: 门户, all of its own, 辖区内/所管."""
    if sites == "main":
        return unit.sites[:1]
    if sites == "own":
        return unit.sites
    return tuple(dict.fromkeys((*unit.sites, *below.get(unit.id, ()))))


def site_key(url: str) -> str:
    """Return what makes two addresses one site: host, port where not the scheme's own, path without a last slash.

    `http` and `https` of one host are one site. Raises ValueError for a port that is not a number.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".").lower()
    port = parts.port
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    return host + parts.path.rstrip("/")
