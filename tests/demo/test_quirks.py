"""Traps and special ways of single sites are as announced."""

from urllib.parse import urljoin

import pytest
from protego import Protego

from kaoping.demo.answers import Host
from kaoping.demo.build import BuiltCity
from kaoping.demo.decoys import GUARDED


def host_of(built: BuiltCity, unit_id: str) -> Host:
    return built.hosts[built.city.ports[unit_id]]


def test_the_calendar_never_ends_and_nonsense_is_not_found(built: BuiltCity) -> None:
    host, month, seen = host_of(built, "jiaoyu"), "/calendar.htm?month=2022-12", set()
    for _ in range(30):
        answer = host.answer(month)
        assert answer.status == 200
        seen.add(month)
        links = answer.body.decode("gbk").split('href="?month=')
        month = "/calendar.htm?month=" + links[2][:7]
    assert len(seen) == 30
    assert host.answer("/calendar.htm?month=2022-13").status == 404


def test_session_numbers_lead_to_the_same_pages(built: BuiltCity) -> None:
    host, site = host_of(built, "renshe"), built.city.sites["renshe"]
    path = site.column("news").items[0].path
    assert host.answer(f"{path}&jsessionid=00AB").body == host.answer(path).body
    assert "&jsessionid=" in host.answer(path).body.decode()


def test_the_soft_404_site_has_an_answer_for_everything(built: BuiltCity) -> None:
    answer = host_of(built, "tongji").answer("/no/such/page")
    assert answer.status == 200
    assert "不存在" in answer.body.decode()


@pytest.mark.parametrize("unit_id", ["wangnan", "chengguan"])
def test_redirects_end_at_a_page(built: BuiltCity, unit_id: str) -> None:
    host, site = host_of(built, unit_id), built.city.sites[unit_id]
    for start in ("/old/notice", "/old/news"):
        path = start
        while (answer := host.answer(path)).status in (301, 302):
            path = "/" + urljoin(site.url(path), dict(answer.headers)["Location"]).removeprefix(site.base)
        assert answer.status == 200
        assert path != start


def test_robots_files_say_what_they_should(built: BuiltCity) -> None:
    slow = Protego.parse(host_of(built, "chengguan").answer("/robots.txt").body.decode())
    open_ = Protego.parse(host_of(built, "linxi").answer("/robots.txt").body.decode())
    site = built.city.sites["linxi"]
    assert slow.crawl_delay("kaoping") == 0.1
    assert not open_.can_fetch(site.url("/admin/login"), "kaoping")
    assert list(open_.sitemaps) == [site.url("/sitemap.xml")]
    assert f"<loc>{site.base}</loc>" in host_of(built, "linxi").answer("/sitemap.xml").body.decode()


def test_one_page_is_slow_and_one_gate_is_guarded(built: BuiltCity) -> None:
    delays = [answer.delay for answer in host_of(built, "chengguan").answers.values() if answer.delay]
    assert len(delays) == 1
    assert 2 <= delays[0] < 10
    assert GUARDED in host_of(built, "chengguan").answer("/").body.decode()
    assert built.hosts[built.city.ports["platform"]].answer("/guarded/").status == 403


def test_addresses_under_base_have_no_leading_slash(built: BuiltCity) -> None:
    text = host_of(built, "nongye").answer("/").body.decode("gbk")
    assert f'<base href="{built.city.sites["nongye"].base}">' in text
    assert 'href="/' not in text
