"""What a real browser saw of a site's chosen pages."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kaoping.model.outcomes import Fault
from kaoping.model.site_looks import SearchLook


class Device(StrEnum):
    """As what a page is looked at."""

    DESKTOP = "desktop"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Deeds:
    """What a page did without being asked, and was kept from doing where it harms (windows, files, dialogs).

    `refused` are the origins (host:port) it tried to reach that the guard refused; `unanswered` are those of scripts,
    frames and data it asked for in vain, whoever is to blame, so that something may be missing on it.
    """

    dialogs: int = 0
    windows: int = 0
    downloads: int = 0
    errors: int = 0  # uncaught errors of its scripts
    requests: int = 0
    bytes: int = 0
    refused: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One element of a page: where it stands in the document and on the page (left, top, width, height in pixels)."""

    selector: str
    text: str = ""
    box: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule of axe-core that `count` elements break; `places` are the first of them. `impact` is axe-core's word."""

    rule: str
    impact: str
    count: int
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page fits its screen. Widths in pixels: of the screen, of the page's own viewport, of what is on it.

    Letters are small below 12 pixels as they appear on the screen, what is tapped is when below 24 by 24.
    """

    viewport: str  # content of the meta element, empty without one
    screen: int
    width: int
    content: int
    letters: int = 0
    small_letters: int = 0
    targets: int = 0
    small_targets: int = 0
    wide: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Floater:
    """What stands over the page apart from its flow; `share` is how many hundredths of the screen it covers."""

    place: Place
    moving: bool = False
    closable: bool = False
    share: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class BrowserPage:
    """One page as one device showed it. With a `reason` it could not be looked at, and `fault` says because of whom.

    `number` is the page's number in the crawl, `seconds` the time until its text was there, scripts of the page
    included. `broken` is None where the rules were not tried. `hosts` are those of frames, scripts and pictures.
    `picture` is the name of a file beside the looks, showing the page from its top, `foot_picture` of one that shows
    its end from `foot_top` (pixels from the top of the page) where the first does not reach so far. `foot` is where its
    foot stands. `settled` says that it had come to rest, loading nothing more.
    """

    number: int
    url: str
    device: Device
    at: datetime
    status: int | None = None
    final_url: str = ""
    title: str = ""
    seconds: float = 0.0
    reason: str = ""
    fault: Fault | None = None
    deeds: Deeds = Deeds()
    layout: Layout | None = None
    floaters: tuple[Floater, ...] = ()
    hosts: tuple[str, ...] = ()
    broken: tuple[BrokenRule, ...] | None = None
    picture: str = ""
    settled: bool = False
    foot: Place | None = None
    foot_picture: str = ""
    foot_top: int = 0

    @property
    def whole(self) -> bool:
        """Whether what is not on the page is not going to come: it is at rest, and all it asked for was answered."""
        return self.settled and not self.deeds.unanswered


@dataclass(frozen=True, slots=True)
class BrowserLooks:
    """All pages of one site that a browser was sent to. `browser` and `rules` are versions.

    With a `reason` there was no browser to send, which is our fault. `search` is what searching the site gave, None
    where that was not tried.
    """

    at: datetime
    browser: str = ""
    rules: str = ""
    pages: tuple[BrowserPage, ...] = ()
    reason: str = ""
    search: SearchLook | None = None
