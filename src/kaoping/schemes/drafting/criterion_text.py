"""Takes a criterion apart: numbered items, notes, what is drawn, points in brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kaoping.schemes.drafting.headings import read_number
from kaoping.schemes.drafting.plain_text import half_width, tidy

_NOTE = re.compile(r"\((?:注|备注|说明)[:：]([^()]*(?:\([^()]*\)[^()]*)*)\)|(?:^|(?<=[。;\n]))\s*(?:注|备注):([^\n]*)")
# 1.  1、  (1)  ①; not the 1. of 1.5分, but the 1. of 1.1月31日前
_NUMBERED = re.compile(
    r"(?:^|(?<=[\s;,。:)、]))(?:(\d{1,2})[.、](?!\d+(?:\.\d+)?(?:分|%|个|次|条|项|处|篇))|\((\d{1,2})\)|([①-⑳]))\s*"
)
_DRAWN = re.compile(
    r"随机(?:抽查|抽取|选取|检查|选择)(?:网站)?(?:已发布的|已公开的|已发布)?(\d{1,3})(?:个|条|篇|件|份|项)([^,;:。]{2,60})"
)
_PART_POINTS = re.compile(r"\((?:满分|共|计)?(\d+(?:\.\d+)?)分(?:[,;][^()]*)?\)")
_CLAUSE_POINTS = re.compile(r"([^;。]{3,80}?[^\d;。.扣减加得计给记])(\d{1,3}(?:\.\d+)?)分[;。,]?(?=$|[^\d内的以])")
_ANY_NUMBER = re.compile(r"^(\d{1,2}[.、]|\(\d{1,2}\)|[①-⑳])\s*")
_LONG_BRACKETS = re.compile(r"\([^()]{5,}\)")
_CONSEQUENCE = re.compile(r"扣\d|得\d|不得分|得分")
_LONGEST_TITLE: Final = 40


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item (or the whole text where nothing is numbered), in tidy half-width text."""

    number: int
    text: str
    drawn: tuple[str, int] | None = None  # what is drawn by lot for it, and how many


@dataclass(frozen=True, slots=True)
class CriterionText:
    """A criterion taken apart. `lead` stands before the first number."""

    lead: str
    items: tuple[Item, ...]
    notes: tuple[str, ...]

    @property
    def all(self) -> str:
        return "\n".join([self.lead, *(item.text for item in self.items)]).strip()


def take_apart(text: str) -> CriterionText:
    """Split a criterion. Numbers must count up from 1, so that a date or an amount is not taken for one."""
    bare = tidy(text)
    notes = tuple(note for found in _NOTE.finditer(bare) if (note := (found[1] or found[2] or "").strip(" 。")))
    bare = _NOTE.sub(" ", bare).strip()
    lead, items = _numbered(bare)
    for_all = _drawn(lead)
    items = [replace(item, drawn=_drawn(item.text) or for_all) for item in items]
    return CriterionText(lead, tuple(items), notes)


def points_in_brackets(text: str) -> list[tuple[str, Decimal]]:
    """What each amount in brackets such as `(20分)` is for: the text up to it, without its number.

    Where there are none, amounts that end the first clause of each numbered item, as in `1.公开全面，20分；`.
    """
    return _bracketed(text) or _ending_clauses(text)


def _ending_clauses(text: str) -> list[tuple[str, Decimal]]:
    items = take_apart(text).items
    found = [(item, _CLAUSE_POINTS.match(item.text)) for item in items if item.number]
    if len(found) < 2 or not all(match for _, match in found):
        return []
    parts = []
    for item, match in found:
        points = read_number(match[2]) if match else None
        if match and points is not None:
            rest = item.text[match.end() :].strip(" 。")
            parts.append((f"{match[1].strip(' ,')}。{rest}。" if rest else match[1].strip(" ,"), points))
    return parts


def _bracketed(text: str) -> list[tuple[str, Decimal]]:
    bare, found, start = tidy(text), [], 0
    for match in _PART_POINTS.finditer(bare):
        points = read_number(match[1])
        if points is not None:
            found.append((_without_number(bare[start : match.start()]), points))
        start = match.end()
    return found


def without_own_points(text: str, points: Decimal | None) -> str:
    """Return a criterion without the amount in brackets that only repeats what the indicator is worth."""
    found = [match for match in _PART_POINTS.finditer(half_width(text)) if read_number(match[1]) == points]
    if len(found) != 1 or len(points_in_brackets(text)) != 1:
        return text
    return text[: found[0].start()] + text[found[0].end() :]


def short_title(text: str) -> str:
    """What a text is about in a few words: its last sentence where points follow at once, else its first."""
    bare = tidy(text).replace("\n", " ").strip(" ,;:")
    sentences = [each.strip(" ,;:、") for each in bare.split("。") if each.strip(" ,;:、")]
    if not sentences:
        return ""
    chosen = sentences[0] if bare.endswith("。") else sentences[-1]
    chosen = _LONG_BRACKETS.sub("", re.split(r"[;:]", chosen)[0])
    if len(chosen) <= _LONGEST_TITLE and not _CONSEQUENCE.search(chosen):
        return chosen
    cut = re.split(r"[,(]", chosen)[0]
    return cut if 4 <= len(cut) <= _LONGEST_TITLE else chosen[:_LONGEST_TITLE]


def _numbered(text: str) -> tuple[str, list[Item]]:
    marks = list(_counting_up(text))
    if not marks:
        return "", [Item(0, text)] if text else []
    ends = [mark.start() for _, mark in marks[1:]] + [len(text)]
    items = [Item(number, text[mark.end() : end].strip()) for (number, mark), end in zip(marks, ends, strict=True)]
    return text[: marks[0][1].start()].strip(), items


def _counting_up(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The numbers that count up from 1 in one style; one may be missing, as in a text that lost lines."""
    last, style = 0, 0
    for mark in _NUMBERED.finditer(text):
        own_style = next(group for group in (1, 2, 3) if mark[group])
        number = ord(mark[3]) - ord("①") + 1 if mark[3] else int(mark[own_style])
        follows = number == 1 if last == 0 else own_style == style and last < number <= last + 2
        if follows:
            yield number, mark
            last, style = number, own_style


def _drawn(text: str) -> tuple[str, int] | None:
    found = _DRAWN.search(text)
    return (_noun(found[2]), int(found[1])) if found and int(found[1]) > 0 else None


def _noun(text: str) -> str:
    """The last part of what is drawn: 以本地区名义印发的政策文件 → 政策文件."""
    bare = re.sub(r"\([^()]*\)", "", text)
    return (bare.rpartition("的")[2] or bare).strip(" ,;:()")


def _without_number(text: str) -> str:
    return _ANY_NUMBER.sub("", text.lstrip(" ,;。、\n")).strip(" ,;、")
