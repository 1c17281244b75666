"""Entries to functions that a home page offers: smart answers, accessibility, an elders' version, new media, login."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from kaoping.facts.view import NO_TARGET, PageView, squeeze

SHOWS = "visible"
MAX_WORDS = 24  # characters; a longer text is a headline
MAX_ENTRIES = 60
MAX_PICTURES = 2_000
MAX_CLIMB = 4  # from a picture to the link around it
_TAIL = r"(?:平台|系统|入口|服务|助手|专区|通道|频道|功能|工具条?|开关|模式|版|网站|页面|[（(]试运行[）)]|[|>»\s])*"
_MEDIUM = r"(?!.*分享)[\w“”]{{0,8}}?(?:{})[\w“”]{{0,6}}(?:[:：]\s?[\w“”]{{0,12}})?"
LOGIN = re.compile(
    r"[\[【(（\s]*(?:请|立即|点击|用户|个人|网民|会员|统一|法人|企业|自然人|公众|市民)*(?:身份)?"
    r"(?:登录|登陆|认证登录|登录注册|登录/注册|登录\s*\|\s*注册)(?:(?:个人|用户|会员)?中心|入口|平台|系统|页面)?[\]】)）\s]*"
    r"|(?:统一)?身份认证(?:平台|系统|入口)?|(?:个人|用户)中心(?:登录|登陆)?|用户空间"
)
_KINDS: Mapping[str, "re.Pattern[str]"] = MappingProxyType(
    {
        "smart-qa": re.compile(
            r"[\w“”\s!！]{0,8}?智能(?:问答|客服|咨询|应答|答问|小\w)(?:机器人)?"
            + _TAIL
            + r"|[\w\s]{0,6}?(?:问答|客服|咨询|政务|政策|服务|智能)机器人"
            + _TAIL
            + r"|(?:AI|ai|数字)(?:问答|助手|客服|政务员)"
            + _TAIL
        ),
        "accessibility": re.compile(
            r"(?:政府|本站|进入|打开|开启|切换|网站|网页|数字人|页面)*(?:适老化?|长者)?[及和与、/]?无障碍"
            r"(?:浏览|阅读|辅助|适老化?|关怀|访问|改造|[和及与、/])*"
            + _TAIL
            + r"|(?:适老化|辅助浏览|语音浏览|读屏|盲人)(?:无障碍|辅助|浏览)*"
            + _TAIL
        ),
        "elder": re.compile(
            r"(?:进入|打开|开启|切换|关闭)*(?:长者|老年人?|敬老|长辈|关怀|适老化?|大字)"
            r"(?:关怀|无障碍|专用|浏览|助手)*(?:助手|专版|专区|模式|通道|版|浏览|服务)" + _TAIL
        ),
        "weixin": re.compile(_MEDIUM.format("微信|公众号|官微")),
        "weibo": re.compile(_MEDIUM.format("微博")),
        "app": re.compile(_MEDIUM.format("客户端|(?<![A-Za-z])(?:APP|App|app)(?![A-Za-z])|掌上|手机端")),
        "video": re.compile(_MEDIUM.format("抖音|快手|视频号|头条号|今日头条")),
        "login": LOGIN,
        "matrix": re.compile(_MEDIUM.format("新媒体")),
    }
)
MEDIA = ("weixin", "weibo", "app", "video", "matrix")
_MEDIA_HOSTS = (
    ("weixin", re.compile(r"//(?:mp\.weixin|weixin)\.qq\.com/")),
    ("weibo", re.compile(r"//(?:[\w.]+\.)?weibo\.c(?:om|n)/(?!share|.*service/share)")),
    ("video", re.compile(r"//(?:[\w.]+\.)?(?:douyin|toutiao|kuaishou)\.com/(?!share)")),
)
_CODE = re.compile(r"二维码|扫一扫|扫码|(?:^|[/_\-.])(?:qr|ewm|erweima|2wm|qrcode|gzh)", re.IGNORECASE)
_TOOLS = (
    *("toolbar", "wza", "aria.", "slh", "canyou", "yesbrowser", "accessib", "barrierfree", "oldfixed", "free_web"),
)  # of the scripts of toolbars, in lower case
FUNCTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(  # each with the words that tell it
    {
        "页面视图切换": ("视图", "文本模式", "纯文本", "无图模式"),
        "配色": ("配色", "高对比", "对比度", "反色"),
        "辅助线": ("辅助线", "十字线", "十字光标", "阅读线"),
        "页面尺寸调整": ("放大页面", "缩小页面", "页面放大", "页面缩小", "页面尺寸", "页面缩放", "整体放大"),
        "大字幕": ("大字幕", "显示屏", "字幕"),
        "大鼠标": ("大鼠标", "鼠标样式", "鼠标放大", "大光标"),
        "大字间距": ("间距", "字距"),
        "大界面": ("大界面", "界面放大", "大字版", "大字体"),
        "读屏": ("读屏", "朗读", "连读", "指读", "点读", "语音播报", "语音阅读", "语音浏览"),
    }
)
_GUARD = re.compile(
    "智能|机器人|问答|无障碍|适老|读屏|盲人|辅助|语音浏览|长者|老年|敬老|长辈|关怀|大字"
    "|微信|公众号|官微|微博|客户端|[Aa][Pp][Pp]|掌上|手机端|抖音|快手|视频号|头条|新媒体|助手|客服|政务员"
    "|登录|登陆|身份认证|个人中心|用户中心|用户空间"
)


class Entry(msgspec.Struct, frozen=True):
    """One entry: its kind, the words it is known by, where it leads and how it is there.

    `how` is link (a target that can be followed), script (something happens when it is clicked), picture (a code to
    scan or a picture) or words (text only).
    """

    kind: str
    words: str
    target: int = NO_TARGET
    how: str = "link"


class Entries(msgspec.Struct, frozen=True):
    """The entries of a home page. `toolbar` says that a script of an accessibility toolbar is on it.

    `codes` is the number of pictures that look like codes to scan, `scripts` of scripts the page loads, `functions`
    are those of FUNCTIONS that the page has words for.
    """

    found: tuple[Entry, ...]
    toolbar: bool
    codes: int
    scripts: int
    functions: tuple[str, ...] = ()


def extract(page: PageView) -> Entries | None:
    """Return the entries of a page at the root of the site; None for every other page."""
    if page.level:
        return None
    found: dict[tuple[str, str], Entry] = {}
    telling = [match.start() for match in _GUARD.finditer(page.text)]
    for entry in (*_anchors(page, telling), *_clickable(page), *_pictures(page), *_lines(page.text, telling)):
        found.setdefault((entry.kind, entry.words), entry)
        if len(found) >= MAX_ENTRIES:
            break
    loaded = f"{page.scripts.lower()}\n{page.addresses}"
    return Entries(
        found=tuple(found.values()),
        toolbar=any(word in loaded for word in _TOOLS),
        codes=sum(_is_code(node.attributes) for node in page.tree.css("img")[:MAX_PICTURES]),
        scripts=len(page.tree.css("script[src]")),
        functions=_functions(page),
    )


def _functions(page: PageView) -> tuple[str, ...]:
    titles = "\n".join(node.attributes.get("title") or "" for node in page.tree.css("[title]")[:MAX_PICTURES])
    said = f"{page.text}\n{titles}"
    return tuple(name for name, words in FUNCTIONS.items() if any(word in said for word in words))


def _anchors(page: PageView, telling: Sequence[int]) -> Iterator[Entry]:
    """`telling` are the places in the page's text at which a word stands that an entry may have."""
    links = {link.target: link.url for link in page.links}
    for anchor in page.anchors:
        attributes = anchor.node.attributes
        url = links.get(anchor.target, "")
        how = "link" if anchor.target != NO_TARGET else "script"
        for kind, pattern in _MEDIA_HOSTS:
            if url and pattern.search(url):
                yield Entry(kind, squeeze(anchor.text)[:MAX_WORDS] or kind, anchor.target, "link")
        title = attributes.get("title") or ""
        place = bisect_left(telling, anchor.start)
        texts = (anchor.text,) if place < len(telling) and telling[place] < anchor.end else ()
        yield from _told((*texts, title) if title != anchor.text else texts, anchor.target, how)


def _clickable(page: PageView) -> Iterator[Entry]:
    """What is no link and does something when it is clicked."""
    for node in page.tree.css("[onclick]")[:MAX_PICTURES]:
        if node.tag != "a":
            texts = (node.text(strip=True), node.attributes.get("title") or "", node.attributes.get("value") or "")
            yield from _told(texts, NO_TARGET, "script")


def _pictures(page: PageView) -> Iterator[Entry]:
    links = page.links_by_node
    for node in page.tree.css("img")[:MAX_PICTURES]:
        attributes = node.attributes
        for entry in _told((attributes.get("alt") or "", attributes.get("title") or ""), NO_TARGET, "picture"):
            around = next((each for each in _above(node) if each.tag == "a"), None)
            link = links.get(around.mem_id) if around is not None else None
            yield Entry(entry.kind, entry.words, link.target, "link") if link is not None else entry


def _above(node: Any) -> Iterator[Any]:
    for _ in range(MAX_CLIMB):
        node = node.parent
        if node is None:
            return
        yield node


def _lines(text: str, telling: Sequence[int]) -> Iterator[Entry]:
    after = 0
    for place in telling:
        if place >= after:
            end = text.find("\n", place)
            after = end if end >= 0 else len(text)
            yield from _told((text[text.rfind("\n", 0, place) + 1 : after],), NO_TARGET, "words")


def _told(texts: Iterable[str], target: int, how: str) -> Iterator[Entry]:
    for text in texts:
        if not text or len(text) > MAX_WORDS * 2 or not _GUARD.search(text):
            continue
        words = squeeze(text).strip("·|｜【】[]>»")
        if len(words) > MAX_WORDS:
            continue
        for kind, pattern in _KINDS.items():
            if pattern.fullmatch(words):
                yield Entry(kind, words, target, how)


def _is_code(attributes: "Mapping[str, str | None]") -> bool:
    said = (attributes.get(name) or "" for name in ("alt", "title", "src"))
    return any(_CODE.search(text[:200]) for text in said)
