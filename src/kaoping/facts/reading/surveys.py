"""Surveys and calls for opinions (调查征集): when each ends, and whether its page tells what came of it."""

import re
from collections.abc import Sequence

import msgspec

from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.pages import Pages
from kaoping.facts.view import PageView, squeeze
from kaoping.facts.written_dates import first_date
from kaoping.model.outcomes import PageKind

MOST = 80
ITEMS_EACH = 40
RESULT = re.compile(
    r"(?:征集|征求|调查|问卷|投票|意见建?议?|公众参与)\w{0,12}?(?:结果|反馈|采纳|汇总|总结|情况)|(?:结果|意见|建议)\w{0,4}(?:反馈|采纳|公示|公布|公开)"
)
_DATE = r"(?:20\d\d\s?[-年./]\s?)?\d{1,2}\s?[-月./]\s?\d{1,2}\s?日?"
_END = re.compile(rf"(?:截止|截至|结束|终止)(?:时间|日期|日)?[^\d\n]{{0,12}}[\s:：]{{0,4}}({_DATE})")
_RANGE = re.compile(rf"({_DATE})(?:\s?\d\d?[:时]\d\d分?)?\s?(?:至|到|—|－|--|-|~|～)+\s?({_DATE})")
_BEFORE = re.compile(
    rf"(?:于|在)?({_DATE})[（(]?[^\n。]{{0,8}}(?:之前|以前|前)[^\n。]{{0,40}}(?:反馈|反映|提出|返回|发送|寄|邮|联系|告)"
)
_YEAR = re.compile(r"20\d\d\s?[-年./]")
_PART = re.compile(
    r"(?:^|\n|[【\[])\s{0,4}(?:征集|调查|征求|意见|投票|网友|结果)*(?:结果|反馈情况|反馈意见|意见反馈|采纳情况|结果反馈|反馈结果)\s{0,4}[】\]]?\s{0,4}[:：\n]\s{0,4}(\S[^\n]{7,300})"
)
_WHEN = re.compile(rf"(?:反馈|公布|公开|结果)(?:发布)?(?:时间|日期)[\s:：]{{0,4}}({_DATE})")
_NOTHING_YET = re.compile("暂无|尚未|未结束|进行中|待公布|征集结束后")


class Survey(msgspec.Struct, frozen=True):
    """One page of a survey column. Dates are ISO, empty where the page tells none.

    `is_result` says that the page as such is about what came of a survey; `result` that it tells this beside the
    survey itself, and `told` when.
    """

    title: str
    ends: str = ""
    is_result: bool = False
    result: str = ""
    told: str = ""


def wanted(record: SiteRecord, pages: Pages, columns: Columns) -> Sequence[int]:
    """The newest items of the columns for surveys and calls for opinions."""
    by_target = {page.target: number for number, page in pages.records.items()}
    chosen: dict[int, None] = {}
    for column in columns.of_kinds(("survey",)):
        dated = sorted(column.items, key=lambda item: str(item.dated or ""), reverse=True)[:ITEMS_EACH]
        for item in dated:
            number = by_target.get(item.target)
            if number is not None and pages.kinds.get(number) is not PageKind.COLUMN:
                chosen.setdefault(number)
    return tuple(chosen)


def extract(page: PageView) -> Survey | None:
    """Return what the page says of a survey, None where it says neither an end nor a result."""
    text = page.text
    title = page.metas.get("articletitle") or re.split(r"\s*[-_|—–]\s*", page.title)[0]
    part = _PART.search(text)
    result = squeeze(part[1])[:120] if part and not _NOTHING_YET.search(part[1]) else ""
    told = _WHEN.search(text)
    survey = Survey(
        title=title[:120],
        ends=_end(text),
        is_result=bool(RESULT.search(title)),
        result=result,
        told=_iso(told[1], text) if told else "",
    )
    return survey if survey.ends or survey.is_result or survey.result else None


def _end(text: str) -> str:
    """Return when the survey ends: by a label, the second of two dates, or a day before which opinions are wanted."""
    for match in _END.finditer(text):
        if iso := _iso(match[1], text):
            return iso
    span = _RANGE.search(text)
    if span is not None and (iso := _iso(span[2], span[1] + text)):
        return iso
    before = _BEFORE.search(text)
    return _iso(before[1], text) if before is not None else ""


def _iso(written: str, context: str) -> str:
    """Return a date as ISO; a year that is left out is the first that the text around it writes."""
    if not _YEAR.match(written):
        year = _YEAR.search(context)
        if year is None:
            return ""
        written = f"{year.group()[:4]}-{written}"
    found = first_date(re.sub(r"[年月./]\s?", "-", written).replace("日", "").replace(" ", ""))
    return found.isoformat() if found is not None else ""
