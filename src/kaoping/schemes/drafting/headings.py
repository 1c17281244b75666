"""Reads the cell that names an indicator: the name, the points in it, the method in it."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kaoping.schemes.drafting.plain_text import for_display, half_width, squeezed, tidy

_NUMBER = r"[+\-−－]?\d+(?:\.\d+)?"
BEFORE_POINTS = "(?:累计)?(?:共|满分|总分|计|分值|权重|(?:最多|最高|不超过|上限)(?:可)?(?:加|扣|减|得|为)?)?:?"
_BRACKETED = re.compile(rf"\({BEFORE_POINTS}({_NUMBER})(?:分|%)?\)")
_TRAILING = re.compile(rf"(?<=[\u3400-\u9fff]) ?({_NUMBER})分?$")
_POINTS = re.compile(rf"(?:满分|共)?({_NUMBER})(?:分|%)?")
_DASHES = re.compile(r"[-—–―－/\\、无.…\s]*")
_MARKS = re.compile(r"【[^【】]*】|[*＊※△▲]")  # 【待核】 and the like: remarks of the office, no part of the text
_METHOD = re.compile(r"\((现场评审|现场考核|专家评审|网络测评|电话测评|模拟测试)\)")
_SENTENCE = re.compile(r"[。；;!！?？]")
_MOST = Decimal(1000)
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of an indicator as one tidy line, with the points and the method that stood in brackets behind it."""

    name: str
    points: Decimal | None = None
    method: str = ""

    def same(self, other: "Heading") -> bool:
        return squeezed(self.name) == squeezed(other.name)


def read_heading(text: str) -> Heading | None:
    """Read an indicator's cell; None for a blank one or one with dashes, which says that this level is not used."""
    if _DASHES.fullmatch(_MARKS.sub("", half_width(text))):
        return None
    lines = tidy(_MARKS.sub("", text)).splitlines()
    unique = [line for number, line in enumerate(lines) if squeezed(line) not in map(squeezed, lines[:number])]
    bare = tidy("".join(_glued(unique)))
    method = _METHOD.search(bare)
    bare = _METHOD.sub("", bare)
    found = _BRACKETED.search(bare) or _TRAILING.search(bare)
    points = read_number(found[1]) if found else None
    if found and points is not None:
        bare = bare[: found.start()] + bare[found.end() :]
    name = for_display(bare.strip(" :,;"))
    return Heading(name or for_display(text), points, method[1] if method else "")


def read_points(text: str) -> Decimal | None:
    """Read a points cell such as `5`, `5分`, `1 .5分`, `-6`; None for blanks and anything else."""
    found = _POINTS.fullmatch(squeezed(tidy(_MARKS.sub("", text))))
    return read_number(found[1]) if found else None


def marks_in(text: str) -> str:
    """The office's own remarks in a cell, such as 【待核】."""
    return "".join(found for found in _MARKS.findall(text) if len(found) > 1)


def read_number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace("−", "-").replace("－", "-"))
    except InvalidOperation:
        return None
    return value if abs(value) < _MOST else None


def looks_like_name(text: str) -> bool:
    """True for text short and plain enough to name an indicator, not a criterion in a sentence."""
    bare = squeezed(text)
    return 0 < len(bare) <= _LONGEST_NAME and not _SENTENCE.search(bare)


def _glued(lines: list[str]) -> list[str]:
    """Lines of one name: words of Latin letters keep a space between them."""
    glued = lines[:1]
    for line in lines[1:]:
        apart = glued[-1][-1:].isascii() and line[:1].isascii() and glued[-1][-1:].isalnum() and line[:1].isalnum()
        glued.append(f" {line}" if apart else line)
    return glued
