"""Words of injected content (gambling, pornography, defacement…) and of broken encoding, by where they stand."""

import re
from functools import lru_cache

import msgspec

from kaoping.facts.lexicon import Term, lexicon, plain
from kaoping.facts.view import PageView, squeeze
from kaoping.markup.scanning import Shape, text_shape

MAX_HITS = 60
REPEATED = 500  # characters of a text whose terms are remembered
AROUND = 25  # characters either side in which words of prosecution excuse a term
_QUOTED = re.compile(
    r"打击|查处|整治|严厉|禁止|严禁|抵制|防范|防止|警惕|涉嫌|犯罪|违法|违规|非法|扫黄|净网|清朗|治理|举报|诈骗|取缔|谨防|拒绝|危害|法院|判决|刑法"
    r"|公安|民警|警方|抓获|捣毁|侦破|侦查|案件|案例|被告|罪|不得|不良信息|有害信息|黄赌毒|反诈|骗局|骗取|套路|公益金|福利彩票|体育彩票|福彩|体彩|冒充|陷阱"
    r"|专项行动|处罚|曝光|刷单|管理条例|管理办法|遭受|被迫|法治|法制|法律|纪委|违纪|开除"
)
_LATIN = re.compile(
    r"(?:[\u00c3-\u00ef][\u0080-\u00bf\u2018-\u2026\u20ac\u2122\u0152\u0153\u0160\u0161\u017d\u017e\u0192\u02c6\u02dc]{1,2}){3,}"
)
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")


class Hit(msgspec.Struct, frozen=True, array_like=True):
    """One term found. `zone` is title, label, link or text; `quoted` says that words of prosecution stand beside it."""

    term: str
    group: str
    strong: bool
    zone: str
    quoted: bool
    around: str


class Spam(msgspec.Struct, frozen=True):
    """`hits` are the terms found, one per term and zone. `kana` counts kana in the title, `broken` replacement
    characters in the text, `garbled` is a stretch of UTF-8 read as Latin letters."""

    hits: tuple[Hit, ...] = ()
    kana: int = 0
    broken: int = 0
    garbled: str = ""


def extract(page: PageView) -> Spam | None:
    """Return the page's suspicious words, or None."""
    hits: dict[tuple[str, str], Hit] = {}
    title = page.title
    _short(hits, "title", title)
    metas = page.metas
    _short(hits, "label", " ".join(filter(None, (metas.get("keywords"), metas.get("description")))))
    _long(hits, page)
    kana = len(_KANA.findall(title))
    broken = page.shape.broken + title.count("\ufffd")
    garbled = _garbled(title, text_shape(title)) or _garbled(page.text[:20_000], page.shape)
    if not (hits or kana or broken or garbled):
        return None
    return Spam(tuple(hits.values())[:MAX_HITS], kana, broken, garbled)


def _garbled(text: str, shape: Shape) -> str:
    """Return a stretch of UTF-8 read as Latin letters; the shape is of the text and maybe more."""
    found = _LATIN.search(text) if shape.latin >= 3 else None
    return found.group()[:60] if found else ""


def _short(hits: dict[tuple[str, str], Hit], zone: str, text: str) -> None:
    """Search a short text both as it is written and without what disguises words."""
    if not text:
        return
    for term in _terms_in(text) if len(text) <= REPEATED else _all_terms(text):
        quoted = _QUOTED.search(text) is not None
        hits.setdefault((term.text, zone), Hit(term.text, term.group, term.strong, zone, quoted, squeeze(text)[:120]))


def _all_terms(text: str) -> tuple[Term, ...]:
    return tuple(term for form in (text.lower(), plain(text)) for term, _, _ in lexicon().find(form))


_terms_in = lru_cache(maxsize=1_024)(_all_terms)  # the labels of most pages are those of their site


def _long(hits: dict[tuple[str, str], Hit], page: PageView) -> None:
    text = page.text
    for term, start, end in lexicon().find_in_utf8(page.utf8):
        zone = "link" if _in_link(page, start, end) else "text"
        known = hits.get((term.text, zone))
        if known is not None and not known.quoted:
            continue
        around = text[max(0, start - AROUND) : end + AROUND]
        hit = Hit(term.text, term.group, term.strong, zone, _QUOTED.search(around) is not None, squeeze(around))
        if known is None or not hit.quoted:
            hits[(term.text, zone)] = hit
        if len(hits) >= MAX_HITS:
            return


def _in_link(page: PageView, start: int, end: int) -> bool:
    anchors = page.anchors
    low, high = 0, len(anchors)
    while low < high:  # anchors without a place are found by the scan beside
        middle = (low + high) // 2
        if anchors[middle].end < end:
            low = middle + 1
        else:
            high = middle
    return any(a.start <= start and a.end >= end for a in anchors[max(0, low - 3) : low + 4] if a.start >= 0)
