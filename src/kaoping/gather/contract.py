"""What goes into looking around sites: how much of it is wanted, and which sites."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from kaoping.model.errors import InputError
from kaoping.model.site_looks import SiteLooks

DNS_PORT = 53


@dataclass(frozen=True, slots=True)
class GatherOptions:
    """`enabled` switches everything off; `home_looks` is how often the home page is timed, `searches`
    how many titles the site's search is tried with, `neighbours` how many hosts of strangers are looked at, `inner` how
    many further hosts of the site's own domain.

    Between two of these the site is left alone for `pause_turns` times the interval of its pace. `name_server` is asked
    for the addresses of names, as ADDRESS or ADDRESS:PORT; empty for the name service of this machine.

    Raises InputError (Chinese) for a `name_server` that is no address.
    """

    enabled: bool = True
    home_looks: int = 3
    pause_turns: int = 5
    searches: int = 3
    neighbours: int = 40
    name_server: str = ""
    inner: int = 20

    def __post_init__(self) -> None:
        if self.name_server:
            server_address(self.name_server)


def server_address(text: str) -> tuple[str, int]:
    """Return address and port of a name server. Raises InputError (Chinese) for what is none."""
    host, _, port = text.rpartition(":") if text.count(":") == 1 or "]:" in text else (text, "", str(DNS_PORT))
    try:
        address, number = str(ip_address(host.strip("[]"))), int(port)
    except ValueError:
        address, number = "", 0
    if not 0 < number < 65536:
        raise InputError(f"域名服务器“{text}”不对：请写 IP 地址，端口不是 53 的在后面加半角冒号和端口号。")
    return address, number


EVERYTHING = GatherOptions()


@dataclass(frozen=True, slots=True)
class Linked:
    """One address of each host that a site links to: of strangers, and of further hosts of its own domain.

    None: nobody looked which they are.
    """

    strangers: Sequence[str] | None = None
    inner: Sequence[str] | None = None


NOTHING_LINKED = Linked()

Keep = Callable[[str, SiteLooks], None]
"""Told the address of a site and what was seen of it, as soon as its look is complete."""
