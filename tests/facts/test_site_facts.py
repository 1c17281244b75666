"""Site facts: kinds of pages, columns and their kinds, the store that derives each once."""

from collections.abc import Mapping

import pytest

from kaoping.facts.column_kinds import KINDS, column_kind
from kaoping.facts.hosts import domain_of, unrelated
from kaoping.facts.page.labels import Labels
from kaoping.facts.record import PageRow, SiteRecord
from kaoping.facts.sample import sample
from kaoping.facts.site.columns import Columns, list_address
from kaoping.facts.site.item_dates import ItemDates
from kaoping.facts.site.own_text import OwnText
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import FactStore, PerPage
from kaoping.model.errors import StorageError
from kaoping.model.outcomes import PageKind
from tests.facts.site_builder import PageSource, SiteBuilder

ROOT = "http://www.example.gov.cn/"


def site(pages: Mapping[str, str]) -> SiteRecord:
    return SiteBuilder(ROOT).build({f"{ROOT}{path}": PageSource(html.encode()) for path, html in pages.items()})


LIST = "".join(f'<li><a href="/tzgg/{n}.html">关于第{n}件事的通知</a><i>2022-11-0{n}</i></li>' for n in range(1, 6))
PAGES = {
    "": '<a href="/tzgg/">通知公告</a><a href="/jj.html">简介</a><a href="/index.html">首页</a>',
    "index.html": '<a href="/tzgg/">通知公告</a><a href="/jj.html">简介</a><a href="/index.html">首页</a>',
    "tzgg/": f'<p>当前位置：首页 &gt; 通知公告</p><ul>{LIST}</ul><a href="/tzgg/index_2.html">下一页</a>',
    "tzgg/index_2.html": '<ul><li><a href="/tzgg/9.html">关于旧事的通知</a><i>2021-01-01</i></li></ul>',
    "tzgg/1.html": "<h1>通知</h1><p>发布时间：2022-11-01 来源：县政府办</p>",
    "jj.html": "<p>示范县位于平原。</p>",
}


def test_kinds_of_pages() -> None:
    pages = FactStore(site(PAGES)).get(Pages)
    by_path = {record.url.removeprefix(ROOT): pages.kinds[number] for number, record in pages.records.items()}
    assert by_path == {
        "": PageKind.HOME,
        "index.html": PageKind.HOME,
        "tzgg/": PageKind.COLUMN,
        "tzgg/index_2.html": PageKind.COLUMN,
        "tzgg/1.html": PageKind.ARTICLE,
        "jj.html": PageKind.INNER,
    }


def test_a_column_with_its_pages_merged() -> None:
    (column,) = FactStore(site(PAGES)).get(Columns).all
    assert (column.name, column.kind, column.first_level, len(column.pages)) == ("通知公告", "notices", True, 2)
    assert len(column.items) == 6
    assert column.latest is not None
    assert column.latest.isoformat() == "2022-11-05"
    assert column.confidence > 0.5


@pytest.mark.parametrize(
    "urls",
    [
        ("/a/index.html", "/a/index_1.html", "/a/", "/a/index_23.html"),
        ("/list.aspx?cid=3&page=2", "/list.aspx?cid=3", "/list.aspx?page=9&cid=3"),
        ("/col/12.shtml", "/col/2.shtml"),
        ("/index/bmdt.htm", "/index/bmdt/2.htm", "/index/bmdt/13.htm"),
        ("/col/col1012/index.html", "/col/col1012/index.html?uid=7084&pageNum=2"),
    ],
)
def test_one_address_for_all_pages_of_a_list(urls: tuple[str, ...]) -> None:
    assert len({list_address(f"http://h{url}") for url in urls}) == 1


def test_different_lists_stay_apart() -> None:
    assert list_address("http://h/list.aspx?cid=3") != list_address("http://h/list.aspx?cid=4")
    assert list_address("http://h/a/") != list_address("http://h/b/")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("政策解读", "interpretation"), ("政策文件", "policy"), ("通知公告", "notices"), ("工作动态", "news"),
        ("领导之窗", "leaders"), ("机构职能", "organisation"), ("人事任免", "personnel"), ("县长信箱", "consultation"),
        ("意见征集", "survey"), ("在线访谈", "interview"), ("预决算公开", "finance"), ("政府采购", "bids"),
        ("统计数据", "statistics"), ("办事指南", "services"), ("规划计划", "planning"), ("专题专栏", "topics"),
        ("政府网站工作年度报表", "annual_report"), ("示范概况", "overview"), ("会员风采", "other"),
    ],
)  # fmt: skip
def test_kinds_by_name(name: str, kind: str) -> None:
    assert column_kind(name)[0] == kind
    assert kind in KINDS


def test_facts_are_derived_once_and_unknown_ones_refused() -> None:
    store = FactStore(site(PAGES))
    assert store.get(Pages) is store.get(Pages)
    assert store.get(SiteRecord) is store.record
    assert len(store.get(PerPage[Labels])) == len(PAGES)
    with pytest.raises(TypeError):
        store.get(int)
    with pytest.raises(TypeError):
        store.get(PerPage[int])


def test_unreadable_facts_say_which_page() -> None:
    record = site(PAGES)
    broken = [PageRow(row.record, {"labels": b'{"title": 3}'}) for row in record.pages]
    damaged = SiteRecord(record.site, record.as_of, broken, record.targets, record.links, record.coverage)
    labels = FactStore(damaged).get(PerPage[Labels])
    with pytest.raises(StorageError, match=r"http://www\.example\.gov\.cn/"):
        list(labels.values())


def test_samples_do_not_depend_on_order() -> None:
    names = [f"p{number}" for number in range(50)]
    assert sample(names, 5, "s", str) == sample(names[::-1], 5, "s", str)
    assert sample(names, 5, "s", str) != sample(names, 5, "t", str)
    assert len(sample(names[:3], 5, "s", str)) == 3


def test_whose_host_it_is() -> None:
    assert domain_of("www.a.example.com.cn") == "example.com.cn"
    assert domain_of("zw.muyang.gov.cn") == "muyang.gov.cn"
    assert unrelated("www.casino.com", "www.example.gov.cn")
    for host in ("img.example.gov.cn", "www.jiangsu.gov.cn", "www.xinhuanet.com", "127.0.0.1", ""):
        assert not unrelated(host, "www.example.gov.cn")


def test_the_name_of_the_site_tells_nothing_of_its_columns() -> None:
    page = "<title>示范县公共资源交易网-{0}</title><p>当前位置：首页 &gt; 关于我们</p><ul>{1}</ul>"
    pages = {"": page.format("首页", '<a href="/gy/">关于我们</a>'), "gy/": page.format("关于我们", LIST)}
    (column,) = FactStore(site(pages)).get(Columns).all
    assert (column.name, column.kind) == ("关于我们", "other")


def test_prose_on_a_few_pages_of_many_is_their_own() -> None:
    words = "<p>本站所载信息以各部门正式公布的文件为准，转载时请注明来源，不得用于商业目的。</p>"
    texts = {f"{n}.html": f"<p>第{n}页</p>{words if n < 4 else ''}" for n in range(1, 31)}
    links = "".join(f'<a href="/{name}">{name}</a>' for name in texts)
    store = FactStore(site({"": links, **texts}))
    pages, own = store.get(Pages), store.get(OwnText)
    sizes = {record.url.removeprefix(ROOT): own.size[number] for number, record in pages.records.items()}
    assert sizes["1.html"] > 75 > sizes["9.html"]


def test_a_column_takes_its_kind_from_the_one_above_where_its_name_does_not_tell() -> None:
    pages = {"": '<a href="/jyxx/">交易信息</a><a href="/zcfg/">政策法规</a>'}
    for path, name in (("jyxx/", "交易信息"), ("jyxx/1/", "建设工程"), ("zcfg/", "政策法规"), ("zcfg/1/", "政府采购")):
        pages[path] = (
            f"<p>当前位置：首页 &gt; {name}</p><ul>{LIST}</ul><a href='/jyxx/1/'>1</a><a href='/zcfg/1/'>2</a>"
        )
    kinds = {column.name: column.kind for column in FactStore(site(pages)).get(Columns).all}
    assert kinds == {"交易信息": "bids", "建设工程": "bids", "政策法规": "policy", "政府采购": "policy"}


def test_short_lists_and_lists_without_dates_are_columns() -> None:
    list_of_one = '<p>发布时间</p><ul><li><a href="/d/1.html">常见问题汇总</a><i>2022-11-01</i></li></ul>'
    names = ("a", "b", "c", "d", "e")
    pages = {
        "": "".join(f'<a href="/{name}/more.html">{name}</a>' for name in names) + '<a href="/tp/pic.html">图片</a>'
    }
    pages |= {f"{name}/more.html": f"<ul>{LIST}</ul>" for name in names if name != "d"}
    pages["d/more.html"] = list_of_one
    pages["tp/pic.html"] = "".join(f'<a href="/tp/t{n}.html">图片{n}</a>' for n in range(4))
    pages |= {f"tp/t{n}.html": "<h1>图</h1><p>发布时间：2022-11-01 来源：县政府办</p>" for n in range(4)}
    facts = FactStore(site(pages)).get(Pages)
    columns = {facts.records[number].url.removeprefix(ROOT) for number in facts.of_kind(PageKind.COLUMN)}
    assert columns == {f"{name}/more.html" for name in names} | {"tp/pic.html"}


@pytest.mark.parametrize(("name", "kind"), [("领导活动", "news"), ("领导信息", "leaders"), ("信用信息", "other")])
def test_names_that_only_look_like_another_kind(name: str, kind: str) -> None:
    assert column_kind(name)[0] == kind


def test_an_article_is_dated_as_it_shows_where_its_label_tells_when_it_was_made_again() -> None:
    label = '<head><meta name="PubDate" content="2022-11-20 08:00"></head>'
    pages = {"": '<a href="/a.html">通知</a>', "a.html": label + "<p>发布时间：2022-11-01 来源：县政府办</p>"}
    published = FactStore(site(pages)).get(ItemDates).published
    assert [when.isoformat() for when in published.values()] == ["2022-11-01"]
