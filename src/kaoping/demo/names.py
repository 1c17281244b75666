"""Sites of the city that go by a name: what the name service says of them, and which server answers by which scheme."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kaoping.demo.manifest import Fault

NAMES = "names"  # the server that answers for the name service
STAND_IN = "platform-tls"  # the national services over https
UNKNOWN = "lanting"  # its domain has lapsed


@dataclass(frozen=True, slots=True)
class Named:
    """A site with a name. `http` and `https` name the servers that answer by either scheme, empty where none does.

    `secure`: it is registered by its https address. `addresses` are what the name service has of it, from the ranges
    for documentation; the assessment file says where requests go instead. `shown` is the name that its certificate is
    made out to, which ends after `lasts` days.
    """

    host: str
    http: str
    https: str = ""
    secure: bool = False
    addresses: tuple[str, ...] = ()
    shown: str = ""
    lasts: int = 0

    @property
    def base(self) -> str:
        """The site's registered address."""
        return f"{'https' if self.secure else 'http'}://{self.host}/"


NAMED: Mapping[str, Named] = MappingProxyType(
    {
        "linxi": Named(
            "www.linxi.yunze.example", "linxi-plain", "linxi", True, ("203.0.113.11", "2001:db8::11"),
            "www.linxi.yunze.example", 300,
        ),
        "chengguan": Named(
            "cg.yunze.example", "chengguan-plain", "chengguan", True, ("203.0.113.12",), "cg.yunze.example", 20,
        ),
        "dangan": Named(
            "da.yunze.example", "dangan", "dangan-tls", False, ("203.0.113.13", "2001:db8::13"),
            "old.da.yunze.example", 300,
        ),
        UNKNOWN: Named("www.lanting.yunze.example", UNKNOWN),
    }
)  # fmt: skip

# Servers beside those of the units: plain doors of sites over https, one over https of a site over http, and others'.
DOORS = ("linxi-plain", "chengguan-plain", "dangan-tls", STAND_IN)


def connected(loopback: str, ports: Mapping[str, int]) -> Iterator[str]:
    """Yield where requests for the named sites go, as `connect_to` has it."""
    for named in NAMED.values():
        for port, server in ((80, named.http), (443, named.https)):
            if server:
                yield f"{named.host}:{port}:{loopback}:{ports[server]}"


def name_faults() -> Iterator[Fault]:
    """Yield the manifest's entries for what is true of a name whether or not anybody answers there."""
    base = NAMED[UNKNOWN].base
    yield Fault(f"{UNKNOWN}-dns-1", UNKNOWN, base, "dns", ("suspected",), note="域名已经不能解析")
