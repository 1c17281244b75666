"""Renders a site's home, lists, articles and pages with its theme's templates, tweaks included."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from kaoping.demo.city import Column, Item, Site, Tweak
from kaoping.demo.grow import SECTIONS
from kaoping.demo.themes import THEMES, Theme, write_date

Entry = tuple[str, str, "datetime | date"]  # title, href, date


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text of one page and its path (with query) on the site."""

    path: str
    text: str


@dataclass(slots=True)
class _Page:
    """What templates call `page`."""

    title: str | None
    labels: list[tuple[str, str]]
    tweak: Tweak
    declare: str
    nav: list[tuple[str, list[Column]]]
    nav_extra: list[tuple[str, str]]
    plain: dict[str, Column]
    marks: dict[str, str]
    error_entry: str
    list_date: str
    full_date: str
    base: str = ""
    root: str = "/"
    session: str = ""
    gate: bool = False
    crumbs: list[tuple[str, str]] = field(default_factory=list)
    panels: list[Column] = field(default_factory=list)
    siblings: list[Column] = field(default_factory=list)
    section: str = ""
    entries: list[Entry] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    number: int = 1
    neighbours: list[tuple[str, Item]] = field(default_factory=list)


def environment() -> Environment:
    """Return the template environment with the filter that writes dates."""
    env = Environment(
        loader=PackageLoader("kaoping.demo"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 the values are HTML of our own making
        trim_blocks=True,
    )
    env.filters["day"] = write_date
    return env


@dataclass(slots=True)
class Renderer:
    """Renders all pages of `site`; `env` is shared between sites."""

    site: Site
    env: Environment

    def pages(self) -> Iterator[Rendered]:
        """Yield every page of the site once."""
        yield self._home()
        for column in self.site.columns:
            if column.form == "page":
                yield self._single(column, labelled=True)
                continue
            yield from self._listing(column)
            for index, item in enumerate(column.items):
                yield self._article(column, item, index)
        for column in self.site.pages:
            yield self._single(column, labelled=False)

    def _home(self) -> Rendered:
        site = self.site
        page = self._page("/", f"{site.unit.name}门户网站" if site.unit.group == "county" else site.unit.name, [])
        page.panels = [column for column in site.columns if column.items and column.kind != "guides"]
        page.gate = site.unit.gate
        return self._render("home", "/", page)

    def _listing(self, column: Column) -> Iterator[Rendered]:
        entries: list[Entry] = [(item.title, item.path, item.when) for item in column.items]
        entries += [(title, href, when) for title, href, when in column.phantoms]
        entries.sort(key=lambda entry: f"{entry[2]:%Y%m%d}", reverse=True)
        size = column.page_size
        count = max(1, -(-len(entries) // size))
        paths = [self._theme.listing(column, number) for number in range(1, count + 1)]
        for number, path in enumerate(paths, 1):
            page = self._page(path, f"{column.name}_{self.site.unit.name}", _column_labels(column))
            self._place(page, column)
            page.pages, page.number = paths, number
            page.entries = entries[(number - 1) * size : number * size]
            items = column.items[(number - 1) * size : number * size]
            yield self._render("list", path, page, column=column, items=items)

    def _article(self, column: Column, item: Item, index: int) -> Rendered:
        labels = [
            *_column_labels(column), ("ArticleTitle", item.title), ("PubDate", f"{item.when:%Y-%m-%d %H:%M}"),
            ("ContentSource", item.source), ("Keywords", f"{column.name},{self.site.unit.name}"),
        ]  # fmt: skip
        page = self._page(item.path, f"{item.title}_{column.name}_{self.site.unit.name}", labels)
        self._place(page, column)
        around = [("上一篇", index - 1), ("下一篇", index + 1)]
        page.neighbours = [(label, column.items[at]) for label, at in around if 0 <= at < len(column.items)]
        if "sessions" in self.site.unit.quirks:
            page.session = f"&jsessionid={item.number * 7919:016X}"
        return self._render("article", item.path, page, item=item, column=column)

    def _single(self, column: Column, *, labelled: bool) -> Rendered:
        labels = _column_labels(column) if labelled else []
        page = self._page(column.path, f"{column.name}_{self.site.unit.name}", labels)
        self._place(page, column)
        return self._render("page", column.path, page, column=column)

    def _page(self, path: str, title: str, labels: list[tuple[str, str]]) -> _Page:
        site, theme = self.site, self._theme
        tweak = site.tweaks.get(path, Tweak())
        own = [("SiteName", site.unit.name), ("SiteDomain", _domain(site.base)), ("SiteIDCode", site.code)]
        relative = "base_href" in site.unit.quirks
        return _Page(
            title=title if tweak.title is None else (tweak.title or None),
            labels=_tweaked([*own, *labels], tweak),
            tweak=tweak,
            declare=_declared(site),
            nav=self._nav(),
            nav_extra=list(site.nav_extra),
            plain={page.slug: page for page in site.pages},
            marks={name: site.marks.get(name, "") for name in MARK_NAMES},
            error_entry=site.error_entry,
            list_date=theme.list_date,
            full_date=theme.full_date,
            base=site.base if relative else "",
        )

    def _place(self, page: _Page, column: Column) -> None:
        section = SECTIONS[column.section]
        page.section = section + (self.site.unit.name if column.section == "zjgk" else "")
        page.siblings = [other for other in self.site.columns if other.section == column.section]
        page.crumbs = [(column.name, column.path)]

    def _nav(self) -> list[tuple[str, list[Column]]]:
        groups: dict[str, list[Column]] = {}
        for column in self.site.columns:
            groups.setdefault(SECTIONS[column.section], []).append(column)
        return list(groups.items())

    def _render(self, name: str, path: str, page: _Page, **more: object) -> Rendered:
        template = self.env.get_template(f"{self._theme.templates}/{name}.html")
        text = template.render(page=page, site=self.site, **more)
        if page.tweak.alter is not None:
            text = page.tweak.alter(text)
        return Rendered(path, text)

    @property
    def _theme(self) -> Theme:
        return THEMES[self.site.unit.theme]


MARK_NAMES = ("party-mark", "site-code", "icp", "police", "sponsor", "contact")


def _column_labels(column: Column) -> list[tuple[str, str]]:
    return [
        ("ColumnName", column.name), ("ColumnDescription", column.description),
        ("ColumnKeywords", f"{column.name}，政府信息"), ("ColumnType", _TYPES.get(column.section, "政务公开")),
    ]  # fmt: skip


_TYPES = {
    "zjgk": "概况信息",
    "xwzx": "工作动态",
    "zwgk": "政务公开",
    "bsfw": "办事服务",
    "hdjl": "互动交流",
    "sjkf": "数据开放",
}


def _tweaked(labels: list[tuple[str, str]], tweak: Tweak) -> list[tuple[str, str]]:
    kept = [(name, tweak.labels.get(name, content)) for name, content in labels]
    return [(name, content) for name, content in kept if content is not None]


def _domain(base: str) -> str:
    return base.partition("://")[2].rstrip("/")


def _declared(site: Site) -> str:
    names = {"gbk": "gb2312", "gb18030": "gb18030", "utf-8": "UTF-8"}
    return "" if site.unit.declared == "header" else names[site.unit.charset]
