"""The span of values for which a condition on one measure holds, where it can be read off the condition."""

from dataclasses import dataclass
from decimal import Decimal

from kaoping.schemes.expression_text import format_expression
from kaoping.schemes.expressions import Binary, Duration, Expr, Number, Param
from kaoping.schemes.model import Scheme

SECONDS = {"h": 3600, "wh": 3600, "d": 86400, "wd": 86400, "mo": 30 * 86400, "y": 365 * 86400}
_ENDLESS = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high` (with the ends where `closed`) of what `of` is written as."""

    of: str
    low: Decimal = -_ENDLESS
    high: Decimal = _ENDLESS
    low_closed: bool = False
    high_closed: bool = False

    def holds(self, other: "Span") -> bool:
        """Whether every value of `other` lies in this span."""
        low = self.low < other.low or (self.low == other.low and (self.low_closed or not other.low_closed))
        high = self.high > other.high or (self.high == other.high and (self.high_closed or not other.high_closed))
        return low and high

    def meets(self, other: "Span") -> bool:
        """Whether some value lies in both."""
        both = self.within(other)
        return both.low < both.high or (both.low == both.high and both.low_closed and both.high_closed)

    def within(self, other: "Span") -> "Span":
        """Return what lies in both."""
        low = max((self.low, not self.low_closed), (other.low, not other.low_closed))
        high = min((self.high, self.high_closed), (other.high, other.high_closed))
        return Span(self.of, low[0], high[0], not low[1], high[1])


def span_of(condition: Expr | None, scheme: Scheme) -> Span | None:
    """Return the span of a comparison with a constant, or of several on the same measure joined by `and`.

    None where the condition says something else; parameters are constants where they are the same for all units.
    """
    if not isinstance(condition, Binary):
        return None
    if condition.op == "and":
        left, right = span_of(condition.left, scheme), span_of(condition.right, scheme)
        return left.within(right) if left and right and left.of == right.of else None
    number = _number(condition.right, scheme)
    return None if number is None else _compared(format_expression(condition.left), condition.op, number)


def _compared(of: str, op: str, number: Decimal) -> Span | None:
    match op:
        case ">" | ">=":
            return Span(of, low=number, low_closed=op == ">=")
        case "<" | "<=":
            return Span(of, high=number, high_closed=op == "<=")
        case "=":
            return Span(of, number, number, low_closed=True, high_closed=True)
        case _:
            return None


def _number(expr: Expr, scheme: Scheme) -> Decimal | None:
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Duration):
        return expr.amount * SECONDS[expr.unit]
    if isinstance(expr, Param) and expr.name in scheme.parameters:
        value = scheme.parameters[expr.name].value
        return value if isinstance(value, Decimal) else None
    return None
