"""The city is as large, as varied and as faulty as its manifest says, and no more."""

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

from ada_url import URL
from selectolax.lexbor import LexborHTMLParser

from kaoping.checks.discovery import all_checks
from kaoping.demo.answers import Answer, Host
from kaoping.demo.build import BuiltCity, build_city
from kaoping.demo.names import NAMED, Named
from kaoping.demo.roster import UNITS

BY_NAME = {named.host: named for named in NAMED.values()}
STAND_IN_HOSTS = re.compile(r"^(?:[\w.-]+\.(?:cn|example)|203\.0\.113\.\d+)$")


def test_the_city_has_units_in_two_groups_and_enough_pages(built: BuiltCity) -> None:
    assert len(UNITS) >= 12
    assert {unit.group for unit in UNITS} == {"county", "department"}
    assert {unit.class_ for unit in UNITS} == {"district", "zone", "tier1", "tier2"}
    assert any(not unit.theme for unit in UNITS)
    assert any(not unit.reachable for unit in UNITS)
    hosts = {id(host): host for host in built.hosts.values()}.values()  # some have two doors
    sizes = [len(answer.body) for host in hosts for answer in _pages(host).values()]
    assert 1600 <= len(sizes) <= 2400
    assert 8_000 <= sum(sizes) / len(sizes) <= 40_000


def test_each_site_is_sent_in_its_charset(built: BuiltCity) -> None:
    for unit_id, site in built.city.sites.items():
        home = built.hosts[built.city.ports[unit_id]].answers["/"]
        text = home.body.decode(site.unit.charset)
        assert site.unit.name in text
        assert ("charset" in home.content_type) == (site.unit.declared != "meta")
        assert ("http-equiv" in text) == (site.unit.declared != "header")


def test_every_check_has_a_planted_fault(built: BuiltCity) -> None:
    counted = {fault.check for fault in built.manifest.faults if fault.counted}
    assert counted == set(all_checks())
    assert len({fault.id for fault in built.manifest.faults}) == len(built.manifest.faults)


def test_one_site_is_without_faults(built: BuiltCity) -> None:
    assert not [fault for fault in built.manifest.faults if fault.unit == "linxi" and fault.counted]


def test_what_only_a_browser_shows_is_marked_so(built: BuiltCity) -> None:
    marked = {fault.check for fault in built.manifest.faults if fault.browser}
    assert marked == {"accessibility", "floating-ads", "mobile-layout", "hidden-links", "site-search"}
    settled = [fault for fault in built.manifest.faults if fault.browser is False]
    assert {fault.check for fault in settled} == {"blank-column", "error-report-entry", "footer-marks"}
    assert not any(fault.counted for fault in settled), "what a browser settles need not be found without one"


def test_the_same_seed_gives_the_same_bytes(built: BuiltCity, ports: dict[str, int]) -> None:
    again = build_city(ports)
    for port, host in built.hosts.items():
        assert {p: a.body for p, a in host.answers.items()} == {p: a.body for p, a in again.hosts[port].answers.items()}
    assert again.manifest == built.manifest


def test_another_seed_gives_another_city_and_all_dates_follow_the_day(built: BuiltCity, ports: dict[str, int]) -> None:
    later = build_city(ports, as_of=date(2026, 6, 30), seed=7)
    assert later.city.sites["linxi"].columns[3].items[0].title != built.city.sites["linxi"].columns[3].items[0].title
    for unit_id, site in later.city.sites.items():
        planted = [fault for fault in later.manifest.faults if fault.unit == unit_id and fault.check == "future-dates"]
        future = {fault.urls[0] for fault in planted}
        for column in site.columns:
            for item in column.items:
                assert item.when.date() < date(2026, 6, 30) or site.url(item.path) in future


def test_dead_links_are_exactly_those_in_the_manifest(built: BuiltCity) -> None:
    """Follows every link of every page in memory."""
    for unit_id in built.city.sites:
        planted = {
            str(fault.values["target"][0])
            for fault in built.manifest.faults
            if fault.unit == unit_id and fault.check == "dead-link"
        }
        linked = {target for path in _pages(_host(built, unit_id)) for target in _links(built, unit_id, path)}
        assert {target for target in linked if not _opens(built, target)} == planted, unit_id


def test_every_page_can_be_reached_from_the_home_page(built: BuiltCity) -> None:
    for unit_id, site in built.city.sites.items():
        pages = _pages(_host(built, unit_id))
        seen, queue = {"/"}, ["/"]
        while queue:
            targets = _links(built, unit_id, queue.pop())
            own = {"/" + target.removeprefix(site.base) for target in targets if target.startswith(site.base)}
            fresh = own & pages.keys() - seen
            seen |= fresh
            queue += sorted(fresh)
        assert seen == pages.keys(), unit_id


def _host(built: BuiltCity, unit_id: str) -> Host:
    return built.hosts[built.city.ports[unit_id]]


def _links(built: BuiltCity, unit_id: str, path: str) -> set[str]:
    site = built.city.sites[unit_id]
    answer = _host(built, unit_id).answer(path)
    return _targets(site.url(path), answer.body.decode(site.unit.charset, "replace"))


def _pages(host: Host) -> dict[str, Answer]:
    return {
        path: answer
        for path, answer in host.answers.items()
        if answer.status == 200 and answer.content_type.startswith("text/html")
    }


def _targets(url: str, text: str) -> set[str]:
    tree = LexborHTMLParser(text)
    base = tree.css_first("base")
    root = (base.attributes.get("href") if base is not None else None) or url
    found = set()
    for node in tree.css("a[href], link[href], img[src], script[src]"):
        href = (node.attributes.get("href") or node.attributes.get("src") or "").strip()
        if href and not href.startswith(("javascript:", "mailto:", "tel:", "data:", "#")):
            found.add(URL(href, root).href.partition("#")[0])
    return found


def _opens(built: BuiltCity, url: str, hops: int = 5) -> bool:
    parts = urlsplit(url)
    if parts.hostname in BY_NAME:
        return _answers(built, BY_NAME[parts.hostname], url, hops)
    if parts.port is None:
        assert STAND_IN_HOSTS.match(parts.hostname or ""), url
        return parts.hostname != "zhuanti.yunze.example"
    return _served(built, built.hosts.get(parts.port), url, hops)


def _answers(built: BuiltCity, named: Named, url: str, hops: int) -> bool:
    server = named.https if url.startswith("https:") else named.http
    return _served(built, built.hosts.get(built.city.ports[server]), url, hops)


def _served(built: BuiltCity, host: Host | None, url: str, hops: int) -> bool:
    if host is None:
        return False
    parts = urlsplit(url)
    answer = host.answer((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    if answer.status in (301, 302):
        return hops > 0 and _opens(built, urljoin(url, dict(answer.headers)["Location"]), hops - 1)
    if answer is host.otherwise and answer.status == 200:
        return "页面不存在" not in answer.body.decode()
    return answer.status == 200 or parts.path == "/admin/login"
