"""Reads what the sentences around the tables say: parts and their weights, vetoes, ceilings, the name of the scheme."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.schemes.drafting.plain_text import for_display

EVERYONE = ""
_SHARE = r"(?:占比|权重|占|所占比重|比重)(?:为|：)?(\d{1,3}(?:\.\d+)?)%"
_PART = re.compile(
    r"第[一二三四五六七八]部分(?:为|是|：)?(?P<name>[^，。；：]{2,30})(?P<rest>(?:(?!第[一二三四五六七八]部分).)*)",
    re.S,
)
_OF_GROUP = re.compile(rf"(?P<group>[^，；。占权比]{{2,16}}?){_SHARE}")
_ALONE = re.compile(rf"^{_SHARE}[。；]?$")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])")
_VETO = re.compile(
    r"(?P<if>[^。；]{0,20}(?:存在|出现|发生|有)[^。；]{4,160}?)(?:的)?，(?:即|则|一律|直接)?(?:判定|列|评定|认定)(?:为|入)"
    r"(?P<label>不合格[^，。；]{0,12})(?P<zero>[^。；]{0,12}不得分)?"
)
_CEILING = re.compile(r"超过(\d+)分的?，?[^。；]{0,30}按(?:满分|\d+分)计")
_SCHEME = re.compile(r"(?:方案|办法|细则|规则|指标体系|标准)(?:（[^（）]*）)?$")
_SAME = 4


@dataclass(frozen=True, slots=True)
class Weight:
    """A part named in a sentence, with its percentage for each group named, or for everyone."""

    name: str
    shares: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class StatedVeto:
    """A condition in a sentence that makes a site fail; `zero`: the part gets nothing."""

    condition: str
    label: str
    zero: bool


def read_weights(paragraphs: Sequence[str]) -> list[Weight]:
    """Weights in a sentence (第一部分为…，县区占比80%) or in a line of their own below a numbered name (权重：70%)."""
    weights = []
    for place, text in enumerate(paragraphs):
        for found in _PART.finditer(text):
            shares = {_group(each["group"]): Decimal(each[2]) for each in _OF_GROUP.finditer(found["rest"])}
            alone = re.search(_SHARE, found["rest"])
            if not shares and alone:
                shares = {EVERYONE: Decimal(alone[1])}
            if shares:
                weights.append(Weight(found["name"], shares))
        below = _ALONE.match(text)
        if below and place and _NUMBERED.match(paragraphs[place - 1]):
            name = _NUMBERED.sub("", paragraphs[place - 1]).strip("。：")
            weights.append(Weight(name, {EVERYONE: Decimal(below[1])}))
    return weights


def weight_of(title: str, weights: Iterable[Weight]) -> Weight | None:
    """The weight whose name has the most words in common with a title, None without any."""
    best = max(weights, key=lambda weight: common(title, weight.name), default=None)
    return best if best is not None and common(title, best.name) >= _SAME else None


def read_vetoes(paragraphs: Iterable[str]) -> list[StatedVeto]:
    return [
        StatedVeto(found["if"].strip("，。 ").removeprefix("如"), found["label"], found["zero"] is not None)
        for text in paragraphs
        for found in _VETO.finditer(text)
    ]


def read_ceiling(paragraphs: Iterable[str]) -> Decimal | None:
    """累计得分超过100分的按满分计算."""
    found = next((found for text in paragraphs if (found := _CEILING.search(text))), None)
    return Decimal(found[1]) if found else None


def scheme_title(paragraphs: Sequence[str]) -> str:
    """The last line that is the name of a scheme, with the line before where it was broken in two."""
    for place in range(len(paragraphs) - 1, -1, -1):
        line = paragraphs[place]
        if len(line) > 40 or re.search(r"[。；：，、]|^附件\d", line) or not _SCHEME.search(line):
            continue
        before = paragraphs[place - 1] if place else ""
        broken = (
            len(line) < 12
            and re.match(r"\d{4}年|.*(?:市|县|区|省)", before)
            and len(before) < 30
            and "。" not in before
        )
        return for_display(f"{before}{line}" if broken else line)
    return ""


def common(one: str, other: str) -> int:
    """The length of the longest text that both hold."""
    best = 0
    for start in range(len(one)):
        while start + best < len(one) and one[start : start + best + 1] in other:
            best += 1
    return best


def _group(text: str) -> str:
    return text.strip("，；。：其中 ")
