"""Builds the whole city in memory: grows every site, plants its faults, renders its pages and sets up its servers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import format_datetime
from random import Random

from kaoping.demo import decoys, files, quirks
from kaoping.demo.answers import Answer, Host
from kaoping.demo.city import City, Site, UnitSpec
from kaoping.demo.functions import CODE_PICTURE
from kaoping.demo.grow import Grower
from kaoping.demo.manifest import Fault, Manifest
from kaoping.demo.names import DOORS, NAMED, NAMES, STAND_IN, name_faults
from kaoping.demo.plant import plant
from kaoping.demo.plant.bed import Bed
from kaoping.demo.plant.columns import ages
from kaoping.demo.plant.neighbours import PAGES
from kaoping.demo.plant.reposts import repost
from kaoping.demo.probes import probe_faults
from kaoping.demo.render import Renderer, environment
from kaoping.demo.roster import CITY, SPARE_SERVERS, UNITS
from kaoping.demo.search import search_of
from kaoping.demo.serve import LOOPBACK
from kaoping.demo.themes import THEMES

AS_OF = date(2022, 12, 31)
SEED = 20221231
_FILE_TYPES = {
    "png": "image/png", "ico": "image/png", "pdf": "application/pdf", "zip": "application/zip", "css": "text/css",
    "js": "application/javascript", "json": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BuiltCity:
    """The city with what its servers answer (by port) and the manifest of what is wrong in it."""

    city: City
    hosts: Mapping[int, Host]
    manifest: Manifest


def server_names() -> tuple[str, ...]:
    """Return the names that need a port each: units with a site, the spare servers, other doors, the name service."""
    return (*(unit.id for unit in UNITS if unit.theme), *SPARE_SERVERS, *DOORS, NAMES)


def silent_names() -> tuple[str, ...]:
    """Return the names of servers that nobody answers on."""
    return (*(unit.id for unit in UNITS if unit.theme and not unit.reachable), "void")


def build_city(ports: Mapping[str, int], as_of: date = AS_OF, seed: int = SEED) -> BuiltCity:
    """Return the city as of `as_of`; the same `seed`, date and ports give the same bytes.

    `ports` holds one port for each of `server_names()`. Raises KeyError when one is missing.
    """
    bases = {unit.id: _base(unit.id, ports) for unit in UNITS if unit.theme}
    void = f"http://{LOOPBACK}:{ports['void']}/"
    city = City(CITY, as_of, seed, dict(ports), UNITS)
    faults: list[Fault] = []
    for number, unit in enumerate(UNITS, 1):
        if unit.theme and unit.reachable:
            rng = Random(f"{seed}/{unit.id}")  # noqa: S311 a sample, not a secret
            site = Grower(unit, bases[unit.id], number, as_of, rng, ages(unit.faults)).site()
            _furnish(site, bases)
            bed = Bed(site, bases, void, rng)
            plant(bed)
            decoys.scatter(bed)
            repost(bed)
            quirks.prepare(site)
            faults += bed.faults
            city.sites[unit.id] = site
    faults += (*probe_faults(bases), *name_faults())
    manifest = Manifest(CITY, as_of, seed, bases, tuple(faults))
    return BuiltCity(city, _hosts(city), manifest)


def _base(unit: str, ports: Mapping[str, int]) -> str:
    return NAMED[unit].base if unit in NAMED else f"http://{LOOPBACK}:{ports[unit]}/"


def _furnish(site: Site, bases: Mapping[str, str]) -> None:
    """Banners, quick links within the site, and links to the neighbours that are up."""
    assets = THEMES[site.unit.theme].assets
    site.banners = [f"{assets}banner/{number}.png" for number in (1, 2)]
    site.quick_links += [(column.name, column.path) for column in site.columns if column.section in ("bsfw", "hdjl")]
    up = [unit for unit in UNITS if unit.theme and unit.reachable and unit.id != site.unit.id]
    site.friends += [(unit.name, bases[unit.id]) for unit in up]


def _hosts(city: City) -> dict[int, Host]:
    env = environment()
    hosts = {}
    for unit_id, site in city.sites.items():
        host = Host()
        content_type = _content_type(site.unit)
        for page in Renderer(site, env).pages():
            body = page.text.encode(site.unit.charset, "xmlcharrefreplace")
            host.answers[page.path] = Answer(200, body, content_type)
        for path, when in site.modified.items():
            host.answers[path].headers = (("Last-Modified", format_datetime(when, usegmt=True)),)
        for path, text in site.strays.items():
            host.answers[path] = Answer(200, text.encode(), "text/html; charset=utf-8")
        _add_files(site, host)
        decoys.furnish(site, host)
        quirks.apply(site, host)
        host.search = search_of(site)
        hosts[city.ports[unit_id]] = host
    guard = Answer(403, b"<html><body>403 Forbidden</body></html>")
    hosts[city.ports["platform"]] = Host({"/guarded/": guard}, otherwise=_stand_in("全国统一服务平台"))
    hosts[city.ports[STAND_IN]] = hosts[city.ports["platform"]]
    for unit, door in (("chengguan", "chengguan-plain"), ("dangan", "dangan-tls")):
        hosts[city.ports[door]] = hosts[city.ports[unit]]
    hosts[city.ports["linxi-plain"]] = Host(computed=_sent_on(NAMED["linxi"].base))
    strangers = {path: _stand_in(title, text) for path, (title, text) in PAGES.items()}
    hosts[city.ports["spam"]] = Host(strangers, otherwise=_stand_in("欢迎光临"))
    return hosts


def _sent_on(base: str) -> Callable[[str], Answer]:
    """A server that sends everybody to the same address below `base`."""
    return lambda path: Answer(301, b"", "text/html", (("Location", base + path.removeprefix("/")),))


def _stand_in(title: str, body: str = "") -> Answer:
    """A server that has a page for everything."""
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    text = f"<!DOCTYPE html><html>{head}<body>{body or title}</body></html>"
    return Answer(200, text.encode(), "text/html; charset=utf-8")


def _content_type(unit: UnitSpec) -> str:
    names = {"gbk": "GBK", "gb18030": "GB18030", "utf-8": "UTF-8"}
    return "text/html" if unit.declared == "meta" else f"text/html; charset={names[unit.charset]}"


def _add_files(site: Site, host: Host) -> None:
    wanted = {CODE_PICTURE, *_COMMON_FILES[site.unit.theme], *site.banners}
    wanted |= {f"/images/{name}{number}.png" for number in range(1, 5) for name in ("leader", "topic")}
    for column in site.columns:
        for item in column.items:
            wanted |= {*item.images, *(attachment.path for attachment in item.attachments)}
    wanted |= site.files.keys()
    for path in sorted(wanted - site.missing):
        kind = path.rsplit(".", 1)[-1]
        data = site.files[path] if path in site.files else _file(kind, path, site)
        host.answers.setdefault(path, Answer(200, data, _FILE_TYPES.get(kind, "application/octet-stream")))


def _file(kind: str, path: str, site: Site) -> bytes:
    title = f"{site.unit.name} {path}"
    if kind in ("png", "ico"):
        tint = sum(path.encode())
        size = (32, 32) if "icon" in path else (160, 100)
        return files.png(*size, (tint % 200, tint * 7 % 200, tint * 13 % 200))
    if kind == "pdf":
        return files.pdf([f"Attachment {path.rsplit('/', 1)[-1]}", "This file belongs to a sample city."])
    if kind == "docx":
        return files.docx([site.unit.name, "附件", title])
    if kind == "xlsx":
        return files.xlsx([["序号", "指标", "数值"], *([str(n), f"指标{n}", str(n * 37 % 101)] for n in range(1, 13))])
    if kind == "zip":
        return files.archive({"readme.txt": title.encode(), "data.csv": b"id,value\n1,10\n2,20\n"})
    if kind == "css":
        return b"/* " + path.encode() + b" */\n.print { display: none; }\n"
    return b"// " + path.encode() + b"\nwindow.siteReady = true;\n"


_COMMON_FILES = {
    "portal": ("/images/style.css", "/images/favicon.ico", "/images/main.js", "/images/logo.png"),
    "table": ("/__local/site.css", "/__local/site.js", "/__local/logo.png"),
    "art": ("/module/css/site.css", "/module/js/site.js", "/module/logo.png"),
    "modern": ("/static/app.css", "/static/app.js", "/static/favicon.png", "/static/logo.png"),
    "dynamic": ("/res/site.css", "/res/site.js", "/res/logo.png"),
}
