"""The syntax tree of conditions and expressions: what `deduct`, `zero_if`, `of` and vetoes are written in."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A number. `5%` is read as 0.05 and an ISO date as its proleptic ordinal, as measure columns hold dates."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: `unit` is d (days), wd (working days), mo or y (calendar), h (hours), wh (working hours)."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Name:
    """A measure."""

    name: str


@dataclass(frozen=True, slots=True)
class Param:
    """A `$parameter` of the scheme, looked up for the unit."""

    name: str


@dataclass(frozen=True, slots=True)
class Special:
    """`group` or `class` (compared with a name), or `base` (the score before adjustments)."""

    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """A bare name that `group` or `class` is compared with."""

    name: str


@dataclass(frozen=True, slots=True)
class Tag:
    name: str


@dataclass(frozen=True, slots=True)
class Points:
    """`points("node-id")`, allowed in vetoes and adjustments only."""

    node: str


@dataclass(frozen=True, slots=True)
class Unary:
    """`op` is `-` or `not`."""

    op: str
    operand: "Expr"


@dataclass(frozen=True, slots=True)
class Binary:
    """`op` is one of `+ - * / = != < <= > >= and or`."""

    op: str
    left: "Expr"
    right: "Expr"


@dataclass(frozen=True, slots=True)
class Call:
    """`function` is one of min max sum mean any count_where age; `count_where` takes a series and a comparison."""

    function: str
    arguments: tuple["Expr", ...]


Expr: TypeAlias = Number | Duration | Name | Param | Special | Label | Tag | Points | Unary | Binary | Call
