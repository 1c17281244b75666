"""Numbers lie where they can mean something: no negative points, no share of more than 100 %, whole counts to draw."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from kaoping.schemes.expression_text import format_number
from kaoping.schemes.expressions import Expr, Number, Param
from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import (
    Adjustment,
    Amount,
    Carry,
    Criterion,
    Node,
    Open,
    Panel,
    Part,
    Quantity,
    Ratio,
    Sample,
    Scheme,
    Survey,
    Timed,
)
from kaoping.schemes.quantities import stated_numbers

Stated: TypeAlias = Quantity | Open | None
HUNDRED = Decimal(100)


def range_problems(scheme: Scheme) -> Iterator[Report]:
    """Every number that is outside what it can be, once each, with how it should be written."""
    ranges = _Ranges(scheme)
    for part in scheme.parts:
        yield from (at(part, "ranges", said) for said in ranges.part(part))
    for adjustment in (*(one for part in scheme.parts for one in part.adjust), *scheme.adjust):
        yield from (at(adjustment, "ranges", said) for said in ranges.adjustment(adjustment))
    for node in scheme.nodes():
        yield from (at(node, "ranges", said) for said in dict.fromkeys(ranges.node(node)))
    for sample in scheme.samples.values():
        yield from (at(sample, "ranges", said) for said in ranges.sample(sample))
    yield from _grades(scheme)
    yield from (Report("ranges", said, "total") for said in ranges.whole())


def _grades(scheme: Scheme) -> Iterator[Report]:
    titles = [grade.title for grade in scheme.grades]
    for place, grade in enumerate(scheme.grades):
        if grade.title in titles[:place]:
            yield at(grade, "ranges", f"等次“{grade.title}”写了两次")


class _Ranges:
    """Looks at every number that a quantity may be: given as such, by parameter or by key."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    def part(self, part: Part) -> Iterator[str]:
        yield from self._negative("分值", part.points)
        yield from self._negative("封顶", part.ceiling)
        for weight in self._numbers(part.weight):
            if not 0 <= weight <= 1:
                meant = f"，是否想写{format_number(weight)}%" if 2 <= weight <= HUNDRED else ""
                yield f"权重{format_number(weight * 100)}%应在0到100%之间{meant}"

    def adjustment(self, one: Adjustment) -> Iterator[str]:
        yield from self._negative("上限", one.limit)

    def node(self, node: Node) -> Iterator[str]:
        yield from self._negative("分值", node.points)
        if node.draw:
            yield from self._whole_number("随机抽查的个数", node.draw.children)
        for piece in _pieces(node.rule):
            yield from _CHECKS[type(piece)](self, piece)

    def sample(self, sample: Sample) -> Iterator[str]:
        for n in (sample.n, *(each for _, each in sample.every)):
            yield from self._whole_number("抽查的个数", n)

    def whole(self) -> Iterator[str]:
        total = self.scheme.total
        yield from self._negative("总分封顶", total.ceiling)
        floors, ceilings = list(self._numbers(total.floor)), list(self._numbers(total.ceiling))
        if floors and ceilings and max(floors) > min(ceilings):
            yield f"总分的下限{format_number(max(floors))}高于封顶{format_number(min(ceilings))}"
        for one in self.scheme.convert:
            yield from self._positive(f"折合“{one.title}”的分数", one.to)

    # pieces of rules

    def amount(self, amount: Amount) -> Iterator[str]:
        if amount.percent:
            yield from self._percent("占本指标分值的比例", amount.value)
        else:
            yield from self._negative("扣分或得分的数值", amount.value)

    def criterion(self, one: Criterion) -> Iterator[str]:
        yield from self._percent(f"得分点“{one.title}”的占比", one.percent)

    def timed(self, rule: Timed) -> Iterator[str]:
        for _, percent in rule.within:
            yield from self._percent("时限所对应的比例", percent)

    def carry(self, rule: Carry) -> Iterator[str]:
        for factor in self._numbers(rule.factor):
            if not 0 <= factor <= 1:
                yield f"系数{format_number(factor * 100)}%应在0到100%之间"

    def ratio(self, rule: Ratio) -> Iterator[str]:
        for target in self._constants(rule.target):
            if target <= 0:
                yield f"目标{format_number(target)}应大于0"

    def panel(self, rule: Panel) -> Iterator[str]:
        yield from self._positive("评审的分制（scale）", rule.scale)
        if rule.trim < 0:
            yield f"去掉的最高、最低分个数不能是负数：{rule.trim}"

    def survey(self, rule: Survey) -> Iterator[str]:
        yield from self._negative("最少样本数", rule.minimum)

    # kinds of range

    def _negative(self, title: str, value: Stated) -> Iterator[str]:
        yield from (f"{title}不能是负数：{format_number(number)}" for number in self._numbers(value) if number < 0)

    def _positive(self, title: str, value: Stated) -> Iterator[str]:
        yield from (f"{title}应大于0，写的是{format_number(number)}" for number in self._numbers(value) if number <= 0)

    def _percent(self, title: str, value: Stated) -> Iterator[str]:
        for number in self._numbers(value):
            if not 0 <= number <= HUNDRED:
                yield f"{title}{format_number(number)}%应在0到100%之间"

    def _whole_number(self, title: str, value: Stated) -> Iterator[str]:
        for number in self._numbers(value):
            if number < 1 or number != number.to_integral_value():
                yield f"{title}应是不小于1的整数，写的是{format_number(number)}"

    def _numbers(self, value: Stated) -> Iterator[Decimal]:
        if value is not None and not isinstance(value, Open):
            yield from stated_numbers(value, self.scheme)

    def _constants(self, expr: Expr) -> Iterator[Decimal]:
        if isinstance(expr, Number):
            yield expr.value
        elif isinstance(expr, Param) and expr.name in self.scheme.parameters:
            yield from stated_numbers(self.scheme.parameters[expr.name].value, self.scheme)


_CHECKS: dict[type, Callable[[_Ranges, Any], Iterator[str]]] = {
    Amount: _Ranges.amount,
    Criterion: _Ranges.criterion,
    Timed: _Ranges.timed,
    Carry: _Ranges.carry,
    Ratio: _Ranges.ratio,
    Panel: _Ranges.panel,
    Survey: _Ranges.survey,
}


def _pieces(value: object) -> Iterator[object]:
    """Everything within a rule that has numbers of its own."""
    if type(value) in _CHECKS:
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _pieces(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _pieces(getattr(value, field.name))
