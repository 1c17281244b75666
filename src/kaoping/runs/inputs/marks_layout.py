"""The marks workbook: which columns a sheet has, and one row per unit, question and period or item."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from kaoping.draws.book import DrawBook, Drawn
from kaoping.draws.values import Candidate
from kaoping.measures import Question
from kaoping.measures.given import kind_of
from kaoping.measures.periods import lies_within, periods_between
from kaoping.measures.questions import passed_over
from kaoping.model.roster import RosterUnit
from kaoping.runs.inputs.given_values import shown_limit
from kaoping.schemes.checklists import checklist_items
from kaoping.schemes.model import Sample, Scheme
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


@dataclass(frozen=True, slots=True)
class SheetMaker:
    """Makes rows: `days` are the first day that counts and the monitoring point, which series are asked for."""

    scheme: Scheme
    asked: Sequence[Question]
    days: tuple[date, date]
    draws: DrawBook = field(default_factory=DrawBook)

    def rows(self, units: Iterable[RosterUnit]) -> Iterator[MarkRow]:
        """Yield the rows of one sheet, unit by unit, so that all about a unit is answered in one place.

        What only indicators ask that were not drawn is left out.
        """
        drawn = self.draws.indicators()
        for unit in units:
            idle = passed_over(self.scheme, drawn, unit.id)
            for question in (one for one in self.asked if one.name not in idle and one.concerns(unit)):
                yield from self._rows(unit, question.put_to(unit))

    def _rows(self, unit: RosterUnit, question: Question) -> Iterator[MarkRow]:
        scheme = self.scheme
        limit = shown_limit(question, unit, scheme)
        measure = scheme.measures.get(question.name)
        kind = kind_of(measure) if measure is not None else question.kind
        text = question.text if question.text == question.title else f"{question.title}：{question.text}"
        row = MarkRow(unit, question, "", text, kind, limit)
        if question.each:
            for number, item in enumerate(checklist_items(scheme, question.each, unit), 1):
                yield replace(row, period=str(number), text=f"{question.text}：{item}", kind="bool", limit=None)
        elif question.by:
            periods = periods_between(*self.days, question.by)
            yield from (self._sampled(replace(row, period=period)) for period in periods)
        elif question.sample is not None and question.sample.from_ != "self":
            yield from self._bodies(row, question.sample)
        else:
            yield self._sampled(row)

    def _sampled(self, row: MarkRow) -> MarkRow:
        """Say beside the question what was drawn, or how many should be."""
        sample = row.question.sample
        if sample is None:
            return row
        drawn = [one for one in self.draws.of(sample.id, row.unit.id) if lies_within(one.pool.name.period, row.period)]
        if drawn and not any(one.items for one in drawn):
            return replace(row, sample="没有可抽查的，留空即可")
        if drawn:
            named = "；".join(f"{number}. {_named(item)}" for number, item in enumerate(_items(drawn), 1))
            return replace(row, text=f"{row.text}\n随机抽中：{named}", sample="只检查抽中的")
        return replace(row, sample=self._how_many(row.unit, sample))

    def _how_many(self, unit: RosterUnit, sample: Sample) -> str:
        if sample.n is None:
            recurring = (
                f"{PERIODS[period]} {resolve(n, unit, self.scheme).normalize():f} 个" for period, n in sample.every
            )
            return f"随机抽查，{'、'.join(recurring)}"
        number = resolve(sample.n, unit, self.scheme).normalize()
        return f"随机抽查 {number:f} 个，不足则全部检查；没有可查的选“不适用”"

    def _bodies(self, row: MarkRow, sample: Sample) -> Iterator[MarkRow]:
        """One row for each body drawn (乡镇、部门…), and for the unit itself where it counts with them."""
        drawn = self.draws.of(sample.id, row.unit.id)
        if not drawn:
            yield self._sampled(row)
            return
        own = [Candidate(row.unit.id, row.unit.name)] if sample.from_ == "both" else []
        for body in (*own, *_items(drawn)):
            yield replace(row, period=body.id, text=f"{row.text}\n{body.name}", sample="随机抽中的，逐个填写")


def _items(drawn: Iterable[Drawn]) -> list[Candidate]:
    return list(dict.fromkeys(item for one in drawn for item in one.items))


def _named(item: Candidate) -> str:
    return item.id if item.name == item.id else f"{item.name} {item.id}"
