"""Reads a criterion as conditions, each followed by its consequence."""

import re
from dataclasses import replace
from typing import Final

from kaoping.schemes.drafting.consequence_entries import ENTRIES, NUMBER, UNITS, Consequence

_VERB = "(?P<verb>发现|出现|存在|查出|有|缺少|缺失|缺|少|被|超过|超|逾期|延迟|迟|漏|错|下降|降低|增加|高|低|多)?"
_MORE = "(?P<more>[^,;。]{0,24})$"
# 每被通报一个网站, 每发现一处, 每处; and, at the start of a clause, 发现1条未报送的
_EACH: Final = (
    re.compile(rf"(?:每|各){_VERB}(?P<rest>[^,;。每]{{0,40}}?)[一1](?P<unit>[{UNITS}]){_MORE}"),
    re.compile(rf"(?:每|各){_VERB}(?P<rest>[^,;。每]{{0,6}}?)(?P<unit>[{UNITS}]){_MORE}"),
    re.compile(
        rf"(?:^|[,;。])(?:如)?(?:发现|出现|存在|有)?[一1](?P<unit>[{UNITS}])(?!工作日|月|小时|季度|自然日)"
        r"(?P<more>[^,;。]{0,20}(?:未|不|超|错|缺|没|无|违|逾|漏)[^,;。]{0,20})(?:,[^,;。]{2,20})?$"
    ),
    re.compile(rf"[一1](?P<unit>个月|[{UNITS.replace('天', '').replace('日', '')}])(?P<more>)$"),
)
_UNDERSTOOD: Final = 8  # a condition shorter than this, such as 4-5名, leans on the one before
_NO_SUBJECT: Final = re.compile(r"[\d一二三四五六七八九十第前后]")
_SEPARATORS: Final = " ,;。:、\n"
_ANY: Final = re.compile("|".join(f"(?P<e{number}>{entry.pattern.pattern})" for number, entry in enumerate(ENTRIES)))
_BARE_EACH = re.compile(rf"每(?:发现|出现|存在)?一?[{UNITS}]\s*{NUMBER}(分|%)")


def consequences(text: str) -> tuple[list[Consequence], str]:
    """Read all consequences of a tidy text that `completed` has seen, in order, and what stands after the last one."""
    found: list[Consequence] = []
    start = 0
    for match in _ANY.finditer(text):
        number = int(next(name for name, value in match.groupdict().items() if value is not None)[1:])
        entry = ENTRIES[number]
        own = entry.pattern.search(text, match.start())
        assert own is not None
        said = replace(entry.read(own), text=text[start : match.start()], start=match.start(), end=match.end())
        found.append(_linked(_with_condition(said, match[0]), found))
        start = match.end()
    return found, stripped(text[start:].strip(".)"))


def completed(text: str) -> str:
    """Put in the word for taking away where it was forgotten: 每发现一个5%."""
    return _BARE_EACH.sub(lambda found: f"{found[0][: found.start(1) - found.start()]}扣{found[1]}{found[2]}", text)


def _with_condition(said: Consequence, words: str) -> Consequence:
    """Add the condition that stands before a consequence, and whether it is for each."""
    condition = re.split(r"[;。\n]", said.text.rstrip(_SEPARATORS))[-1]
    inner = condition.count("(") > condition.count(")")
    if inner:
        condition = condition.rpartition("(")[2]
    condition = stripped(condition)
    each = next((found for pattern in _EACH if (found := pattern.search(condition))), None)
    own_unit = re.search(rf"每([{UNITS}])", words)
    items = "存在该问题" in condition
    if each is None:
        unit = own_unit[1] if own_unit else said.unit
        return replace(said, condition=condition, unit=unit, items=items, inner=inner)
    about = _about(condition[: each.start()], each)
    return replace(said, condition=about, unit=each["unit"], items=items, inner=inner)


def _linked(said: Consequence, before: list[Consequence]) -> Consequence:
    """A condition that begins with 且 adds to the one before; one of a few words is understood from it."""
    last = next((each.condition for each in reversed(before) if each.condition and "承上句" not in each.condition), "")
    if not last or said.inner:
        return said
    if said.condition.startswith(("且", "并且", "同时")):
        return replace(said, condition=f"{last},{said.condition}")
    short = len(said.condition) < _UNDERSTOOD and _NO_SUBJECT.match(said.condition) and said.kind != "portion"
    return (
        replace(said, condition=f"{said.condition.removesuffix('的')}(承上句:{last.removesuffix('的')})")
        if short
        else said
    )


def _about(lead: str, each: re.Match[str]) -> str:
    """The condition without the words for each: what is counted."""
    groups = each.groupdict()
    verb, rest, more = groups.get("verb") or "", groups.get("rest") or "", groups["more"] or ""
    if verb in ("少", "缺", "缺少") and not rest and not more:
        return f"{stripped(lead)}缺少"
    plain = not rest and (len(more) < 3 or "存在该问题" in more)
    detail = "" if plain and verb in ("", "发现", "出现", "存在", "查出", "有") else f"{verb}{rest}{more}"
    about = stripped(f"{stripped(lead)},{detail}")
    return "缺少" if about in ("缺", "少") else about


def stripped(text: str) -> str:
    """Return the text without separators at its ends, and without brackets that have lost their other half."""
    bare = text.strip(_SEPARATORS)
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].strip(_SEPARATORS)
    while bare.startswith(")"):
        bare = bare[1:].strip(_SEPARATORS)
    return f"{bare})" if bare.count("(") > bare.count(")") else bare
