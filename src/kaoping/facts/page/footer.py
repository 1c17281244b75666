"""Footer marks (页面底部标识) and the 找错 entry, as the page's text and markup show them."""

import re

import msgspec

from kaoping.facts.view import PageView, node_text

SHOWS = "visible"
_CODE = re.compile(r"标[识示]码\s{0,40}[:：]?\s{0,40}([0-9A-Za-z]{1,24})?")
_ICP = re.compile(r"(?:[\u4e00-\u9fa5]\s?)?(?i:ICP)\s?(?:[备備证證]|\d)[^\n]{0,28}")
_ICP_GOOD = re.compile(
    r"[\u4e00-\u9fa5]\s?(?i:ICP)\s?(?:[备備证證](?:字第|字)?[:：]?\s?(?:(?i:[A-Z])\d-)?\d{8}(?:\d{2})?|[证證][:：]?\s?\d{6})"
    r"\s?[号號]?(?:-\d+)?"
)
_POLICE = re.compile(r"[\u4e00-\u9fa5]?\s?公\s?[网網]安\s?[备備][^\n]{0,12}\n?[^\n]{0,20}")
_POLICE_GOOD = re.compile(r"[\u4e00-\u9fa5]\s?公\s?[网網]安\s?[备備]\s*案?号?[:：]?\s*\d{12,14}\s*[号號]?")
_SPONSOR = re.compile(
    r"(?:主\s?办|主\s?辦|主管|版权所有|版權所有|维护单位)(?:单位|單位|方)?\s{0,3}[:：]?\s{0,3}([^\n]{0,40})"
)
_CONTACT = re.compile(
    r"(?:电\s{0,6}话|電話|热线|联系方式|联系人|传真|邮编|邮政编码|地\s{0,6}址|邮\s{0,6}箱|[Tt][Ee][Ll]|[Ee]-?[Mm]ail|联系我们)"
    r"\s{0,3}[:：]?\s{0,3}([^\n]{0,60})"
)
_SPONSOR_FIRST = "主版维"
_CONTACT_FIRST = "电電热联传邮地TtEe"
_JIUCUO_CODE = re.compile(r"site_code=([0-9a-z]{1,24})|jiucuo\.png\?v=([0-9a-z]{1,24})")
_CLICKED_CODE = re.compile(rb"onclick[^>]{0,80}?(?:\bLink\(\s*.?[\"']([0-9A-Za-z]{10})|site_code=([0-9A-Za-z]{10}))")
_PARTY_SHOWN = "#_ideConac, #imgConac, [alt*='党政机关'], [title*='党政机关']"
_ENTRY_PLACE = "#_jiucuo_"
_ENTRY_SHOWN = "[alt*='网站找错'], [title*='网站找错']"
_ANY_SHOWN = f"{_PARTY_SHOWN}, {_ENTRY_SHOWN}, {_ENTRY_PLACE}"
_SHOWN_CAPTIONS = ("党政机关", "网站找错")  # what these selectors look for
_SHOWN_IDS = ("_ideconac", "imgconac", "_jiucuo_")
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
    if not all(text.rfind(word) >= 0 for word in _WORDS):  # they stand near the end
        text = f"{text}\n{_written_by_script(page)}"
    tail = text[-TAIL:]
    icp, icp_good = _shown(text, "ICP", _ICP, _ICP_GOOD)
    police, police_good = _shown(text, "网安", _POLICE, _POLICE_GOOD)
    if not (icp and police):
        words = _said_by_pictures(page)
        icp, icp_good = (icp, icp_good) if icp else _shown(words, "ICP", _ICP, _ICP_GOOD)
        police, police_good = (police, police_good) if police else _police_picture(page, words)
    # one look for all, since most pages have none
    marked = page.may_name(_SHOWN_CAPTIONS, _SHOWN_IDS) and page.tree.css_first(_ANY_SHOWN) is not None
    entry = _error_entry(page, marked)
    return Footer(
        party_mark=_party_mark(page, marked),
        site_code=_site_code(text),
        icp=icp,
        icp_good=icp_good,
        police=police,
        police_good=police_good,
        sponsor=_last(_SPONSOR, _SPONSOR_FIRST, tail),
        contact=_last(_CONTACT, _CONTACT_FIRST, tail),
        error_entry=entry,
        error_code=_error_code(page) if entry else "",
        script_footer=not (icp or police) and _may_be_put_in(page),
    )


_FOOT_FILE = re.compile(r"(?:foot|bottom|dibu|copyright|banquan)[^\s?]{0,60}\.(?:js|s?html?|jsp|inc)")
_FOOT_PLACE = "#footer, #foot, #bottom, .footer, .foot"
_WORDS = ("标识码", "ICP", "网安")


def _may_be_put_in(page: PageView) -> bool:
    """Whether a script or frame may put the footer in: a file named so, or an empty place for it."""
    if _FOOT_FILE.search(page.telling_addresses) is not None:
        return True
    places = page.tree.css(_FOOT_PLACE)
    return bool(places) and not any(node_text(node) for node in places)


def _written_by_script(page: PageView) -> str:
    """Text of inline scripts when they hold a word of a footer."""
    if not any(word in page.scripts for word in _WORDS[::2]):
        return ""
    sources = (node.text() for node in page.parts.get("script", ()))
    found = "\n".join(source for source in sources if any(word in source for word in _WORDS[::2]))
    return _TAG.sub("\n", found[:MAX_SCRIPT])


def _said_by_pictures(page: PageView) -> str:
    """The words that stand for pictures and links, one a line: some footers are a drawing."""
    found = []
    for node in page.tree.css(_SAYING)[:MAX_SAYING]:
        attributes = node.attributes
        found.append(attributes.get("alt") or attributes.get("title") or "")
    return "\n".join(filter(None, found))


def _police_picture(page: PageView, words: str) -> tuple[str, bool]:
    """The police record where no text shows it: in words for a picture, or as the icon linked to the record."""
    shown = _shown(words, "网安", _POLICE, _POLICE_GOOD)
    if shown[0]:
        return shown
    linked = _POLICE_LINK.search(page.html) if "beian." in page.telling_addresses else None
    return (f"公网安备 {linked[1].decode()}号", True) if linked else ("", False)


_POLICE_LINK = re.compile(  # in the source, since the newer address has the number in its fragment
    rb"beian\.(?:gov\.cn/portal/registerSystemInfo\?recordcode=|mps\.gov\.cn/[^\s\"'<>]{0,60}[?&;]code=)(\d{14})"
)
_SAYING = "img[alt], img[title], a[title]"
MAX_SAYING = 2_000


def _party_mark(page: PageView, marked: bool) -> str:
    links, scripts = page.telling_addresses, page.scripts
    if "red_error" in links or "red_error" in scripts:
        return "error"
    if "conac.cn/js" in links or "_ideConac" in scripts:
        return "script"
    if "bszs.conac.cn" in links or "bszs.conac.cn" in scripts:
        return "query" if "method=searchindex" in links and "method=show" not in links else "certificate"
    if "conac" in links or _has_party_picture(links) or "conac" in scripts:
        return "image"
    shown = marked and page.tree.css_first(_PARTY_SHOWN) is not None
    return "image" if shown else ""


_PARTY_PICTURE = re.compile(r"(?:dzjg|dangzheng|dzbz)[^\n/]{0,30}\.(?:png|jpe?g|gif)|/(?:red|blue)\.png(?:\n|$)")
_PICTURE_WORDS = ("dzjg", "dangzheng", "dzbz", "/red.png", "/blue.png")  # any of the pattern's beginnings


def _has_party_picture(links: str) -> bool:
    return any(word in links for word in _PICTURE_WORDS) and _PARTY_PICTURE.search(links) is not None


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


def _last(pattern: "re.Pattern[str]", first: str, tail: str) -> str:
    """Return the last match in `tail`; `first` are the characters with which one may begin, found faster alone."""
    starts = [at for at in map(tail.find, first) if at >= 0]
    found = ""
    for match in pattern.finditer(tail, min(starts)) if starts else ():
        found = match.group()
    return _line(found)


def _line(words: str) -> str:
    return " ".join(words.split())[:MAX_SHOWN]


def _error_entry(page: PageView, marked: bool) -> str:
    links, scripts = page.telling_addresses, page.scripts
    if "jiucuo.js" in links or "jiucuo.js" in scripts:
        return "script"
    if marked and page.tree.css_first(_ENTRY_PLACE) is not None:
        return "script"
    if "jiucuo" in links or "zfwzgl.www.gov.cn" in links or "zfwzxx.www.gov.cn" in links or "jiucuo" in scripts:
        return "link"
    if "网站找错" in page.text:
        return "image"
    shown = "zfwzzc" in links or (marked and page.tree.css_first(_ENTRY_SHOWN) is not None)
    return "image" if shown else ""


def _error_code(page: PageView) -> str:
    for node in page.parts.get("script", ()):
        code = node.attributes.get("sitecode")
        if code:
            return str(code).strip()[:24].lower()
    match = _JIUCUO_CODE.search(page.telling_addresses)
    if match:
        return match[1] or match[2]
    clicked = _CLICKED_CODE.search(page.html)  # where the script has already put the entry in
    return (clicked[1] or clicked[2]).decode("ascii").lower() if clicked else ""
