"""Evaluates conditions and expressions of a scheme over all units at once.

An expression is a number (Interval), a condition (Truth), or either of them by period (Series). Where a condition is
expected a number is true when it is not 0, and a series when any period is. Where a number is expected a series is
its sum. `age(date)` compared with a duration is compared on the calendar: `age(x) > 2mo` is `x < monitoring day − 2mo`.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

import numpy as np

from kaoping.model.errors import InputError
from kaoping.model.measure_table import SCALE, fixed
from kaoping.schemes.expressions import (
    Binary,
    Call,
    Duration,
    Expr,
    Label,
    Name,
    Number,
    Param,
    Points,
    Special,
    Tag,
    Unary,
)
from kaoping.scoring.interval import (
    Interval,
    Truth,
    add,
    and_,
    any_of,
    average,
    compare,
    constant,
    decided,
    divide,
    greatest,
    least,
    negative,
    not_,
    number_of,
    or_,
    or_nothing,
    times,
    total,
    truth_of,
)
from kaoping.scoring.lanes import Lane
from kaoping.scoring.population import Population

# a working day is 7 working hours, as measures of working time are held
SECONDS = {"h": 3600, "d": 86400, "wh": 3600, "wd": 25200, "mo": 30 * 86400, "y": 365 * 86400}
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True, eq=False)
class Age:
    """`age(date)`: kept as the date until it is known what it is compared with."""

    day: Interval


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Values by period."""

    items: "tuple[tuple[str, Single], ...]"


Single: TypeAlias = Interval | Truth | Age | Duration
Value: TypeAlias = Single | Series


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What an expression may read: units, measures, the monitoring day; `base` and `points()` where they exist."""

    population: Population
    lane: Lane
    as_of: date
    period_start: date
    base: Interval | None = None
    points: Callable[[str], Interval] | None = None
    memory: dict[Expr, Value] = field(default_factory=dict)

    def number(self, expr: Expr) -> Interval:
        """Return the value of `expr` as a number for every unit."""
        value = self._value(expr)
        if isinstance(value, Series):
            return total([self._as_number(item) for _, item in value.items])
        return self._as_number(value)

    def number_of_measure(self, name: str) -> Interval:
        """Return a measure by name, the sum of its periods where it is a series."""
        return self.number(Name(name))

    def condition(self, expr: Expr) -> Truth:
        """Return whether `expr` holds, for every unit."""
        value = self._value(expr)
        if isinstance(value, Series):
            return any_of([self._as_truth(item) for _, item in value.items])
        return self._as_truth(value)

    def periods(self, expr: Expr) -> tuple[Interval, ...]:
        """Return the values of a series one by one; a plain value is a series of one."""
        value = self._value(expr)
        items = value.items if isinstance(value, Series) else (("", value),)
        return tuple(self._as_number(item) for _, item in items)

    def _value(self, expr: Expr) -> Value:
        if expr not in self.memory:
            self.memory[expr] = self._compute(expr)
        return self.memory[expr]

    def _compute(self, expr: Expr) -> Value:
        match expr:
            case Number(value):
                return constant(fixed(value))
            case Name(name):
                series = self.lane.series(name)
                return series[0][1] if series[0][0] == "" else Series(series)
            case Param(name):
                return self._parameter(name)
            case Unary(op, operand):
                return self._mapped(self._value(operand), op)
            case Binary(op, left, right):
                return self._binary(op, left, right)
            case Call(function, arguments):
                return self._call(function, arguments)
            case Duration():
                return expr
            case _:
                return self._special(expr)

    # ---- leaves of the syntax tree -------------------------------------------------------------------------------

    def _parameter(self, name: str) -> Value:
        value = self.population.scheme.parameters[name].value
        if isinstance(value, Duration):
            return value
        if isinstance(value, bool):
            return constant(SCALE if value else 0)
        if isinstance(value, str | tuple):
            raise InputError(
                f"考评方案 {self.population.scheme.id}：参数“${name}”是文字，不能用于计算；请改用数值参数。"
            )
        column = self.population.column(value)
        return Interval(column, column)

    def _special(self, expr: Expr) -> Value:
        match expr:
            case Tag(name):
                return decided(self.population.tagged(name))
            case Special("base") if self.base is not None:
                return self.base
            case Points(node) if self.points is not None:
                return self.points(node)
            case _:
                raise InputError(
                    f"考评方案 {self.population.scheme.id}：“{_shown(expr)}”不能用在这里"
                    "(base 和 points() 只用于单项否决和加减分,group、class 只与名称比较);请改正方案。"
                )

    # ---- operators -----------------------------------------------------------------------------------------------

    def _mapped(self, value: Value, op: str) -> Value:
        if isinstance(value, Series):
            if op == "not":
                return not_(any_of([self._as_truth(item) for _, item in value.items]))
            return Series(tuple((period, negative(self._as_number(item))) for period, item in value.items))
        return not_(self._as_truth(value)) if op == "not" else negative(self._as_number(value))

    def _binary(self, op: str, left: Expr, right: Expr) -> Value:
        if op in ("and", "or"):
            join = and_ if op == "and" else or_
            return join(self.condition(left), self.condition(right))
        if isinstance(left, Special) and isinstance(right, Label):
            held = self.population.of_group if left.name == "group" else self.population.of_class
            mask = held(right.name)
            return decided(mask if op == "=" else ~mask)
        a, b = self._value(left), self._value(right)
        if not isinstance(a, Series) and not isinstance(b, Series):
            return self._operate(op, a, b)
        if isinstance(a, Series) and isinstance(b, Series):
            other = dict(b.items)
            pairs = [(period, item, other[period]) for period, item in a.items if period in other]
        elif isinstance(a, Series):
            pairs = [(period, item, b) for period, item in a.items]  # type: ignore[misc]  # b is single here
        else:
            assert isinstance(b, Series)
            pairs = [(period, a, item) for period, item in b.items]
        if not pairs:
            return self._operate(op, _absent(self.population), constant(0))
        return Series(tuple((period, self._operate(op, x, y)) for period, x, y in pairs))

    def _operate(self, op: str, a: Single, b: Single) -> Single:
        if op in COMPARISONS:
            if isinstance(a, Age) and isinstance(b, Duration):
                return compare(self._day_before(b), op, a.day)
            if isinstance(a, Duration) and isinstance(b, Age):
                return compare(b.day, op, self._day_before(a))
            return compare(self._as_number(a), op, self._as_number(b))
        x, y = self._as_number(a), self._as_number(b)
        if op == "+":
            return add(x, y)
        if op == "-":
            return add(x, negative(y))
        return times(x, y) if op == "*" else divide(x, y)

    def _day_before(self, length: Duration) -> Interval:
        if length.unit in ("wd", "wh"):
            raise InputError(
                f"考评方案 {self.population.scheme.id}:age() 不能与工作日或工作小时比较({length.amount}{length.unit});"
                "请改用 d(日)、mo(月)、y(年),或由检查项按工作日计算。"
            )
        return constant(days_before(self.as_of, length))

    # ---- functions -----------------------------------------------------------------------------------------------

    def _call(self, function: str, arguments: tuple[Expr, ...]) -> Value:
        if function == "age":
            return self._age(arguments[0])
        if function == "count_where":
            return self._count_where(arguments)
        if function == "any":
            return any_of([self.condition(argument) for argument in arguments])
        parts = [part for argument in arguments for part in self.periods(argument)]
        return {"min": least, "max": greatest, "sum": total, "mean": average}[function](parts)

    def _age(self, argument: Expr) -> Value:
        value = self._value(argument)
        if isinstance(value, Series):
            return Series(tuple((period, Age(self._as_number(item))) for period, item in value.items))
        return Age(self._as_number(value))

    def _count_where(self, arguments: tuple[Expr, ...]) -> Interval:
        value = self._value(arguments[-1])
        items = value.items if isinstance(value, Series) else (("", value),)
        return total([or_nothing(number_of(self._as_truth(item))) for _, item in items])

    # ---- readings ------------------------------------------------------------------------------------------------

    def _as_number(self, value: Single) -> Interval:
        if isinstance(value, Truth):
            return number_of(value)
        if isinstance(value, Age):
            return add(constant(self.as_of.toordinal() * SCALE), negative(value.day))
        if isinstance(value, Duration):
            return constant(seconds(value))
        return value

    def _as_truth(self, value: Single) -> Truth:
        return value if isinstance(value, Truth) else truth_of(self._as_number(value))


def seconds(length: Duration) -> int:
    """Return a length of time in seconds (millionths); a month counts 30 days and a year 365 where no date is known."""
    return fixed(length.amount * SECONDS[length.unit])


def days_before(day: date, length: Duration) -> int:
    """Return `day` less a calendar duration, as an ordinal (millionths); 31 March − 1mo is the end of February."""
    if length.unit in ("d", "h"):
        days = length.amount / (24 if length.unit == "h" else 1)
        return fixed(Decimal(day.toordinal()) - days)
    months = int(length.amount) * (12 if length.unit == "y" else 1)
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return (date(year, month + 1, 1) + timedelta(days=min(day.day, last) - 1)).toordinal() * SCALE


def _absent(population: Population) -> Interval:
    everywhere = np.ones(len(population.units), bool)
    zeros = population.zeros()
    return Interval(zeros, zeros, everywhere, everywhere)


def _shown(expr: Expr) -> str:
    return (
        expr.name
        if isinstance(expr, Special | Label)
        else f'points("{expr.node}")'
        if isinstance(expr, Points)
        else str(expr)
    )
