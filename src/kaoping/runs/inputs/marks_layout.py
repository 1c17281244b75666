"""The marks workbook: which columns a sheet has, and one row per unit, question and period or item."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaoping.measures import Question
from kaoping.measures.given import kind_of
from kaoping.measures.periods import periods_between
from kaoping.model.roster import RosterUnit
from kaoping.runs.inputs.given_values import shown_limit
from kaoping.schemes.checklists import checklist_items
from kaoping.schemes.model import Scheme
from kaoping.schemes.quantities import resolve

GUIDE = "说明"
SCHEME_LABEL = "方案编号"
UNIT, NAME, ITEM, PERIOD, STATE, VALUE, BY, NOTE = (
    "单位编号", "单位名称", "测评项", "期次", "状态", "结果", "测评人", "依据与理由",
)  # fmt: skip
COLUMNS = (UNIT, NAME, ITEM, PERIOD, "条款", "指标与评分细则", "问题", "测评方式", "填写要求", STATE, VALUE, BY, NOTE)
ANSWERS = (STATE, VALUE, BY, NOTE)
STATE_WORDS = ("已测", "未测", "不适用")
PERIODS = {"month": "每月", "quarter": "每季度", "year": "每年"}


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One thing to answer. `kind` is what the answer must be; `limit` the greatest mark, None where there is none."""

    unit: RosterUnit
    question: Question
    period: str
    text: str
    kind: str
    limit: Decimal | None
    sample: str = ""

    def requirement(self) -> str:
        """Return in words what may be filled in."""
        most = f"{self.limit.normalize():f}" if self.limit is not None else ""
        words = {
            "bool": "填“是”或“否”",
            "count": "填数量（0、1、2…）",
            "number": f"填 0 到 {most} 的分数" if most else "填数（不小于 0）",
            "share": "填百分数，如 80%",
            "date": "填日期，如 2022-12-31",
            "duration": "填用时，如 3h（小时）、2d（天）、1wd（工作日）",
            "list": f"填各评委打分，用“、”分开，每个 0 到 {most}" if most else "填各项数值，用“、”分开",
        }[self.kind]
        return f"{words}；{self.sample}" if self.sample else words

    def cells(self) -> tuple[str, ...]:
        """Return the texts of the columns that are not answers."""
        asked = self.question
        return (
            self.unit.id,
            self.unit.name,
            asked.name,
            self.period,
            asked.clause,
            asked.criterion or asked.title,
            self.text,
            "、".join(asked.methods),
            self.requirement(),
        )


def sheet_rows(
    scheme: Scheme, units: Iterable[RosterUnit], asked: Sequence[Question], days: tuple[date, date]
) -> Iterator[MarkRow]:
    """Yield the rows of one sheet: unit by unit, so that an assessor answers everything about a unit in one place.

    `days` are the first day that counts and the monitoring point, which series are asked for.
    """
    for unit in units:
        for question in (one for one in asked if one.concerns(unit)):
            yield from _rows(scheme, unit, question.put_to(unit), days)


def _rows(scheme: Scheme, unit: RosterUnit, question: Question, days: tuple[date, date]) -> Iterator[MarkRow]:
    limit = shown_limit(question, unit, scheme)
    measure = scheme.measures.get(question.name)
    kind = kind_of(measure) if measure is not None else question.kind
    text = question.text if question.text == question.title else f"{question.title}：{question.text}"
    sample = _sample(scheme, unit, question)
    if question.each:
        for number, item in enumerate(checklist_items(scheme, question.each, unit), 1):
            yield MarkRow(unit, question, str(number), f"{question.text}：{item}", "bool", None)
    elif question.by:
        for period in periods_between(*days, question.by):
            yield MarkRow(unit, question, period, text, kind, limit, sample)
    else:
        yield MarkRow(unit, question, "", text, kind, limit, sample)


def _sample(scheme: Scheme, unit: RosterUnit, question: Question) -> str:
    sample = question.sample
    if sample is None:
        return ""
    if sample.n is None:
        recurring = (f"{PERIODS[period]} {resolve(n, unit, scheme).normalize():f} 个" for period, n in sample.every)
        return f"随机抽查，{'、'.join(recurring)}"
    return f"随机抽查 {resolve(sample.n, unit, scheme).normalize():f} 个，不足则全部检查；没有可查的选“不适用”"
