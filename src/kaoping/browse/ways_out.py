"""Where the bytes for a host and port are sent: where an operator's `connect_to` says, else there."""

import re
from collections.abc import Sequence

from kaoping.crawl.transport import ascii_hosts

_PART = r"(\[[^\]]*\]|[^:]*)"
_ENTRY = re.compile(rf"{_PART}:(\d*):{_PART}:(\d*)")


class WaysOut:
    """The entries `HOST1:PORT1:HOST2:PORT2` as curl reads them: the first that fits counts, an empty part fits all."""

    def __init__(self, connect_to: Sequence[str]) -> None:
        found = map(_ENTRY.fullmatch, map(ascii_hosts, connect_to))
        self._entries = [match.groups() for match in found if match]

    def of(self, host: str, port: int) -> tuple[str, int]:
        """Return host and port to connect to for what is meant for `host` and `port`."""
        for host1, port1, host2, port2 in self._entries:
            if host1.strip("[]") in ("", host) and port1 in ("", str(port)):
                return host2.strip("[]") or host, int(port2 or port)
        return host, port
