"""Interpretations (解读) of a site with the policy each is about, and whether each page links to the other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from kaoping.facts.record import SiteRecord, among
from kaoping.facts.site.columns import ColumnItem, Columns
from kaoping.facts.site.titles import Titles

_QUOTED = re.compile(r"《(.{4,120}?)》(?![^《]*》.{0,4}$)|《(.{4,120})》")
_WORDS = re.compile(
    r"一图读懂|一图看懂|图解|图说|动漫|动画|视频|音频|解读|政策|问答|答记者问|专家|部门|负责人|《|》|关于|印发|的通知|通知|的|"
    r"[\s:：|丨!！?？,，“”\"'—\-（）()【】\[\]、]+"
)
_ORIGINAL = re.compile(r"《|原文|文件|政策|通知|办法|意见|方案|规定|条例|细则")
FORMS = (
    ("图解", re.compile(r"图解|一图|图说|长图")),
    ("视频", re.compile(r"视频|动画|动漫|微课|短片|直播")),
    ("音频", re.compile(r"音频|播客")),
    ("问答", re.compile(r"问答|答记者问|你问我答")),
)
SHORTEST = 6  # characters by which two titles are told to be of one policy
TEMPLATE = 5  # a target linked from more interpretations than this belongs to the template


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One interpretation. `policy` is None where no item of a policy column bears the name it speaks of.

    `forward` says that it links to its policy (or, where that is not known, to something that may be one), `backward`
    that the policy links to it; None where it was not seen. `days` lie between the two (negative: it came first).
    """

    item: ColumnItem
    policy: ColumnItem | None
    form: str
    forward: bool | None
    backward: bool | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Interpretations:
    """All items of the columns of interpretations."""

    all: tuple[Interpretation, ...]

    @classmethod
    def derive(cls, record: SiteRecord, columns: Columns, titles: Titles) -> Self:
        explaining = _items(columns, "interpretation", titles)
        if not explaining:
            return cls(())
        policies = {
            target: item for target, item in _items(columns, "policy", titles).items() if target not in explaining
        }
        web = _Web(record, explaining, policies)
        return cls(tuple(_pair(item, policies, web) for item in explaining.values()))


def _items(columns: Columns, kind: str, titles: Titles) -> dict[int, ColumnItem]:
    """The items of the columns of a kind by their target, under their whole titles."""
    return {
        item.target: replace(item, text=titles.of(item.target, item.text))
        for column in columns.of_kinds((kind,))
        for item in column.items
        if item.target >= 0
    }


class _Web:
    """Which pages link to what, for the pages of interpretations and policies."""

    def __init__(
        self, record: SiteRecord, explaining: Mapping[int, ColumnItem], policies: Mapping[int, ColumnItem]
    ) -> None:
        self._explaining = explaining
        self._texts = {target.number: target.text for target in record.targets}
        self._page_of = {
            row.record.target: row.record.number
            for row in record.pages
            if row.facts and row.record.target in explaining.keys() | policies.keys()
        }
        table = record.links
        rows = among(self._page_of.values(), table.pages)
        self._links: dict[int, set[int]] = {}
        for page, target in zip(table.pages[rows].tolist(), table.targets[rows].tolist(), strict=True):
            self._links.setdefault(page, set()).add(target)
        self._common: dict[int, int] = {}
        for target in explaining:
            for linked in self._links.get(self._page_of.get(target, -1), ()):
                self._common[linked] = self._common.get(linked, 0) + 1

    def links(self, source: int, target: int) -> bool | None:
        """Whether the page of item `source` links to `target`; None where it was not seen."""
        page = self._page_of.get(source)
        return None if page is None else target in self._links.get(page, ())

    def links_to_some_policy(self, source: int) -> bool | None:
        """Whether the page of item `source` has a link of its own whose words may be a policy's."""
        page = self._page_of.get(source)
        if page is None:
            return None
        own = (n for n in self._links.get(page, ()) if self._common[n] <= TEMPLATE and n not in self._explaining)
        return any(_ORIGINAL.search(self._texts.get(number, "")) for number in own)


def _pair(item: ColumnItem, policies: Mapping[int, ColumnItem], web: _Web) -> Interpretation:
    policy = _policy_of(item.text, policies)
    form = next((name for name, words in FORMS if words.search(item.text)), "文字")
    if policy is None:
        return Interpretation(item, None, form, web.links_to_some_policy(item.target), None, None)
    days = (item.dated - policy.dated).days if item.dated and policy.dated else None
    forward, backward = web.links(item.target, policy.target), web.links(policy.target, item.target)
    return Interpretation(item, policy, form, forward, backward, days)


def _policy_of(title: str, policies: Mapping[int, ColumnItem]) -> ColumnItem | None:
    quoted = _QUOTED.search(title)
    name = _bare(next(filter(None, quoted.groups())) if quoted else title)
    if len(name) < SHORTEST:
        return None
    for policy in policies.values():
        other = _bare(policy.text)
        if len(other) >= SHORTEST and (name in other or other in name):
            return policy
    return None


def _bare(title: str) -> str:
    return _WORDS.sub("", title).rstrip(".…")
