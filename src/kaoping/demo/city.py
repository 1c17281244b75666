"""The sample city as a value that grows: units, sites, columns, items, and how single pages are tampered with.

These classes are mutable on purpose: growing fills them, planting alters them, rendering only reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """One assessed unit and the manner of its site. `theme` is empty where a unit has no site.

    `size` scales the number of items of its columns; `charset` is what the site's pages are sent in and `declared`
    where that is said: header, meta or both.
    """

    id: str
    name: str
    group: str
    class_: str
    theme: str = ""
    charset: str = "utf-8"
    declared: str = "both"
    size: float = 1.0
    quality: float = 0.9
    reachable: bool = True
    exempt: bool = False
    gate: bool = False  # the home page is navigation only (首页仅为栏目导航入口)
    quirks: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class Attachment:
    """A file offered with an item: what it is called on the page and where it lies."""

    name: str
    path: str


@dataclass(slots=True)
class Item:
    """A dated entry of a column with a page of its own. `rows` are label/value pairs shown as a table."""

    number: int
    title: str
    when: datetime
    source: str
    paragraphs: list[str]
    path: str = ""
    document: str = ""  # 文号
    images: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    related: list[tuple[str, str]] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Column:
    """A section of a site. `form` is list, messages or page; a page column has `html` instead of items.

    `phantoms` are list entries that lead to nothing: (title, href, date); `notice` is what a blank column shows.
    """

    slug: str
    name: str
    kind: str
    section: str
    number: int = 0
    form: str = "list"
    items: list[Item] = field(default_factory=list)
    html: str = ""
    description: str = ""
    phantoms: list[tuple[str, str, date]] = field(default_factory=list)
    notice: str = ""
    path: str = ""
    page_size: int = 15


@dataclass(slots=True)
class Tweak:
    """How one page differs from what its site's templates make of it."""

    title: str | None = None
    labels: dict[str, str | None] = field(default_factory=dict)  # None: the label is left out
    head: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)  # inside the main content
    bottom: list[str] = field(default_factory=list)  # before the footer
    alter: Callable[[str], str] | None = None  # last word on the page's text


@dataclass(slots=True)
class Site:
    """One website: its addresses, footer and content. `base` ends with a slash."""

    unit: UnitSpec
    base: str
    code: str
    icp: str
    police: str
    phone: str
    address: str
    as_of: date
    columns: list[Column] = field(default_factory=list)
    pages: list[Column] = field(default_factory=list)  # plain inner pages: about, statement, site map
    marks: dict[str, str] = field(default_factory=dict)  # footer mark → HTML
    error_entry: str = ""
    search_box: str = ""
    search_fault: str = ""  # broken, blind or stale
    tools: dict[str, str] = field(default_factory=dict)  # entry to a function at the head → HTML
    tweaks: dict[str, Tweak] = field(default_factory=dict)
    friends: list[tuple[str, str]] = field(default_factory=list)
    banners: list[str] = field(default_factory=list)
    nav_extra: list[tuple[str, str]] = field(default_factory=list)
    quick_links: list[tuple[str, str]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)  # addresses of files that are linked and not there
    files: dict[str, bytes] = field(default_factory=dict)  # attachments with content of their own, by path
    modified: dict[str, datetime] = field(default_factory=dict)  # when the file of a page was last changed, by path
    strays: dict[str, str] = field(default_factory=dict)  # pages in no column, by path
    truth: dict[str, float] = field(default_factory=dict)

    def tweak(self, path: str) -> Tweak:
        """Return the (possibly new) tweak of the page at `path`."""
        return self.tweaks.setdefault(path, Tweak())

    def column(self, kind: str) -> Column:
        """Return the first column of `kind`. Raises KeyError when the site has none."""
        for column in self.columns:
            if column.kind == kind:
                return column
        raise KeyError(kind)

    def plain_path(self, slug: str) -> str:
        """Return the path of the inner page `slug`. Raises StopIteration when the site has none."""
        return next(page.path for page in self.pages if page.slug == slug)

    def url(self, path: str) -> str:
        """Return the absolute address of a path on this site."""
        return self.base + path.removeprefix("/")


@dataclass(slots=True)
class City:
    """All units with their sites, as of a moment, and the ports they are served on."""

    name: str
    as_of: date
    seed: int
    ports: dict[str, int]
    units: tuple[UnitSpec, ...]
    sites: dict[str, Site] = field(default_factory=dict)
