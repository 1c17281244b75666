"""What goes into looking at pages in a browser: limits, the browser itself, and which pages of which sites."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kaoping.model.browser_looks import BrowserLooks, Device
from kaoping.model.outcomes import Fault


@dataclass(frozen=True, slots=True)
class BrowseOptions:
    """Limits of one browser. Times in seconds, sizes in bytes, `pace` in new requests a second per origin.

    `pages` is how many columns and how many articles of a site are looked at beside its home page; 0 switches the
    browser off; `scripted` is how many more pages are looked at because their scripts may fill them. `chromium` is the
    program; empty: the one of `KAOPING_CHROMIUM` or on the search path. `no_sandbox` gives up Chromium's own sandbox,
    without which it does not run as root. The limits hold for one visit of one page,
    `site_seconds` for all visits of a site.
    """

    pages: int = 0
    chromium: str = ""
    no_sandbox: bool = False
    pace: float = 20.0
    pause: float = 1.0
    settle: float = 3.0
    page_seconds: float = 45.0
    site_seconds: float = 600.0
    page_bytes: int = 40 * 1024 * 1024
    page_requests: int = 600
    memory: int = 1536 * 1024 * 1024
    scripted: int = 20

    @property
    def enabled(self) -> bool:
        return self.pages > 0


OFF = BrowseOptions()


@dataclass(frozen=True, slots=True)
class PageWish:
    """One page to look at: its number in the crawl, its address, and as which device.

    `rules` False leaves out the rules of accessibility, where only what scripts write is of interest.
    """

    number: int
    url: str
    device: Device
    rules: bool = True


@dataclass(frozen=True, slots=True)
class SearchWish:
    """A search to try from the page at `page`: for `control`, which nothing has, then for titles (title, address)."""

    page: str
    control: str
    titles: tuple[tuple[str, str], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What is typed in, in order."""
        return (self.control, *(title for title, _ in self.titles))


@dataclass(frozen=True, slots=True)
class Searched:
    """What searching for `words` led to: the address, document (UTF-8) and picture (JPEG) of what then was shown.

    `box` names the field that they were typed into. With a `reason` nothing was shown; `fault` says because of whom.
    """

    words: str
    box: str = ""
    url: str = ""
    status: int | None = None
    document: bytes = b""
    picture: bytes = b""
    reason: str = ""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class SiteWish:
    """The pages of one site that are to be looked at, in order, and the search to try, if any."""

    site: str
    pages: tuple[PageWish, ...]
    search: SearchWish | None = None


Pictures = Mapping[str, bytes]
"""Pictures (JPEG) by the names that the pages of the looks say."""

Documents = Mapping[int, bytes]
"""Documents (UTF-8) as the pages' scripts left them, by the pages' numbers; only of pages seen on the desktop."""


@dataclass(frozen=True, slots=True)
class SiteSeen:
    """All that a browser saw of one site."""

    looks: BrowserLooks
    pictures: Pictures = field(default_factory=dict)
    documents: Documents = field(default_factory=dict)
    searched: tuple[Searched, ...] = ()


Keep = Callable[[str, SiteSeen], None]
"""Told the address of a site and what the browser saw of it, as soon as all its pages were looked at."""
