"""Writes a syntax tree back as the one canonical string that parses to it."""

from decimal import Decimal

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

_LEVEL = {"or": 1, "and": 2, "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6}


def format_expression(expr: Expr) -> str:
    """Return the text of `expr` with only the parentheses it needs."""
    return _text(expr, 0)


def format_number(value: Decimal) -> str:
    """Return a decimal without exponent and without idle zeros."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _text(expr: Expr, outer: int) -> str:
    match expr:
        case Binary(op, left, right):
            level = _LEVEL[op]
            # a comparison does not chain, so both of its sides bind tighter; other operators associate to the left
            text = f"{_text(left, level + 1 if level == 4 else level)} {op} {_text(right, level + 1)}"
            return f"({text})" if level < outer else text
        case Unary("not", operand):
            text = f"not {_text(operand, 3)}"
            return f"({text})" if outer > 3 else text
        case Unary(_, operand):
            return f"-{_text(operand, 7)}"
        case Call(function, arguments):
            return f"{function}({', '.join(_text(argument, 0) for argument in arguments)})"
        case _:
            return _atom(expr)


def _atom(expr: Expr) -> str:
    match expr:
        case Number(value):
            return format_number(value)
        case Duration(amount, unit):
            return f"{format_number(amount)}{unit}"
        case Param(name):
            return f"${name}"
        case Tag(name):
            return f'tag("{name}")'
        case Points(node):
            return f'points("{node}")'
        case Label(name):
            return f'"{name}"'
        case Name(name) | Special(name):
            return name
        case _:
            raise TypeError(type(expr).__name__)
