"""What one look around a site saw beside its pages: its name, its certificate, http, https, IPv6 and the home page."""

from dataclasses import dataclass
from datetime import datetime

from kaoping.model.outcomes import Fault


@dataclass(frozen=True, slots=True)
class Resolved:
    """The addresses of one family that a name has. Without any and without a reason, the name has none.

    `reason` and `fault` say why it could not be told. `seconds` is how long the name service took.
    """

    addresses: tuple[str, ...] = ()
    seconds: float = 0.0
    reason: str = ""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class NameLook:
    """The host of a site and its A and AAAA records; both are None for a host that is written as an address."""

    host: str
    ipv4: Resolved | None = None
    ipv6: Resolved | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate that a server showed. `distrust` is why a browser would not accept it, empty when it would."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    fingerprint: str  # SHA-256 of the certificate, in hex
    protocol: str  # TLSv1.3 and the like, as agreed with us
    distrust: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One address asked for, its redirects followed. `status` is None when no answer came: see `reason` and `fault`."""

    url: str
    at: datetime
    status: int | None = None
    final_url: str = ""
    redirects: tuple[tuple[str, int], ...] = ()
    seconds: float = 0.0
    reason: str = ""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class SiteLooks:
    """All of it, for one site. None: there is nothing of that kind to look at (a site on a port of its own, say).

    `http` and `https` ask for the registered address by either scheme; `ipv6` asks for it over IPv6. `home` are several
    looks at the home page, a while apart, each over a new connection.
    """

    at: datetime
    name: NameLook
    http: Visit | None = None
    https: Visit | None = None
    certificate: Certificate | None = None
    ipv6: Visit | None = None
    home: tuple[Visit, ...] = ()
