"""The surveys that a site has held (调查征集): when they began and ended, and whether their results were told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from kaoping.facts.reading.surveys import RESULT, Survey
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Column, Columns
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import Readings

ENOUGH = 6  # characters that call and result have in common
_WORDS = re.compile(
    r"关于|开展|公开|征集|征求|调查|问卷|网上|在线|社会|公众|意见建?议?|建议|的|公告|通知|通告|函|结果|反馈|采纳|情况|说明|公示|公布|汇总|总结"
    r"|[\W_]|\d{4}年(?:度)?"
)


@dataclass(frozen=True, slots=True)
class HeldSurvey:
    """One survey. `ends` is None where nothing tells; `answered` when its result was told, `result` where."""

    title: str
    url: str
    began: date | None
    ends: date | None
    result: str
    answered: date | None


@dataclass(frozen=True, slots=True)
class Surveys:
    """`columns` are the columns for surveys, `all` the surveys in them, the newest first, without mere results."""

    columns: tuple[Column, ...]
    all: tuple[HeldSurvey, ...]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages, columns: Columns, readings: Readings[Survey]) -> Self:
        chosen = tuple(columns.of_kinds(("survey",)))
        by_target = {page.target: number for number, page in pages.records.items()}
        items = {item.target if item.url else item.text: item for column in chosen for item in column.items}
        entries = []
        for item in items.values():
            number = by_target.get(item.target)
            said = readings[number] if number is not None and number in readings else Survey(item.text)
            entries.append(_Entry(item.text, item.url, item.dated, said))
        results = [entry for entry in entries if entry.is_result]
        held = [_held(entry, results) for entry in entries if not entry.is_result]
        return cls(chosen, tuple(sorted(held, key=lambda each: (each.began or date.min, each.url), reverse=True)))


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    url: str
    dated: date | None
    said: Survey

    @property
    def is_result(self) -> bool:
        return bool(RESULT.search(self.title)) or (self.said.is_result and not self.said.ends)


def _held(call: _Entry, results: Iterable[_Entry]) -> HeldSurvey:
    ends = date.fromisoformat(call.said.ends) if call.said.ends else None
    if call.said.result:
        told = date.fromisoformat(call.said.told) if call.said.told else None
        return HeldSurvey(call.title, call.url, call.dated, ends, call.url, told)
    core = _WORDS.sub("", call.title)
    for result in results:
        other = _WORDS.sub("", result.title)
        same = min(len(core), len(other)) >= ENOUGH and (core in other or other in core)
        if same and (not call.dated or not result.dated or result.dated >= call.dated):
            return HeldSurvey(call.title, call.url, call.dated, ends, result.url, result.dated)
    return HeldSurvey(call.title, call.url, call.dated, ends, "", None)
