"""Dead links of every kind on every kind of page, soft 404s, and links to hosts that are gone."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from kaoping.demo.city import Attachment
from kaoping.demo.plant.bed import BOTH, Bed, Planting

EVERYWHERE = ("home", "column", "article", "inner")
BARE_ADDRESS = "203.0.113.9"  # of a range for documentation, which is never asked for
GONE_HOST = "http://zhuanti.yunze.example/"  # connected to a port where nobody answers


def dead_everywhere(bed: Bed) -> None:
    """One of each kind of target on each kind of page."""
    _on_home(bed)
    _on_columns(bed)
    _in_articles(bed)
    _on_inner_pages(bed)


def _on_home(bed: Bed) -> None:
    site = bed.site
    site.quick_links.append(("便民服务", "/index/bmfw.htm"))
    bed.dead("/index/bmfw.htm", ["home"], "link", "首页便民链接 404")
    site.banners.append("/__local/banner/xcx.png")
    site.missing.add("/__local/banner/xcx.png")
    bed.dead("/__local/banner/xcx.png", ["home"], "image", "首页横幅图片 404")
    site.friends.append(("云泽专题", f"{bed.void}zt/"))
    bed.dead(f"{bed.void}zt/", ["home"], "link", "首页友情链接所指主机无应答")
    site.tweak("/").body.append('<p><a href="/__local/file/shouce.pdf">办事手册下载</a></p>')
    bed.dead("/__local/file/shouce.pdf", ["home"], "attachment", "首页附件 404")


def _on_columns(bed: Bed) -> None:
    site = bed.site
    for kind, number in (("notice", 4), ("plan", 2)):
        column = site.column(kind)
        when = (column.items[number].when - timedelta(days=1)).date()
        path = f"/info/{column.number}/99{number}01.htm"
        column.phantoms.append((f"关于{column.name}有关情况的说明", path, when))
        bed.dead(path, ["column"], "link", f"{column.name}列表中的文章 404")
    finance = site.column("finance")
    site.tweak(finance.path).body.append('<p><img src="/__local/pic/jiegou.png" alt="收支结构图"></p>')
    bed.dead("/__local/pic/jiegou.png", ["column"], "image", "栏目页图片 404")


def _in_articles(bed: Bed) -> None:
    site = bed.site
    gone, broken, looped, foreign, pictured, filed = bed.items("news", 6, skip=8)
    _say(bed, gone.path, '<p>专题页面：<a href="/zt/2021/index.htm">点击进入</a></p>')
    bed.dead("/zt/2021/index.htm", ["article"], "link", "正文链接 404")
    _say(bed, broken.path, '<p><a href="/system/query.do">查询系统</a></p>')
    bed.dead("/system/query.do", ["article"], "link", "正文链接 500（可能是一时故障）", outcomes=BOTH)
    _say(bed, looped.path, '<p><a href="/loop/a.htm">数据平台</a></p>')
    bed.dead("/loop/a.htm", ["article"], "link", "正文链接循环跳转")
    address = bed.others["chengguan"] + "content/20190101/none"
    _say(bed, foreign.path, f'<p>来源：<a href="{address}">云泽市城市管理局</a></p>')
    bed.dead(address, ["article"], "link", "正文外部链接 404")
    pictured.images.append("/__local/pic/lost_1.png")
    site.missing.add("/__local/pic/lost_1.png")
    bed.dead("/__local/pic/lost_1.png", ["article"], "image", "正文图片 404")
    filed.attachments.append(Attachment("报名表.docx", "/__local/file/baoming.docx"))
    site.missing.add("/__local/file/baoming.docx")
    bed.dead("/__local/file/baoming.docx", ["article"], "attachment", "正文附件 404")


def _on_inner_pages(bed: Bed) -> None:
    site = bed.site
    about, statement = bed.plain("gywm"), bed.plain("wzsm")
    about.html += '<p><a href="/gk/jianjie_old.htm">历史沿革</a></p>'
    bed.dead("/gk/jianjie_old.htm", ["inner"], "link", "内页链接 404")
    site.tweak(statement.path).head.append('<link rel="stylesheet" href="/__local/print.css">')
    bed.dead("/__local/print.css", ["inner"], "resource", "内页样式文件 404")


def dead_navigation(bed: Bed) -> None:
    """A dead link in the common navigation is seen on every kind of page: one fault each, by the way they count."""
    path = "/index/zthd.htm"
    bed.site.nav_extra.append(("主题活动", path))
    bed.dead(path, EVERYWHERE, "link", "导航栏链接 404")
    bed.add("navigation-columns", values={"text": ("主题活动",)}, note="导航指向的页面打不开")


def dead_second_level(bed: Bed) -> None:
    """With a home page that is navigation only, the pages it leads to count as home."""
    site = bed.site
    for kind, path in (("notice", "/channel/gsgg"), ("staff", "/content/20200101/lost1"), ("overview", "/about/lsyg")):
        site.tweak(site.column(kind).path).body.append(f'<p><a href="{path}">更多内容</a></p>')
        bed.dead(path, ["home"], "link", "首页仅为导航入口，二级页面链接 404")
    (item,) = bed.items("news", 1, skip=6)
    _say(bed, item.path, '<p><a href="/content/20200101/lost2">往期回顾</a></p>')
    bed.dead("/content/20200101/lost2", ["article"], "link", "正文链接 404")


def dead_images(bed: Bed) -> None:
    """Pictures of news that went with the old server."""
    for number, item in enumerate(bed.items("news", 3, skip=6), 1):
        path = f"/static/pic/moved_{number}.png"
        item.images.append(path)
        bed.site.missing.add(path)
        bed.dead(path, ["article"], "image", "正文图片 404")


def dead_attachments(bed: Bed) -> None:
    """Attachments of notices, policies and data that are not there."""
    for kind in ("notice", "policy", "data"):
        for item in bed.items(kind, 1, skip=1):
            suffix = {"notice": "zip", "policy": "docx", "data": "xlsx"}[kind]
            path = f"/__local/file/lost_{item.number}.{suffix}"
            item.attachments.append(Attachment(f"附表.{suffix}", path))
            bed.site.missing.add(path)
            bed.dead(path, ["article"], "attachment", "正文附件 404")
    archived = "/__local/file/nianbao2019.zip"
    bed.site.tweak(bed.site.column("statistics").path).body.append(f'<p><a href="{archived}">往年数据打包下载</a></p>')
    bed.dead(archived, ["column"], "attachment", "栏目页附件 404")


def dead_soft(bed: Bed) -> None:
    """The site answers 200 with an apology for whatever is not there (软 404)."""
    site = bed.site
    home, listed, inside = "/col/col8801/index.html", "/art/2021/3/2/art_1030_88.html", "/art/2021/7/9/art_1015_91.html"
    site.quick_links.append(("统计年鉴", home))
    bed.dead(home, ["home"], "link", "首页链接打开为“页面不存在”（状态 200）", outcomes=BOTH)
    column = site.column("data")
    column.phantoms.append(("2021年统计数据发布日程表", listed, column.items[2].when.date()))
    bed.dead(listed, ["column"], "link", "列表链接打开为“页面不存在”（状态 200）", outcomes=BOTH)
    (item,) = bed.items("news", 1, skip=7)
    _say(bed, item.path, f'<p><a href="{inside}">相关阅读</a></p>')
    bed.dead(inside, ["article"], "link", "正文链接打开为“页面不存在”（状态 200）", outcomes=BOTH)


def dead_offsite(bed: Bed) -> None:
    """Links to hosts that are gone, to a neighbour that is down and to a page a neighbour has removed."""
    site = bed.site
    site.friends.append(("澜汀新区", bed.others["lanting"]))
    bed.dead(bed.others["lanting"], ["home"], "link", "首页友情链接所指网站无法访问")
    removed = bed.others["linxi"] + "zwgk/tzgg/201901/t20190101_1.html"
    first, second = bed.items("notice", 2, skip=3)
    _say(bed, first.path, f'<p><a href="{removed}">临汐区公告</a></p>')
    bed.dead(removed, ["article"], "link", "正文外部链接 404")
    _say(bed, second.path, f'<p><a href="{GONE_HOST}nyzt/">农业专题网</a></p>')
    bed.dead(f"{GONE_HOST}nyzt/", ["article"], "link", "正文外部链接所指主机无应答")


def bare_address(bed: Bed) -> None:
    """A system linked by its address and port instead of a name."""
    bed.site.quick_links.append(("数据直报系统", f"http://{BARE_ADDRESS}/zb/"))
    bed.add("domain-rules", outcomes=("suspected",), values={"host": (BARE_ADDRESS,)}, note="链接用的是 IP 地址")


def _say(bed: Bed, path: str, html: str) -> None:
    bed.site.tweak(path).body.append(html)


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {
        "dead_everywhere": dead_everywhere,
        "dead_navigation": dead_navigation,
        "dead_second_level": dead_second_level,
        "dead_images": dead_images,
        "dead_attachments": dead_attachments,
        "dead_soft": dead_soft,
        "dead_offsite": dead_offsite,
        "bare_address": bare_address,
    }
)
