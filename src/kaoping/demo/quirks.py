"""The odd ways of some sites: traps and special cases that an inspection must see through without reporting them."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from kaoping.demo.answers import Answer, Host
from kaoping.demo.city import Site, Tweak

SLOW_SECONDS = 2.5
CRAWL_DELAY = 0.1
SOFT_PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>页面不存在</title></head><body>'
    '<div class="err"><h2>您访问的页面不存在或已被删除</h2>'
    '<p>404 抱歉，您要找的页面不见了。<a href="/">返回首页</a></p>'
    "</div></body></html>"
)


def prepare(site: Site) -> None:
    """Put the links on the site's pages through which its quirks are met."""
    for quirk in site.unit.quirks:
        _PREPARED.get(quirk, _nothing)(site)


def apply(site: Site, host: Host) -> None:
    """Make the site's server behave in its own ways, once its pages are there."""
    for quirk in site.unit.quirks:
        _APPLIED.get(quirk, _nothing_served)(site, host)
    if site.unit.id == "wangnan":
        _broken_paths(host)


def _nothing(_site: Site) -> None:
    return


def _nothing_served(_site: Site, _host: Host) -> None:
    return


def _link(name: str, path: str) -> Callable[[Site], None]:
    def add(site: Site) -> None:
        site.quick_links.append((name, path))

    return add


def _redirect_links(site: Site) -> None:
    site.quick_links += [("旧版公告栏", "/old/notice"), ("旧版要闻", "/old/news")]


def _slow(site: Site, host: Host) -> None:
    host.answers[site.column("policy").items[1].path].delay = SLOW_SECONDS


def _slow_home(_site: Site, host: Host) -> None:
    host.answers["/"].delay = SLOW_SECONDS


def _redirects(site: Site, host: Host) -> None:
    """One hop with a relative address, and two hops in a row."""
    notice, news = site.column("notice").path, site.column("news").path
    host.answers["/old/notice"] = Answer(301, b"", "text/html", (("Location", notice),))
    host.answers["/old/news"] = Answer(302, b"", "text/html", (("Location", "/old/news2"),))
    host.answers["/old/news2"] = Answer(301, b"", "text/html", (("Location", site.url(news)),))


def _robots(site: Site, host: Host) -> None:
    text = "User-agent: *\nDisallow: /admin/\nAllow: /\n"
    if "sitemap" in site.unit.quirks:
        text += f"Sitemap: {site.base}sitemap.xml\n"
    host.answers["/robots.txt"] = Answer(200, text.encode(), "text/plain")


def _crawl_delay(_site: Site, host: Host) -> None:
    text = f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\nDisallow: /admin/\n"
    host.answers["/robots.txt"] = Answer(200, text.encode(), "text/plain")


def _sitemap(site: Site, host: Host) -> None:
    pages = [path for path, answer in host.answers.items() if answer.content_type.startswith("text/html")]
    entries = "".join(f"<url><loc>{site.url(path).replace('&', '&amp;')}</loc></url>" for path in sorted(pages))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    )
    host.answers["/sitemap.xml"] = Answer(200, text.encode(), "application/xml")


def _soft_404(_site: Site, host: Host) -> None:
    host.otherwise = Answer(200, SOFT_PAGE.encode(), "text/html; charset=utf-8")


def _sessions(_site: Site, host: Host) -> None:
    """The same pages under ever new session numbers."""

    def strip(path: str) -> Answer | None:
        bare, mark, _ = path.partition("&jsessionid=")
        return host.answers.get(bare) if mark else None

    host.computed = strip


def _calendar(site: Site, host: Host) -> None:
    """An office calendar that leads from month to month for ever."""
    model = host.answers[site.plain_path("gywm")]
    charset = site.unit.charset

    def month(path: str) -> Answer | None:
        head, _, value = path.partition("?month=")
        if head != "/calendar.htm":
            return None
        try:
            shown = date.fromisoformat(f"{value or f'{site.as_of:%Y-%m}'}-01")
        except ValueError:
            return None
        text = model.body.decode(charset).replace("关于我们_", f"{shown.year}年{shown.month}月工作日历_", 1)
        before, after = _month(shown, -1), _month(shown, 1)
        links = f'<p><a href="?month={before}">上一月</a> <a href="?month={after}">下一月</a></p>'
        body = text.replace('<TD class="v_news_content">', f'<TD class="v_news_content">{links}', 1)
        return Answer(200, body.encode(charset, "xmlcharrefreplace"), model.content_type)

    host.computed = month


def _month(day: date, step: int) -> str:
    index = day.year * 12 + day.month - 1 + step
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _broken_paths(host: Host) -> None:
    """What planted links lead to: a server error and a ring of redirects."""
    host.answers["/system/query.do"] = Answer(500, b"<html><body>500 Internal Server Error</body></html>")
    host.answers["/loop/a.htm"] = Answer(302, b"", "text/html", (("Location", "/loop/b.htm"),))
    host.answers["/loop/b.htm"] = Answer(302, b"", "text/html", (("Location", "/loop/a.htm"),))


def _base_href(site: Site) -> None:
    """Every address on the pages is written without its leading slash and relies on `<base>`."""
    for path in all_paths(site):
        tweak = site.tweak(path)
        tweak.alter = _relative


def _relative(text: str) -> str:
    return text.replace('href="/', 'href="').replace('src="/', 'src="')


def all_paths(site: Site) -> list[str]:
    """Return the paths of all pages whose templates can be tweaked."""
    paths = ["/"]
    for column in (*site.columns, *site.pages):
        paths.append(column.path)
        paths += [item.path for item in column.items]
    return paths


def _negatives(site: Site) -> None:
    """Numbers that look like personal data and are none: masked, organisations', accounts of offices, hotlines."""
    texts = (
        "<p>张**,身份证号：320102********1234，联系电话：139****5678。</p>",
        "<p>统一社会信用代码：12320000MB0000001X；组织机构代码：00000000-1；项目编号：202212310000123456。</p>",
        "<p>政务服务便民热线12345,24小时值班电话0500-86600000，传真0500-86600001。</p>",
        "<p>招标文件编号JS20221231001，订单流水号320102202213400001，合同金额12000000.00元。</p>",
        "<p>卡号：6200 **** **** 0000，公民身份号码：3201021990XXXX0000。</p>",
        "<p>申报截止时间为2099年12月31日，规划期至2035年12月31日。</p>",
    )
    for item, text in zip(site.column("policy").items, texts, strict=False):
        tweak: Tweak = site.tweak(item.path)
        tweak.body.append(text)


_PREPARED: Mapping[str, Callable[[Site], None]] = MappingProxyType(
    {
        "redirects": _redirect_links,
        "robots": _link("管理入口", "/admin/login"),
        "calendar": _link("工作日历", "/calendar.htm"),
        "negatives": _negatives,
        "base_href": _base_href,
    }
)
_APPLIED: Mapping[str, Callable[[Site, Host], None]] = MappingProxyType(
    {
        "slow": _slow,
        "slow_home": _slow_home,
        "redirects": _redirects,
        "robots": _robots,
        "crawl_delay": _crawl_delay,
        "sitemap": _sitemap,
        "soft_404": _soft_404,
        "sessions": _sessions,
        "calendar": _calendar,
    }
)
