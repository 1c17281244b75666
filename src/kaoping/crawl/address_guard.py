"""Which network addresses may be connected to: public ones, and those an operator has named."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

from kaoping.model.errors import InputError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Ranges that the standard library counts as public or that older versions of it do not know to be special.
ALSO_REFUSED: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; also a cloud's metadata service
        "168.63.129.16/32",  # a cloud's host agent on a public address
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",  # IPv4-compatible
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")

# Ports of services that must never receive our requests (the list browsers refuse, and common databases).
REFUSED_PORTS = frozenset(
    {1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110}
    | {111, 113, 115, 117, 119, 123, 135, 137, 138, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513, 514, 515, 526}
    | {530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1433, 1521, 1719, 1720, 1723, 2049}
    | {2375, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669}
    | {6679, 6697, 9200, 10080, 11211, 27017}
)


class AddressGuard:
    """Decides per address; `allowed` are CIDRs that may be reached although they are private.

    Raises InputError (Chinese) when an entry of `allowed` is not a CIDR.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = tuple(_network(text) for text in allowed)
        self.permits = lru_cache(maxsize=4096)(self._permits)

    def _permits(self, text: str) -> bool:
        """Tell whether a connection to the literal address `text` may be opened."""
        try:
            address = ipaddress.ip_address(text.partition("%")[0])
        except ValueError:
            return False
        return all(self._one_permitted(form) for form in _forms(address))

    def permits_host(self, host: str) -> bool:
        """Tell whether `host` may be asked for: literal addresses are judged, names wait for their resolution."""
        try:
            address = ipaddress.ip_address(host.strip("[]").partition("%")[0])
        except ValueError:
            return True
        return self.permits(str(address))

    def _one_permitted(self, address: Address) -> bool:
        if any(address.version == network.version and address in network for network in self._allowed):
            return True
        if not address.is_global or address.is_multicast or address.is_reserved:
            return False
        return not any(address.version == network.version and address in network for network in ALSO_REFUSED)


def _forms(address: Address) -> tuple[Address, ...]:
    """Return every address that a packet to `address` may end up at: IPv6 forms that carry an IPv4 one give that."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address in NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    if address in SIX_TO_FOUR and address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return (address, *address.teredo)
    if (int(address) >> 32) & 0xFFFFFFFF in (0x00005EFE, 0x02005EFE):  # ISATAP
        return (address, ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return (address,)


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError as error:
        message = f"allow_private 里的“{text}”不是网段。请写成 CIDR，例如 127.0.0.0/8 或 10.1.2.0/24。"
        raise InputError(message) from error
