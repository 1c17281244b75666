"""What only a browser shows: floating windows, rules of accessibility, layouts on phones, and what scripts write."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType

from kaoping.demo.plant.bed import Bed, Planting
from kaoping.demo.plant.intrusion import ANCHORS, SPAM_HOSTS
from kaoping.demo.themes import THEMES, write_date

MARKS = ("party-mark", "site-code", "icp", "police", "sponsor", "contact")


def floaters(bed: Bed) -> None:
    """A notice that wanders over the home page, a layer over all of it, and a dialog; a bar at the side is none."""
    target = bed.site.column("messages").path
    style = "position:fixed;z-index:9;background:#fff;border:1px solid #333"
    bed.site.tweak("/").bottom += [
        f'<div id="wander" style="{style};left:40px;top:40px;width:180px;height:90px">'
        f'<a href="{target}">意见箱</a></div>',
        f'<div id="layer" style="{style};left:15%;top:15%;width:70%;height:60%">'
        '<span class="close">×</span>重要通知</div>',
        f'<div id="bar" style="{style};right:0;bottom:60px;width:60px;height:120px"><a href="#">返回顶部</a></div>',
        "<script>(function () { var x = 40; setInterval(function () { x = (x + 5) % 600;"
        'document.getElementById("wander").style.left = x + "px"; }, 60); alert("欢迎访问本网站"); })();</script>',
    ]
    told = (({"link": (bed.site.url(target),)}, "移动的飘窗"), ({"link": ("",)}, "遮住首页的浮层"))
    for values, note in (*told, ({"times": (1,)}, "打开首页时弹出对话框")):
        bed.add("floating-ads", outcomes=("suspected",), urls=["/"], values=values, note=note, browser=True)


def barriers(bed: Bed) -> None:
    """What people who do not see cannot use, on the home page; a button that is named without words is none."""
    about = bed.site.plain_path("gywm")
    bed.site.tweak("/").bottom.append(
        '<div class="subscribe"><p style="color:#bbbbbb;background:#ffffff">订阅本站信息</p>'
        f'<input type="text" name="mail"><button type="button"></button><a href="{about}"><b></b></a>'
        '<button type="button" aria-label="查找"></button></div>'
    )
    for rule in ("color-contrast", "label", "button-name", "link-name"):
        values = {"rule": (rule,)}
        note = f"不符合无障碍规则 {rule}"
        bed.add("accessibility", outcomes=("suspected",), values=values, note=note, browser=True)


def wide(bed: Bed) -> None:
    """A part of the home page that no phone is wide enough for."""
    bed.site.tweak("/").bottom.append('<div style="width:900px">部门职责、联系方式和办公时间一览</div>')
    note = "首页有超出手机屏幕的内容"
    bed.add("mobile-layout", outcomes=("suspected",), urls=["/"], note=note, browser=True)


def wide_enough(bed: Bed) -> None:
    """No fault: a wide table that is pushed within its own frame, and a footer that a script puts in whole."""
    frame = '<div style="overflow-x:auto" tabindex="0"><div style="width:1200px">历年统计一览</div></div>'
    bed.site.tweak("/").bottom.append(frame)
    script_footer(bed)


def script_footer(bed: Bed) -> None:
    """The foot of every page is put in by a script: what it holds is suspected to be missing until a browser looks."""
    site = bed.site
    path = f"{THEMES[site.unit.theme].assets}foot.js"
    if "<script" not in site.error_entry:  # one in what a script puts in would not run
        bed.add("error-report-entry", counted=False, note="找错入口由脚本写入", browser=False)
        site.marks["entry"], site.error_entry = site.error_entry, ""
    for mark in MARKS:
        if mark in site.marks:
            values = {"mark": (mark,)}
            bed.add("footer-marks", values=values, counted=False, note="页脚由脚本写入", browser=False)
    said = json.dumps(" ".join(f"<p>{text}</p>" for text in site.marks.values()))
    site.files[path] = f'document.getElementById("footer").innerHTML = {said};\n'.encode()
    site.marks = {"sponsor": f'<span id="footer"></span><script src="{path}"></script>'}


def script_lists(bed: Bed) -> None:
    """Two lists that scripts write: one is full, the other stays empty."""
    full, empty = bed.site.column("finance"), bed.site.column("staff")
    pattern = THEMES[bed.site.unit.theme].list_date
    items = [(item.path, item.title, write_date(item.when, pattern)) for item in full.items]
    _written(bed, full.path, "finance", items)
    bed.add("blank-column", urls=[full.path], counted=False, note="列表由脚本写入，不是空白", browser=False)
    empty.items.clear()
    _written(bed, empty.path, "staff", [])
    bed.add("blank-column", urls=[empty.path], note=f"脚本没有写入任何内容：{empty.name}")


def script_links(bed: Bed) -> None:
    """A foreign script writes a block of spam links that nobody sees."""
    path = f"{THEMES[bed.site.unit.theme].assets}count.js"
    links = "".join(f'<a href="http://{SPAM_HOSTS[n % 2]}/t{n}.html">{word}</a>' for n, word in enumerate(ANCHORS))
    text = json.dumps(f'<div class="stat" style="display:none">{links}</div>')
    bed.site.files[path] = f"document.body.insertAdjacentHTML('beforeend', {text});\n".encode()
    bed.site.tweak("/").bottom.append(f'<script src="{path}" defer></script>')
    values = {"in_browser": (True,)}
    bed.add("hidden-links", outcomes=("fail",), values=values, note="脚本写入的隐藏链接", browser=True)


def script_search_blind(bed: Bed) -> None:
    """A search that only a script sends, and that finds nothing."""
    bed.site.search_fault = "blind"
    note = "由脚本提交的站内搜索找不到已发布的信息"
    bed.add("site-search", outcomes=("suspected",), note=note, browser=True)


def fixed_width(bed: Bed) -> None:
    """A layout of a fixed width, as of old."""
    bed.add("mobile-layout", outcomes=("suspected",), note="版式宽度固定，手机上显示不全", browser=True)


def _written(bed: Bed, page: str, name: str, items: Sequence[tuple[str, str, str]]) -> None:
    """Let a script write the list of a column instead of the template."""
    data = f"{THEMES[bed.site.unit.theme].assets}{name}.json"
    rows = "".join(
        f'<li><h3><a href="{path}">{escape(title)}</a></h3><time>{day}</time></li>' for path, title, day in items
    )
    bed.site.files[data] = (rows or "<li>暂无数据</li>").encode()

    def alter(text: str) -> str:
        start = text.index('<ol class="entries">')
        end = text.index("</ol>", start)
        load = f'fetch("{data}").then(r => r.text()).then(t => document.getElementById("entries").innerHTML = t)'
        return f'{text[:start]}<ol class="entries" id="entries"></ol><script>{load}</script>{text[end + 5 :]}'

    bed.site.tweak(page).alter = alter


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {
        "floaters": floaters,
        "barriers": barriers,
        "wide": wide,
        "wide_enough": wide_enough,
        "script_footer": script_footer,
        "script_lists": script_lists,
        "script_links": script_links,
        "script_search_blind": script_search_blind,
        "fixed_width": fixed_width,
    }
)
