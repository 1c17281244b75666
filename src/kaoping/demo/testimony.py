"""What people and other systems would say of each unit, for every measure of a scheme that no check can tell."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kaoping.demo.build import BuiltCity
from kaoping.demo.city import Site, UnitSpec
from kaoping.draws.book import DrawBook
from kaoping.measures import Question, questions
from kaoping.measures.given import kind_of
from kaoping.measures.periods import periods_between
from kaoping.measures.values import parse_value
from kaoping.model.roster import Roster, RosterUnit
from kaoping.runs.inputs.given_values import shown_limit
from kaoping.runs.probed import COLUMN
from kaoping.schemes.checklists import checklist_items
from kaoping.schemes.model import AskSource, CheckSource, Measure, ProviderSource, Scheme
from kaoping.schemes.quantities import resolve

NOT_APPLICABLE = "not_applicable"

# Words of a question to which "yes", or more than none, is bad news.
BAD = re.compile(
    r"[未无缺错超]|不准确|不明确|不一致|不可用|不合格|不全|逾期|含糊|仅有名称|泄露|负面|伪造|违|点名|反动|僵尸|购买"
)
# Matters so grave that in this city they happen only where a site was made to show them.
GRAVE = re.compile(r"严重|秘密|负面|伪造|作假|全国|不合格网站的次数|购买粉丝|反动|安全事故|3个月未回应|4类及以上")


@dataclass(frozen=True, slots=True)
class Statement:
    """One value for one unit, measure and period, as it is handed in. `asked` is False for other systems' data."""

    unit: str
    measure: str
    period: str
    value: str
    asked: bool
    state: str = "known"


@dataclass(frozen=True, slots=True)
class Matter:
    """What statements are about: the city, and the scheme, roster and draws of the assessment."""

    built: BuiltCity
    scheme: Scheme
    roster: Roster
    draws: DrawBook


def statements(matter: Matter) -> Iterator[Statement]:
    """Yield a statement for every unit that is assessed and everything that is asked, marked, provided or imported.

    What a site shows is told as it is; the rest follows the unit's quality. Nobody could look at a site that is down,
    so that what is asked about it stays unsaid.
    """
    scheme = matter.scheme
    marked = [question for question in questions(scheme) if question.name not in scheme.measures]
    units = {unit.id: unit for unit in matter.roster.units}
    for spec in matter.built.city.units:
        if spec.exempt:
            continue
        witness = _Witness(spec, units[spec.id], matter.built.city.sites.get(spec.id), matter)
        for measure in scheme.measures.values():
            if not isinstance(measure.source, CheckSource) and not is_probed(measure):
                yield from witness.about(measure)
        for question in marked:
            if question.concerns(witness.roster_unit):
                yield from witness.marks(question)


def is_probed(measure: Measure) -> bool:
    """Tell whether a measure is the share of failed visits: the visits themselves are handed in, nobody tells it."""
    return isinstance(measure.source, ProviderSource) and measure.source.name == COLUMN


@dataclass(frozen=True, slots=True)
class _Witness:
    unit: UnitSpec
    roster_unit: RosterUnit
    site: Site | None
    matter: Matter

    def about(self, measure: Measure) -> Iterator[Statement]:
        asked = isinstance(measure.source, AskSource)
        if asked and not self.unit.reachable:
            return
        for period in self._periods(measure):
            value = self._value(measure, period)
            state = NOT_APPLICABLE if value == NOT_APPLICABLE else "known"
            text = "" if state == NOT_APPLICABLE else value
            yield Statement(self.unit.id, measure.name, period, text, asked, state)

    def marks(self, question: Question) -> Iterator[Statement]:
        """What assessors or a panel give for an indicator that is marked by hand; deductions where it has no points."""
        if not self.unit.reachable:
            return
        limit = shown_limit(question, self.roster_unit, self.matter.scheme)
        rng = self._rng(question.name, "")
        spread = [min(1.0, max(0.0, self.unit.quality + rng.uniform(-0.06, 0.06))) for _ in range(5)]
        given = [f"{share * float(limit if limit is not None else 10):.1f}" for share in spread]
        yield Statement(self.unit.id, question.name, "", "、".join(given) if question.several else given[0], True)

    def _periods(self, measure: Measure) -> Sequence[str]:
        """Periods of a series, items of a checklist, bodies that were drawn; "" for a plain value."""
        as_of = self.matter.built.city.as_of
        if measure.each:
            items = checklist_items(self.matter.scheme, measure.each, self.roster_unit)
            return [str(number) for number in range(1, len(items) + 1)]
        if measure.by:
            return periods_between(date(as_of.year, 1, 1), as_of, measure.by)
        sample = measure.sample
        if sample is None or sample.from_ == "self":
            return ("",)
        drawn = [item.id for one in self.matter.draws.of(sample.id, self.unit.id) for item in one.items]
        return [*([self.unit.id] if sample.from_ == "both" else []), *drawn]

    def _value(self, measure: Measure, period: str) -> str:
        kind = "bool" if measure.each else kind_of(measure)
        for pattern, tell in _SEEN:
            if pattern.search(measure.title) and _suits(told := tell(self), kind):
                return told
        return getattr(self, f"_{kind}")(measure, self._rng(measure.name, period))  # type: ignore[no-any-return]

    def _rng(self, name: str, period: str) -> Random:
        return Random(f"{self.matter.built.city.seed}/{self.unit.id}/{name}/{period}")  # noqa: S311 a sample

    # What follows from the unit's quality, by the kind of the measure

    def _bool(self, measure: Measure, rng: Random) -> str:
        if GRAVE.search(measure.title):
            return "否"
        if BAD.search(measure.title):
            return _yes(self.site is None or rng.random() > 0.5 + self.unit.quality / 2)
        return _yes(self.site is not None and rng.random() < self.unit.quality)

    def _count(self, measure: Measure, rng: Random) -> str:
        if GRAVE.search(measure.title):
            return "0"
        if "点名" in measure.title:
            return "1" if rng.random() > 0.6 + self.unit.quality / 2 else "0"
        if BAD.search(measure.title):
            return "0" if self.site is None or rng.random() < self.unit.quality else str(rng.randint(1, 2))
        scheme = self.matter.scheme
        baseline = scheme.parameters.get("baseline")
        if "报送" in measure.title and baseline is not None:
            due = int(resolve(baseline.value, self.roster_unit, scheme))  # type: ignore[arg-type]  # a number
            return str(round(due * (self.unit.quality + rng.uniform(-0.05, 0.15))))
        return str(round(4 * self.unit.quality)) if self.site else "0"

    def _number(self, measure: Measure, rng: Random) -> str:
        spread = rng.uniform(-0.03, 0.03)
        if "所扣分数" in measure.title:
            return f"{4 * (1 - self.unit.quality):.1f}"
        if "倒数" in measure.title:
            return str(max(1, round(90 * (self.unit.quality + spread) - 30)))
        if "排名" in measure.title:
            return str(max(2, round(120 * (1 - self.unit.quality + spread) + 1)))
        if "积分" in measure.title:
            return str(round(1500 * (self.unit.quality + spread)))
        return f"{55 + 42 * (self.unit.quality + spread):.1f}"

    def _share(self, measure: Measure, rng: Random) -> str:
        good = min(1.0, self.unit.quality + rng.uniform(-0.02, 0.02))
        return f"{1 - good if BAD.search(measure.title) else good:.3f}"

    def _date(self, _measure: Measure, rng: Random) -> str:
        if self.site is None:
            return NOT_APPLICABLE
        age = rng.randint(2, 40) if rng.random() < self.unit.quality else rng.randint(90, 200)
        return (self.matter.built.city.as_of - timedelta(days=age)).isoformat()

    def _duration(self, _measure: Measure, rng: Random) -> str:
        return f"{rng.randint(1, 6)}wh" if self.unit.quality > 0.6 else f"{rng.randint(2, 4)}wd"

    def _list(self, measure: Measure, rng: Random) -> str:
        return "、".join(self._number(measure, rng) for _ in range(5))

    # What the site shows

    def truth(self, name: str) -> float:
        return self.site.truth.get(name, 0) if self.site else 0

    def latest(self, kind: str) -> str:
        """Return the date of the newest item of the column of `kind`."""
        columns = [column for column in self.site.columns if column.kind == kind and column.items] if self.site else []
        return columns[0].items[0].when.date().isoformat() if columns else NOT_APPLICABLE

    def has(self, kind: str) -> bool:
        return self.site is not None and any(column.kind == kind and column.items for column in self.site.columns)

    def drawn(self, part: str, whole: str, size: int) -> str:
        """Return how many of `size` drawn things have what `part` of `whole` have; there may be nothing to draw."""
        total = self.truth(whole)
        return str(round(min(size, total) * self.truth(part) / total)) if total else NOT_APPLICABLE


def _yes(answer: bool) -> str:
    return "是" if answer else "否"


def _suits(text: str, kind: str) -> bool:
    """Whether a value is one of that kind: schemes ask about the same matter in different ways."""
    if text == NOT_APPLICABLE:
        return True
    try:
        parse_value(kind, text)
    except ValueError:
        return False
    return True


_SEEN: tuple[tuple[re.Pattern[str], Callable[[_Witness], str]], ...] = (
    (re.compile("反动、暴力"), lambda w: _yes("hacked" in w.unit.faults)),
    (re.compile("没有解读"), lambda w: w.drawn("unexplained_policies", "policies", 3)),
    (re.compile("未关联"), lambda w: w.drawn("unlinked_interpretations", "interpretations", 3)),
    (re.compile("要素类别缺失的处数"), lambda w: w.drawn("guide_elements_missing", "guides", 5)),
    (re.compile("材料格式要求不明确"), lambda w: w.drawn("guides_materials_unclear", "guides", 5)),
    (re.compile("含糊不清"), lambda w: w.drawn("guides_vague", "guides", 5)),
    (re.compile("仅有名称"), lambda w: w.drawn("guides_bare_references", "guides", 5)),
    (re.compile("表格获取渠道"), lambda w: w.drawn("guides_without_forms", "guides", 2)),
    (re.compile("无办事指南"), lambda w: "0" if w.has("guides") else "5"),
    (re.compile("未提供办事服务"), lambda w: _yes(not w.has("guides"))),
    (re.compile("咨询建言渠道"), lambda w: _yes(not w.has("messages"))),
    (re.compile("未公开办事统计"), lambda w: _yes(not w.has("statistics"))),
    (re.compile("办事统计.*更新日期"), lambda w: w.latest("statistics")),
    (re.compile("留言公开.*更新日期"), lambda w: w.latest("messages")),
    (re.compile("数据发布.*更新日期"), lambda w: w.latest("data")),
    (re.compile("调查征集活动的次数"), lambda w: str(int(w.truth("surveys"))) if w.has("surveys") else "0"),
    (re.compile("公开反馈结果"), lambda w: _yes(w.has("surveys") and not w.truth("surveys_unanswered"))),
    (re.compile("调查征集栏目.*不可用"), lambda w: _yes(not w.has("surveys"))),
    (re.compile("留言.*都未公开"), lambda w: _yes(not w.has("messages"))),
    (re.compile("受理反馈情况统计"), lambda w: _yes(w.has("message_statistics"))),
    (re.compile("咨询类留言数"), lambda w: str(int(w.truth("late_咨询")))),
    (re.compile("投诉类留言数"), lambda w: str(int(w.truth("late_投诉")))),
)
