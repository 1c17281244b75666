"""Pages of strangers: read once for all sites, briefly, and only what they say."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping.crawl.fetch import Answer
from kaoping.crawl.frontier import Frontier
from kaoping.crawl.strangers import linked_hosts
from kaoping.gather.neighbours import TEXT_KEPT, Neighbours
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life, LinkKind
from kaoping.model.site_looks import Neighbour

NOW = datetime(2026, 1, 2, tzinfo=UTC)


class Pages:
    """Stands for the fetcher: answers with a page, and counts."""

    def __init__(self, body: bytes, content_type: str = "text/html; charset=utf-8", status: int = 200) -> None:
        self.asked: list[str] = []
        self._body, self._type, self._status = body, content_type, status

    async def fetch(self, url: str, **_wishes: object) -> Answer:
        self.asked.append(url)
        answer = Answer(url, url, NOW)
        answer.status, answer.body = self._status, self._body
        answer.headers = {"content-type": self._type}
        return answer


def seen(pages: Pages, url: str = "http://a.example/") -> Neighbour:
    looked = asyncio.run(Neighbours(pages).look([url]))  # type: ignore[arg-type]
    assert looked is not None
    return looked[0]


def test_title_and_text() -> None:
    page = "<title> 某 &amp; 公司 </title><script>var x='域名出售'</script><style>p{}</style><p>正文&nbsp;一</p>"
    neighbour = seen(Pages(page.encode()))
    assert neighbour.title == "某 & 公司"
    assert neighbour.text == "某 & 公司 正文 一"
    assert neighbour.fault is None


def test_gbk_and_long_pages() -> None:
    page = '<meta charset="gbk"><title>公司</title>' + "文" * 5000
    neighbour = seen(Pages(page.encode("gbk"), "text/html"))
    assert neighbour.title == "公司"
    assert len(neighbour.text) == TEXT_KEPT


@pytest.mark.parametrize(
    ("page", "there"),
    [
        ('<meta http-equiv="refresh" content="0; url=http://b.example/x">', "http://b.example/x"),
        ("<script>window.location.href='http://b.example/y'</script>", "http://b.example/y"),
        ("<script>window.location.href='http://b.example/y'</script>" + "<p>x</p>" * 1000, ""),
        ("<p>location</p>", ""),
    ],
)
def test_where_a_stub_sends_its_visitors(page: str, there: str) -> None:
    assert seen(Pages(page.encode())).sends_to == there


def test_what_does_not_open_says_whose_fault_it_is() -> None:
    neighbour = seen(Pages(b"no", status=503))
    assert neighbour.fault is Fault.SITE
    assert neighbour.title == ""
    assert seen(Pages(b"\x00\x01", "application/pdf")).text == ""


@pytest.mark.parametrize(
    "page", [b"", b"<title>", b"<title>" + b"x" * 90_000, b"\xff\xfe\x00", b"<meta http-equiv=refresh"]
)
def test_hostile_pages_are_only_text(page: bytes) -> None:
    assert len(seen(Pages(page)).text) <= TEXT_KEPT


def test_an_address_is_asked_for_once_for_all_sites() -> None:
    pages = Pages(b"<title>x</title>")

    async def both() -> None:
        neighbours = Neighbours(pages)  # type: ignore[arg-type]
        assert await neighbours.look(["http://a.example/"]) == await neighbours.look(["http://a.example/"])
        assert await neighbours.look(None) is None

    asyncio.run(both())
    assert pages.asked == ["http://a.example/"]


def test_one_address_for_each_host_that_opened(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path, "http://s.example/")
    for url, life, kind in (
        ("http://a.example/1", Life.ALIVE, LinkKind.LINK),
        ("http://a.example/2", Life.ALIVE, LinkKind.LINK),
        ("http://b.example/", Life.DEAD, LinkKind.LINK),
        ("http://c.example/x.png", Life.ALIVE, LinkKind.IMAGE),
        ("http://d.example/", Life.ALIVE, LinkKind.LINK),
        ("http://e.example/", Life.ALIVE, LinkKind.LINK),
    ):
        target, _ = frontier.register(url, kind, True)
        target.life = life
    frontier.commit()
    frontier.close()
    everybody: Callable[[str], bool] = lambda _: True  # noqa: E731
    assert linked_hosts(tmp_path, everybody, 9) == ("http://a.example/1", "http://d.example/", "http://e.example/")
    assert linked_hosts(tmp_path, everybody, 1) == ("http://a.example/1",)
    assert linked_hosts(tmp_path, lambda url: "d." in url, 9) == ("http://d.example/",)
    assert linked_hosts(tmp_path / "none", everybody, 9) is None
