"""Expressions of a scheme in Chinese words, with the titles of its measures and the numbers of one unit."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaoping.model.roster import RosterUnit
from kaoping.reports.figures import number_text, plain
from kaoping.reports.score_words import score_words
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
from kaoping.schemes.model import Amount, ByKey, Parameter, ParamRef, Quantity, Scheme
from kaoping.schemes.quantities import resolve

_UNITS = {"d": "天", "wd": "个工作日", "mo": "个月", "y": "年", "h": "小时", "wh": "个工作小时"}
_COMPARED = {"=": "为", "!=": "不为", "<": "小于", "<=": "不超过", ">": "超过", ">=": "达到"}
_JOINED = {"and": "且", "or": "或", "+": "＋", "-": "－", "*": "×", "/": "÷"}
_LEVEL = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4, "*": 5, "/": 5}
_COUNTED = (
    ("处数", "处"), ("次数", "次"), ("条数", "条"), ("留言数", "条"), ("答复数", "条"), ("链接数", "处"),
    ("事项数", "项"), ("项数", "项"), ("栏目数", "个"), ("指南数", "个"), ("期数", "期"), ("数", "个"),
)  # fmt: skip
_INSTRUCTION = re.compile("（[^（）]*填不适用）$")
_FUNCTIONS = {"min": "最小值", "max": "最大值", "sum": "合计", "mean": "平均值"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says the rules of one scheme as they are for one unit."""

    scheme: Scheme
    unit: RosterUnit

    def say(self, expr: Expr, outer: int = 0) -> str:
        """Return an expression in words; `outer` is how tightly what stands around it binds."""
        match expr:
            case Binary(op, left, right):
                return self._binary(op, left, right, outer)
            case Unary("not", Name(name)):
                return f"“{self.title(name)}”为否"
            case Unary(op, operand):
                return f"{'不是' if op == 'not' else '－'}（{self.say(operand)}）"
            case Call(function, arguments):
                return self._call(function, arguments)
            case Param(name):
                return self._parameter(self.scheme.parameters[name])
            case _:
                return self._atom(expr)

    def number(self, value: Quantity, form: Callable[[Decimal], str]) -> str:
        """Return a number of the scheme as it is for the unit, written by `form`."""
        return form(resolve(value, self.unit, self.scheme))

    def quantity(self, value: Quantity) -> str:
        """Return a number as it is written by itself."""
        return self.number(value, lambda number: number_text(number, 6))

    def share(self, value: Quantity) -> str:
        """Return a fraction as a percentage: 0.05 is 5%."""
        return self.number(value, lambda number: f"{plain(number * 100)}%")

    def amount(self, amount: Amount) -> str:
        """Return points, or per cent of the indicator's points."""
        unit = "%" if amount.percent else "分"
        said = self.number(amount.value, lambda number: f"{number_text(number, 6)}{unit}")
        return f"本项分值的{said}" if amount.percent else said

    def title(self, measure: str) -> str:
        """Return what people call a measure, as a statement (是否 and instructions for filling in left out)."""
        found = self.scheme.measures.get(measure)
        title = (found.title or measure) if found else measure
        return _INSTRUCTION.sub("", title.replace("是否", "", 1) if self._kind(measure) == "bool" else title)

    def is_share(self, expr: Expr) -> bool:
        """Tell whether an expression is a measure between 0 and 1."""
        return isinstance(expr, Name) and self._kind(expr.name) == "share"

    def each(self, expr: Expr) -> str:
        """Return “每有1处” with the measure word of what is counted."""
        title = self.title(expr.name) if isinstance(expr, Name) else ""
        if isinstance(expr, Name) and self._kind(expr.name) != "count":
            return "每1"
        return f"每有1{next((word for ending, word in _COUNTED if title.endswith(ending)), '')}"

    def _binary(self, op: str, left: Expr, right: Expr, outer: int) -> str:
        level = _LEVEL[op]
        if op == ">" and isinstance(right, Number) and right.value == 0:
            said = f"{self.say(left, 4)}不为0"
        elif op in _COMPARED:
            said = f"{self.say(left, level + 1)}{_COMPARED[op]}{self._compared(left, right)}"
        else:
            said = f"{self.say(left, level)}{_JOINED[op]}{self.say(right, level + 1)}"
        return f"（{said}）" if level < outer else said

    def _compared(self, left: Expr, right: Expr) -> str:
        kind = self._kind(left.name) if isinstance(left, Name) else ""
        if isinstance(right, Number) and kind == "date":
            return date.fromordinal(int(right.value)).isoformat()
        if isinstance(right, Number) and kind == "share":
            return f"{plain(right.value * 100)}%"
        if isinstance(right, Param) and kind == "share":
            return self._share(self.scheme.parameters[right.name])
        return self.say(right, 4)

    def _call(self, function: str, arguments: tuple[Expr, ...]) -> str:
        if function == "age":
            return f"{self.say(arguments[0])}距监测时间点"
        if function == "count_where":
            return f"各期中{self.say(arguments[1])}的期数"
        if function == "any":
            return f"任一期有{self.say(arguments[0])}"
        if len(arguments) == 1:
            return f"{self.say(arguments[0])}各期{_FUNCTIONS[function]}"
        return f"{'、'.join(map(self.say, arguments))}的{_FUNCTIONS[function]}"

    def _parameter(self, parameter: Parameter) -> str:
        if isinstance(parameter.value, Decimal | ParamRef | ByKey):
            return self.quantity(parameter.value)
        if isinstance(parameter.value, Duration):
            return duration_text(parameter.value)
        if isinstance(parameter.value, bool):
            return "是" if parameter.value else "否"
        return "、".join(parameter.value) if isinstance(parameter.value, tuple) else parameter.value

    def _share(self, parameter: Parameter) -> str:
        if not isinstance(parameter.value, Decimal | ParamRef | ByKey):
            return self._parameter(parameter)
        return self.share(parameter.value)

    def _kind(self, measure: str) -> str:
        found = self.scheme.measures.get(measure)
        return found.kind if found else "number"

    def _atom(self, expr: Expr) -> str:
        match expr:
            case Number(value):
                return plain(value)
            case Duration():
                return duration_text(expr)
            case Name(name):
                return f"“{self.title(name)}”"
            case Tag(name):
                return f"属于{self.scheme.tags.get(name, name)}"
            case Points(node):
                return f"“{self._node_title(node)}”{score_words(self.scheme).points}"
            case Label(name):
                return self.scheme.groups.get(name) or self.scheme.classes.get(name, ("", name))[1]
            case Special(name):
                return {"group": "分类", "class": "类别", "base": f"加减分前{score_words(self.scheme).points}"}[name]
            case _:
                raise TypeError(type(expr).__name__)

    def _node_title(self, wanted: str) -> str:
        titles = {node.id: node.title for node in self.scheme.nodes()}
        titles |= {part.id: part.title for part in self.scheme.parts}
        return titles.get(wanted, wanted)


def duration_text(duration: Duration) -> str:
    """Return a length of time in words: 14天, 1个工作日, 3个月."""
    return f"{plain(duration.amount)}{_UNITS[duration.unit]}"
