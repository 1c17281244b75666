"""Footer marks (页面底部标识) and the 找错 entry, as the page's text and markup show them."""

import re

import msgspec

from kaoping.facts.view import PageView
from kaoping.model.pages import LinkKind

_CODE = re.compile(r"标[识示]码\s{0,3}[:：]?\s{0,3}([0-9A-Za-z]{1,24})?")
_ICP = re.compile(r"(?:[\u4e00-\u9fa5]\s?)?ICP\s?(?:[备備证證]|\d)[^\n]{0,28}", re.IGNORECASE)
_ICP_GOOD = re.compile(
    r"[\u4e00-\u9fa5]\s?ICP\s?[备備证證](?:字第|字)?[:：]?\s?(?:[A-Z]\d-)?\d{8}(?:\d{2})?\s?[号號]?(?:-\d+)?",
    re.IGNORECASE,
)
_POLICE = re.compile(r"[\u4e00-\u9fa5]?\s?公\s?[网網]安\s?[备備][^\n]{0,12}\n?[^\n]{0,20}")
_POLICE_GOOD = re.compile(r"[\u4e00-\u9fa5]\s?公\s?[网網]安\s?[备備]\s*案?号?[:：]?\s*\d{12,14}\s*[号號]?")
_SPONSOR = re.compile(
    r"(?:主\s?办|主\s?辦|主管|版权所有|版權所有|维护单位)(?:单位|單位|方)?\s{0,3}[:：]?\s{0,3}([^\n]{0,40})"
)
_CONTACT = re.compile(
    r"(?:(?:电\s{0,6}话|電話|热线|联系方式|联系人|传真|邮编|邮政编码|地\s{0,6}址|邮\s{0,6}箱|Tel|E-?mail)"
    r"\s{0,3}[:：]?\s{0,3}([^\n]{0,60}))|联系我们",
    re.IGNORECASE,
)
_JIUCUO_CODE = re.compile(rb"(?:sitecode\s*=\s*[\"']?\s*|site_code=)([0-9a-z]{1,24})")
TAIL = 1_500  # characters at the end of the page in which sponsor and contact are looked for
MAX_SHOWN = 80
MAX_SCRIPT = 20_000  # characters of scripts in which a written footer is looked for
_TAG = re.compile(r"<[^>]{0,500}>|&nbsp;|['\"+]+")


class Footer(msgspec.Struct, frozen=True):
    """What the page shows of each mark; empty where it shows nothing. `…_good` says that the form is right.

    `party_mark` is how the 党政机关网站标识 is there: script, certificate, image, query (only a search entry: weak),
    error (red_error: withdrawn) or nothing. `site_code` is the word after 标识码 (`-` when only the words are there).
    `error_entry` is how 我为政府网站找错 is there: script, link, image or nothing; `error_code` its code.
    `script_footer` says that the footer may be put in by a script or frame that a static look does not see.
    """

    party_mark: str = ""
    site_code: str = ""
    icp: str = ""
    icp_good: bool = False
    police: str = ""
    police_good: bool = False
    sponsor: str = ""
    contact: str = ""
    error_entry: str = ""
    error_code: str = ""
    script_footer: bool = False


def extract(page: PageView) -> Footer:
    """Return the footer marks of a page."""
    text = page.text
    if not all(word in text for word in _WORDS):
        text = f"{text}\n{_written_by_script(page)}"
    tail = text[-TAIL:]
    icp, icp_good = _shown(text, "ICP", _ICP, _ICP_GOOD)
    police, police_good = _shown(text, "网安", _POLICE, _POLICE_GOOD)
    entry = _error_entry(page)
    return Footer(
        party_mark=_party_mark(page),
        site_code=_site_code(text),
        icp=icp,
        icp_good=icp_good,
        police=police,
        police_good=police_good,
        sponsor=_last(_SPONSOR, tail),
        contact=_last(_CONTACT, tail),
        error_entry=entry,
        error_code=_error_code(page.live) if entry else "",
        script_footer=not (icp or police) and _script_footer(page.lower),
    )


_FOOT_FILE = re.compile(rb"[^\"'<>\s]{0,60}\.(?:js|s?html?|jsp|inc)")
_FOOT_WORDS = (b"foot", b"bottom", b"dibu", b"copyright", b"banquan")


_WORDS = ("标识码", "ICP", "网安")


def _written_by_script(page: PageView) -> str:
    """Text of inline scripts that write a footer: those that hold one of its words."""
    words = [word.encode() for word in _WORDS[::2]]
    if not any(word in page.live for word in words):
        return ""
    sources = (node.text() for node in page.tree.css("script"))
    found = "\n".join(source for source in sources if any(word in source for word in _WORDS[::2]))
    return _TAG.sub("\n", found[:MAX_SCRIPT])


def _script_footer(html: bytes) -> bool:
    if b"<!--#include" in html or b"<include" in html:
        return True
    for word in _FOOT_WORDS:
        at = html.find(word)
        while at >= 0:
            if _FOOT_FILE.match(html, at):
                return True
            at = html.find(word, at + len(word))
    return False


def _party_mark(page: PageView) -> str:
    html = page.live
    if b"red_error" in html:
        return "error"
    if b"dcs.conac.cn/js" in html or b"_ideconac" in html:
        return "script"
    if b"bszs.conac.cn" in html:
        return "query" if b"method=searchindex" in html and b"method=show" not in html else "certificate"
    if b"imgconac" in html or b"conac" in html:
        return "image"
    if "党政机关" in page.text or "党政机关".encode() in html:
        return "image"
    pictures = (link.url.lower() for link in page.links if link.kind is LinkKind.IMAGE)
    return "image" if any(_PARTY_PICTURE.search(url) for url in pictures) else ""


_PARTY_PICTURE = re.compile(r"dzjg|dangzheng|dzbz|/(?:red|blue)\.png$")


def _site_code(text: str) -> str:
    shown = ""
    if "码" not in text:
        return ""
    for match in _CODE.finditer(text):
        code = match[1] or ""
        if any(character.isdigit() for character in code):
            return code
        shown = "-" if text[max(0, match.start() - 2) : match.start()] == "网站" else shown
    return shown


def _shown(text: str, hint: str, loose: "re.Pattern[str]", good: "re.Pattern[str]") -> tuple[str, bool]:
    """Return what stands around the last hint that has the right form, or else around the first, and whether it has."""
    first = ""
    for word in (hint, hint.lower()) if hint.isascii() else (hint,):
        at = text.rfind(word)
        while at >= 0:
            around = text[max(0, at - 8) : at + 50]
            right = good.search(around)
            if right is not None:
                return _line(right.group()), True
            match = loose.search(around)
            first = _line(match.group()) if match else first
            at = text.rfind(word, 0, at)
    return first, False


def _last(pattern: "re.Pattern[str]", tail: str) -> str:
    found = ""
    for match in pattern.finditer(tail):
        found = match.group()
    return _line(found)


def _line(words: str) -> str:
    return " ".join(words.split())[:MAX_SHOWN]


def _error_entry(page: PageView) -> str:
    html = page.live
    if b"jiucuo.js" in html or b"_jiucuo_" in html:
        return "script"
    if b"jiucuo" in html or b"zfwzgl.www.gov.cn" in html or b"zfwzxx.www.gov.cn" in html:
        return "link"
    return "image" if "网站找错" in page.text or "网站找错".encode() in html else ""


def _error_code(html: bytes) -> str:
    match = _JIUCUO_CODE.search(html)
    return match[1].decode() if match else ""
