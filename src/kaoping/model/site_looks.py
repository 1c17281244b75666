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
class SearchForm:
    """The site's own search (站内搜索) as its form says: where it is, where it sends what, and how that is written.

    `field` is the one for the words, `others` what goes with it. `scripted` says that a script has a hand in sending,
    so that sending without it may mean something else.
    """

    page: str
    action: str
    method: str
    field: str
    others: tuple[tuple[str, str], ...] = ()
    charset: str = "utf-8"
    scripted: bool = False


@dataclass(frozen=True, slots=True)
class SearchTry:
    """One search for `title`, the words by which the site's own page `url` is linked, and what its first page showed.

    `found` is how the page is there: by address, by title, or not at all (empty). `on_control` says that it stands on
    the result page for words that nothing has, too, so that the search has not brought it. `results` counts links that
    are not on that page; `none_said` says that the page tells of no results, `too_often` that it asks for patience.
    """

    title: str
    url: str
    visit: Visit
    found: str = ""
    on_control: bool = False
    results: int = 0
    none_said: bool = False
    too_often: bool = False
    digest: str = ""  # SHA-256 of the answer's body
    picture: str = ""  # of what a browser then showed, by its name beside the looks


@dataclass(frozen=True, slots=True)
class SearchLook:
    """What driving the site's search gave. Without `tries`, `reason` and `fault` say why it was not driven."""

    form: SearchForm | None = None
    control: SearchTry | None = None
    tries: tuple[SearchTry, ...] = ()
    reason: str = ""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One page of a stranger's host that the site links to: its title and the beginning of its text.

    `reason` and `fault` say why it could not be read. `sends_to` is where a short page sends visitors by itself.
    """

    url: str
    at: datetime
    status: int | None = None
    final_url: str = ""
    reason: str = ""
    fault: Fault | None = None
    title: str = ""
    text: str = ""
    sends_to: str = ""


@dataclass(frozen=True, slots=True)
class InnerHost:
    """A further host of the site's own domain that the site links to: its AAAA records, and a page of it over IPv6.

    `visit` is None where the name has no AAAA record, or none could be told.
    """

    host: str
    ipv6: Resolved
    visit: Visit | None = None


@dataclass(frozen=True, slots=True)
class SiteLooks:
    """All of it, for one site. None: there is nothing of that kind to look at (a site on a port of its own, say).

    `http` and `https` ask for the registered address by either scheme; `ipv6` asks for it over IPv6. `home` are several
    looks at the home page, a while apart, each over a new connection. `neighbours` are pages of strangers' hosts,
    `inner` further hosts of the site's own domain.
    """

    at: datetime
    name: NameLook
    http: Visit | None = None
    https: Visit | None = None
    certificate: Certificate | None = None
    ipv6: Visit | None = None
    home: tuple[Visit, ...] = ()
    search: SearchLook | None = None
    neighbours: tuple[Neighbour, ...] | None = None
    inner: tuple[InnerHost, ...] | None = None
