"""The lines of a page's own content, without navigation and footer, and what stands in them under which label."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kaoping.facts.view import PageView

MAX_LINES = 2_000
MAX_LABEL = 16  # characters of a line that can be a label by itself
MAX_VALUE = 400
MOST_REMEMBERED = 4_096  # lines
REPEATED = 60  # characters of a line whose meaning is remembered: menus and feet stand on every page
_TRAIL = re.compile(r"(?:当前|现在|所在|您的)的?位置")
_FOOT = re.compile(
    r"版权所有|网站标识码|ICP备|公网安备|Copyright|^(?:网站地图|站点地图|关于我们|关于本站|网站声明)$", re.IGNORECASE
)
_ABOVE_FOOT = re.compile(r"^(?:主办|承办|技术支持|网站管理|维护)(?:单位)?[:：]|^(?:友情|相关)链接$")
_AFTER = re.compile(r"^(?:[上下]一[篇条页]|相关(?:信息|文章|链接|阅读)$|RSS订阅$|我要推荐$|网站纠错$|分享到[:：]?$)")
_LEAST = 5  # lines of content before something can stand after it
_NEAR_FOOT = 12  # lines
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s?)+|^[·●■◆★※▪▶>\s【\[]+")
_ENDING = re.compile(r"[】\]\s]*[:：]?\s*$")


def main_lines(page: PageView) -> list[str]:
    """Return the text lines from the breadcrumb (or the top) down to the footer."""
    lines = page.text.split("\n")[:MAX_LINES]
    start = next((place for place, line in enumerate(lines) if _TRAIL.search(line)), -1) + 1
    end = _end(lines, start)
    for place in range(max(start, end - _NEAR_FOOT), end):
        if _ABOVE_FOOT.search(lines[place]):
            return lines[start:place]
    return lines[start:end]


def labelled(lines: Sequence[str], labels: Mapping[str, "re.Pattern[str]"]) -> dict[str, str]:
    """Return what stands under each label: behind its colon, in the cell beside it or the lines below.

    A line is a label when a pattern fits all of it, numbering, brackets and colon aside, or all that is before its
    first colon. The first value of a label that is not empty counts; a label without one has an empty text. Patterns
    have no flags, and of several that fit the first counts.
    """
    names = _one_of(tuple(labels.items()))
    found: dict[str, str] = {}
    current = ""
    value: list[str] = []
    for line in lines:
        name, rest = _known_label(line, names) if len(line) <= REPEATED else _label(line, names)
        if not name:
            value.append(line)
            continue
        _keep(found, current, value)
        current, value = name, [rest] if rest else []
    _keep(found, current, value)
    return found


def _end(lines: Sequence[str], start: int) -> int:
    """Where the content ends: at what follows an article, or at the footer, the last marks of one that stand together.

    Single marks before it are content: reports and statements name 备案号 and 标识码 too.
    """
    after = next((at for at in range(start + _LEAST, len(lines)) if _AFTER.search(lines[at])), len(lines))
    marks = [at for at in range(start, len(lines)) if _is_foot(lines[at])]
    if not marks:
        return after
    foot = marks[-1]
    for mark in reversed(marks):
        if foot - mark > _NEAR_FOOT:
            break
        foot = mark
    return min(after, foot)


def _is_foot(line: str) -> bool:
    return _is_short_foot(line) if len(line) <= REPEATED else _FOOT.search(line) is not None


@lru_cache(maxsize=MOST_REMEMBERED)
def _is_short_foot(line: str) -> bool:
    return _FOOT.search(line) is not None


def _keep(found: dict[str, str], name: str, value: Sequence[str]) -> None:
    if name and not found.get(name):
        found[name] = " ".join(value).strip(" :：")[:MAX_VALUE]


class _Names(NamedTuple):
    """Labels as one pattern, which is far quicker than one after the other: names by the group that fits."""

    pattern: "re.Pattern[str]"
    by_group: Mapping[int, str]
    known: dict[str, tuple[str, str]]  # lines with what `_label` makes of them


@lru_cache(maxsize=8)
def _one_of(labels: tuple[tuple[str, "re.Pattern[str]"], ...]) -> _Names:
    by_group: dict[int, str] = {}
    group = 1
    for name, pattern in labels:
        by_group[group] = name
        group += 1 + pattern.groups
    return _Names(re.compile("|".join(f"({pattern.pattern})" for _, pattern in labels)), by_group, {})


def _known_label(line: str, names: _Names) -> tuple[str, str]:
    found = names.known.get(line)
    if found is None:
        if len(names.known) >= MOST_REMEMBERED:
            names.known.clear()
        found = names.known[line] = _label(line, names)
    return found


def _label(line: str, names: _Names) -> tuple[str, str]:
    head, colon, rest = line.replace("：", ":", 1).partition(":") if len(line) > MAX_LABEL else (line, "", "")
    if not colon and len(line) <= MAX_LABEL:
        head, _, rest = line.replace("：", ":", 1).partition(":")
    bare = _ENDING.sub("", _NUMBERING.sub("", head.replace("\u3000", "").replace(" ", "")))
    if not 1 < len(bare) <= MAX_LABEL:
        return "", ""
    fitting = names.pattern.fullmatch(bare)
    return (names.by_group[fitting.lastindex or 0], rest.strip()) if fitting else ("", rest.strip())
