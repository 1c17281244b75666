"""Functions that a site does not offer, or offers twice: no smart answers, no accessibility, a second login."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from kaoping.demo.functions import OTHER_LOGIN_HOST
from kaoping.demo.plant.bed import Bed, Planting
from kaoping.demo.themes import THEMES


def no_answers(bed: Bed) -> None:
    """No smart answers; a headline about robots is none."""
    del bed.site.tools["answers"]
    (item,) = bed.items("news", 1)
    item.title = "全市智能机器人产业推进会召开"
    bed.add("smart-qa", pages=("home",), note="首页没有智能问答入口")


def no_accessibility(bed: Bed) -> None:
    """Neither a toolbar nor a version for elders; a headline about an accessible city is none."""
    del bed.site.tools["accessibility"], bed.site.tools["elder"]
    (item,) = bed.items("news", 1)
    item.title = "无障碍环境建设宣传进乡村"
    bed.add("accessibility-tools", pages=("home",), note="首页没有无障碍工具入口")
    bed.add("elder-version", pages=("home",), note="首页没有长者版入口")


def no_media(bed: Bed) -> None:
    """No account of the unit's new media is shown."""
    del bed.site.tools["media"]
    bed.add("new-media-entries", pages=("home",), note="首页没有政务新媒体入口")


def two_logins(bed: Bed) -> None:
    """Services have a login of their own."""
    path = bed.site.column("guides").path
    bed.site.tweak(path).body.append(f'<p><a href="http://{OTHER_LOGIN_HOST}/user/login">用户登录</a></p>')
    bed.add("one-login", note="办事服务栏目另有登录系统")


def no_search(bed: Bed) -> None:
    """No search on any page."""
    bed.site.search_box = ""
    bed.add("site-search", pages=("home",), note="没有站内搜索")


def search_broken(bed: Bed) -> None:
    """A search that answers with an error, whatever is asked for."""
    bed.site.search_fault = "broken"
    bed.add("site-search", outcomes=("fail",), pages=("home",), note="站内搜索出错")


def search_blind(bed: Bed) -> None:
    """A search that finds nothing that is there."""
    bed.site.search_fault = "blind"
    bed.add("site-search", outcomes=("suspected",), note="站内搜索找不到已发布的信息")


def search_stale(bed: Bed) -> None:
    """A search that brings old things instead of what is asked for."""
    bed.site.search_fault = "stale"
    bed.add("site-search", outcomes=("suspected",), note="站内搜索结果第一页没有所搜的信息")


def late_answers(bed: Bed) -> None:
    """Enter every message that was answered too late: growing has made them."""
    for item in bed.site.column("messages").items:
        rows = dict(item.rows)
        if "答复时间" in rows and rows["答复时间"][:10] > f"{item.when + timedelta(days=10):%Y-%m-%d}":
            bed.add("reply-lag", urls=(item.path,), note=f"留言答复超期：{item.title}")


def silent_surveys(bed: Bed) -> None:
    """Enter every survey of the last year whose result is not told a month after its end: growing has made them."""
    for column in bed.site.columns:
        for item in column.items if column.kind == "surveys" else ():
            rows = dict(item.rows)
            ended = datetime.fromisoformat(rows["结束时间"]).date()
            recent = (bed.site.as_of - item.when.date()).days <= 365
            if recent and "征集结果" not in rows and ended + timedelta(days=31) < bed.site.as_of:
                bed.add("surveys", urls=(item.path,), note=f"征集结果未反馈：{item.title}")


def bare_answers(bed: Bed) -> None:
    """Answers that do not say who gave them."""
    for item in bed.site.column("messages").items:
        item.rows = [row for row in item.rows if row[0] != "答复单位"]
    bed.add("message-board", values={"field": ("unit",)}, note="公开的留言没有答复单位")


def unanswered(bed: Bed) -> None:
    """A message that has waited for four months; one of last week may wait."""
    site = bed.site
    old, new = bed.items("messages", 2)
    for item, days in ((old, 120), (new, 6)):
        item.when = datetime.combine(site.as_of - timedelta(days=days), item.when.time())
        rows = dict(item.rows) | {"留言时间": f"{item.when:%Y-%m-%d %H:%M}", "办理状态": "办理中"}
        item.rows = [(name, rows[name]) for name in ("留言类别", "留言时间", "留言内容", "办理状态")]
        item.path = THEMES[site.unit.theme].article(site.column("messages"), item)
    site.column("messages").items.sort(key=lambda item: item.when, reverse=True)
    bed.add("reply-lag", urls=(old.path,), note="留言四个月未见答复")


def slow_home(bed: Bed) -> None:
    """Enter that the home page takes its time: its server makes it so."""
    bed.add("slow-home", note="首页打开慢")


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {
        "no_answers": no_answers,
        "slow_home": slow_home,
        "no_accessibility": no_accessibility,
        "no_media": no_media,
        "two_logins": two_logins,
        "bare_answers": bare_answers,
        "unanswered": unanswered,
        "no_search": no_search,
        "search_broken": search_broken,
        "search_blind": search_blind,
        "search_stale": search_stale,
    }
)
