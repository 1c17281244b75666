"""Which charset a page is written in, and the page as UTF-8: header, byte order mark, meta, or the bytes themselves."""

import codecs
import re
from typing import NamedTuple

from resiliparse.parse.encoding import detect_encoding

from kaoping.markup.scanning import is_utf8

SNIFFED = 4096  # bytes in which a meta declaration is looked for; the standard says 1024, real pages are late
META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
NAMES = {
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
}
PYTHON_ONLY = frozenset(  # the interpreter's own transformations: no page is written in them
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "mbcs", "oem", "palmos"}
)
MULTIBYTE = frozenset({"utf-8", "gb18030", "big5hkscs", "euc_kr", "shift_jis", "euc_jp"})
WESTERN_SHARE = 0.02  # more non-ASCII bytes than this are not an accented letter here and there
ENOUGH = 24  # this many non-ASCII bytes that are valid UTF-8 are no accident


class Text(NamedTuple):
    """A page as UTF-8 bytes, the charset it was read in, and where that was learnt."""

    utf8: bytes
    charset: str
    source: str


def read_text(body: bytes, content_type: str) -> Text:
    """Return `body` as UTF-8. A declaration that the bytes contradict is overruled (source `detected`)."""
    for mark, name in MARKS:
        if body.startswith(mark):
            plain = body[len(mark) :]
            return Text(plain if name == "utf-8" else _recode(plain, name), name, "bom")
    declared, source = _declared(body, content_type)
    if body.isascii() and not declared.startswith(("utf-16", "iso2022", "hz")):
        return Text(body, declared or "utf-8", source or "detected")
    if is_utf8(body):
        if declared in ("", "utf-8"):
            return Text(body, "utf-8", source or "detected")
        if _non_ascii(body) >= ENOUGH:
            return Text(body, "utf-8", "detected")
    if declared and declared != "utf-8" and not (declared == "cp1252" and _looks_chinese(body)):
        strict = _strict(body, declared)
        if strict is not None:
            return Text(strict, declared, source)
    return _guess(body, declared, source)


def _declared(body: bytes, content_type: str) -> tuple[str, str]:
    found = HEADER.search(content_type)
    if found and (name := _codec(found[1])):
        return name, "header"
    meta = META.search(body, 0, SNIFFED)
    if meta and (name := _codec(meta[1].decode("ascii"))):
        return ("utf-8" if name.startswith("utf-16") else name), "meta"
    return "", ""


def _codec(label: str) -> str:
    key = label.strip().lower()
    if key in NAMES:
        return NAMES[key]
    try:
        name = codecs.lookup(key).name
        b" ".decode(name, "ignore")  # refuses what is no charset: `hex`, `undefined`
    except (LookupError, UnicodeError):
        return ""
    return "" if name in PYTHON_ONLY else name


def _guess(body: bytes, declared: str, source: str) -> Text:
    """Choose by the bytes: a charset that reads them without error, else the one with the fewest errors."""
    detected = _codec(detect_encoding(body[:65536]) or "")
    first = detected if detected in MULTIBYTE else ""
    for name in dict.fromkeys(name for name in (first, declared, "utf-8", "gb18030", "big5hkscs") if name):
        strict = _strict(body, name) if name != "cp1252" else None
        if strict is not None:
            return Text(strict, name, source if name == declared else "detected")
    western = "cp1252" if _non_ascii(body) < len(body) * WESTERN_SHARE else ""
    ordered = list(dict.fromkeys(name for name in (declared, "utf-8", "gb18030", "big5hkscs", western) if name))
    broken = {name: body.decode(name, "replace") for name in ordered}
    best = min(ordered, key=lambda name: (broken[name].count("\ufffd"), ordered.index(name)))
    return Text(broken[best].encode("utf-8", "replace"), best, source if best == declared else "detected")


def _strict(body: bytes, name: str) -> bytes | None:
    try:
        return body.decode(name).encode("utf-8")
    except (UnicodeError, LookupError):
        return None


def _recode(body: bytes, name: str) -> bytes:
    return body.decode(name, "replace").encode("utf-8", "replace")


def _non_ascii(body: bytes) -> int:
    return len(body) - len(body.translate(None, bytes(range(128, 256))))


def _looks_chinese(body: bytes) -> bool:
    """Tell whether bytes labelled Latin-1 are Chinese: most of their high bytes stand in pairs."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", body[:20000])
    return len(pairs) >= 10 and _strict(body, "gb18030") is not None
