"""A site's search is found and driven as visitors do it: by GET or POST, in the page's charset, within bounds."""

import base64
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, unquote_to_bytes

import pytest

from kaoping.model.site_looks import SearchLook
from tests.crawl.serving import Asked, Site, answer, html, redirect, serve
from tests.gather.looking import look_at

TITLES = {
    "/art/1.html": "示范县召开全县经济工作会议部署明年任务",
    "/art/2.html": "示范县推进乡村振兴项目建设现场观摩活动",
    "/art/3.html": "关于公布本年度惠民实事项目名单的公告",
}
NEWS = "".join(f'<a href="{path}">{title}</a>' for path, title in TITLES.items())
GET_FORM = '<form action="/search?old=1"><input name="q" placeholder="请输入关键字"><button>搜索</button></form>'


def searched(
    home: str | bytes, routes: Mapping[str, object] | None = None, fallback: object = 404
) -> tuple[SearchLook, Site]:
    with serve({"/": home, **(routes or {})}, fallback=fallback) as site:  # type: ignore[arg-type, dict-item]  # replies of any kind
        looks = look_at(site.url.replace("127.0.0.1", "localhost"))
        assert looks.search is not None
        return looks.search, site


def engine(find: Callable[[str], list[str]], charset: str = "utf-8") -> Callable[[Asked], bytes]:
    """A search whose `q` is read in `charset`; `find` gives the titles it lists."""

    def reply(asked: Asked) -> bytes:
        query = asked.path.partition("?")[2]
        words = parse_qs(query, encoding=charset).get("q", [""])[0]
        listed = "".join(
            f'<li><a href="{path}"><em>{t[:4]}</em>{t[4:]}</a></li>' for path, t in TITLES.items() if t in find(words)
        )
        said = listed or "<p>抱歉，没有找到相关结果</p>"
        body = html(f"您搜索的是：{words}{said}").replace("utf-8", charset)
        return answer(200, body.encode(charset, "replace"), content_type=f"text/html; charset={charset}")

    return reply


def exact(words: str) -> list[str]:
    return [words]


def test_a_working_search_by_get() -> None:
    look, site = searched(html(NEWS + GET_FORM), fallback=engine(exact))
    assert look.form is not None
    assert (look.form.field, look.form.method) == ("q", "get")
    assert [(t.found, t.on_control) for t in look.tries] == [("address", False)] * 3
    assert look.control is not None
    assert look.control.none_said
    asked = [path for path in site.paths() if path.startswith("/search")]
    assert len(asked) == 4
    assert not any("old=1" in path for path in asked), "a browser drops the query of a form's action on GET"


def test_titles_in_the_charset_of_the_page() -> None:
    home = html(NEWS + GET_FORM).replace("utf-8", "gbk").encode("gbk")
    look, site = searched(answer(200, home, content_type="text/html"), fallback=engine(exact, "gbk"))
    assert [t.found for t in look.tries] == ["address"] * 3
    path = next(path for path in site.paths() if path.startswith("/search") and "%CA%BE" in path)
    assert "示范县" in unquote_to_bytes(path).decode("gbk")


def test_nothing_is_found() -> None:
    look, _ = searched(html(NEWS + GET_FORM), fallback=engine(lambda words: []))
    assert [(t.found, t.none_said, t.results) for t in look.tries] == [("", True, 0)] * 3


def test_something_else_is_found() -> None:
    look, _ = searched(
        html(NEWS + GET_FORM), fallback=engine(lambda w: [] if w not in TITLES.values() else [TITLES["/art/3.html"]])
    )
    missed = [t for t in look.tries if t.title != TITLES["/art/3.html"]]
    assert all(not t.found and t.results == 1 for t in missed)
    assert len(missed) == 2


def test_a_list_that_stands_on_every_page_finds_nothing() -> None:
    look, _ = searched(html(NEWS + GET_FORM), fallback=html("<h2>最新信息</h2>" + NEWS))
    assert all(t.on_control and not t.results for t in look.tries)


def test_a_search_that_breaks_down_is_asked_twice() -> None:
    look, site = searched(html(NEWS + GET_FORM), {"/robots.txt": 404}, fallback=500)
    assert {t.visit.status for t in look.tries} == {500}
    assert len([path for path in site.paths() if path.startswith("/search")]) == 8


def test_a_form_that_posts_hidden_fields() -> None:
    form = (
        '<form action="/so.jsp?site=1" method="POST" accept-charset="gb2312">'
        '<input type="hidden" name="scope" value="全站"><input type="hidden" name="lucenenewssearchkey" value="">'
        '<select name="kind"><option value="a">全部</option><option value="t" selected>标题</option></select>'
        '<input name="keyword"><input type="submit" value="检索"></form>'
    )
    with serve({"/": html(NEWS + form)}, fallback=html("没有找到相关信息")) as site:
        look = look_at(site.url.replace("127.0.0.1", "localhost")).search
        assert look is not None
        assert look.form is not None
        posted = [asked for asked in site.asked if asked.method == "POST"]
        assert {asked.path for asked in posted} == {"/so.jsp?site=1"}
        assert {asked.headers["content-type"] for asked in posted} == {"application/x-www-form-urlencoded"}
        assert look.form.others == (("scope", "全站"), ("lucenenewssearchkey", ""), ("kind", "t"))
        sent = [parse_qs(asked.body.decode(), encoding="gb2312") for asked in posted]
        assert {fields["keyword"][0] for fields in sent[1:]} == set(TITLES.values())
        for fields in sent:
            assert (fields["scope"], fields["kind"]) == (["全站"], ["t"])
        assert all(base64.b64decode(f["lucenenewssearchkey"][0]).decode() == f["keyword"][0] for f in sent[1:])


@pytest.mark.parametrize(
    ("home", "reason"),
    [
        (NEWS, "no-search-seen"),
        (NEWS + '<input id="keyword" placeholder="请输入关键字"><a onclick="go()">搜</a>', "search-by-script"),
        (NEWS + '<form><input name="q" placeholder="搜索"></form>', "search-by-script"),
        (NEWS + '<div class="SiteSearch"><script src="/s.js"></script></div>', "search-by-script"),
        (NEWS + '<a href="javascript:">高级搜索</a>', "search-by-script"),
        (NEWS + "<script>x = '<form class=top action=/search/all>'</script>", "search-by-script"),
        (NEWS + '<input type="keywords" name="keywords" placeholder="请输入搜索关键词">', "search-by-script"),
        (NEWS + '<form action="/login"><input name="user"><input type="password" name="p"></form>', "no-search-seen"),
        (GET_FORM, "no-titles"),
    ],
)
def test_what_cannot_be_driven(home: str, reason: str) -> None:
    look, site = searched(html(home), fallback=404)
    assert (look.reason, look.tries) == (reason, ())
    assert not [path for path in site.paths() if path.startswith("/search")]


def test_a_search_page_that_is_linked() -> None:
    look, _ = searched(html(NEWS + '<a href="/so/">站内搜索</a>'), {"/so/": html(GET_FORM)}, fallback=engine(exact))
    assert look.form is not None
    assert look.form.page.endswith("/so/")
    assert all(t.found for t in look.tries)


def test_a_gate_whose_lists_have_the_titles() -> None:
    gate = html(GET_FORM + '<a href="/xw/">新闻动态</a>')
    look, _ = searched(gate, {"/xw/": html(NEWS)}, fallback=engine(exact))
    assert len(look.tries) == 3


def test_a_home_page_that_only_sends_on() -> None:
    stub = '<html><head><meta http-equiv="refresh" content="0;url=/index.html"></head></html>'
    look, _ = searched(stub, {"/index.html": html(NEWS + GET_FORM)}, fallback=engine(exact))
    assert [t.found for t in look.tries] == ["address"] * 3


def test_what_robots_may_not_ask_is_not_asked() -> None:
    routes = {"/robots.txt": "User-agent: *\nDisallow: /search\n"}
    look, site = searched(html(NEWS + GET_FORM), routes, fallback=engine(exact))
    assert (look.reason, look.tries) == ("robots", ())
    assert not [path for path in site.paths() if path.startswith("/search")]


def test_a_search_within_the_private_network_is_refused() -> None:
    form = '<form action="http://10.0.0.1/search"><input name="q"><button>搜索</button></form>'
    look, _ = searched(html(NEWS + form))
    assert {t.visit.reason for t in look.tries} == {"address-refused"}


def test_no_other_site_is_asked_where_the_crawl_may_not() -> None:
    with serve({}, fallback=engine(exact)) as other:
        action = other.url.replace("127.0.0.1", "localhost")
        form = f'<form action="{action}search"><input name="q"><button>搜索</button></form>'
        with serve({"/": html(NEWS + form)}) as site:
            address = site.url.replace("127.0.0.1", "localhost")
            look = look_at(address, check_offsite=False).search
            assert look is not None
            assert (look.reason, look.tries, other.asked) == ("search-offsite", (), [])
            asked = look_at(address).search
            assert asked is not None
            assert all(tried.found for tried in asked.tries)


def test_a_search_that_answers_a_post_by_sending_on() -> None:
    form = '<form action="/so" method="post"><input name="q" placeholder="搜索"></form>'
    routes = {"/so": lambda asked: redirect("/result?q=" + asked.body.decode().partition("=")[2])}
    look, site = searched(html(NEWS + form), routes, fallback=engine(exact))
    assert [t.found for t in look.tries] == ["address"] * 3
    assert {asked.method for asked in site.asked if asked.path.startswith("/result")} == {"GET"}


def test_hostile_forms_do_no_harm() -> None:
    forms = (
        '<form action="http://[" ><input name=q value=搜索></form>'
        + '<form action="file:///etc/passwd"><input name=q value=搜索></form>' * 50
    )
    look, _ = searched(html(NEWS + forms + "<input>" * 5000), fallback=404)
    assert look.tries == ()
    odd = (
        '<form action="/search" accept-charset="no-such"><input name="q">'
        + '<input type=hidden name="a" value="\x00\ud83d">'
        + "</form>"
    )
    look, _ = searched(html(NEWS + odd.encode("utf-8", "replace").decode()), fallback=engine(exact))
    assert len(look.tries) == 3
