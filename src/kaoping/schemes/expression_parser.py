"""Reads conditions and expressions, and the items `AMOUNT per EXPR` and `AMOUNT if CONDITION`, from one string."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaoping.schemes.expressions import (
    Binary,
    Call,
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
from kaoping.schemes.model import Amount, ParamRef
from kaoping.schemes.numbers_text import MiswrittenError, parse_duration, parse_number

FUNCTIONS = ("min", "max", "sum", "mean", "any", "count_where", "age")
SPECIALS = ("group", "class", "base")
RESERVED = frozenset({*FUNCTIONS, *SPECIALS, "and", "or", "not", "per", "if", "true", "false", "tag", "points"})
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
MAX_LENGTH = 2000
MAX_DEPTH = 40

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<date>\d{4}-\d{2}-\d{2}(?!\d))
    | (?P<duration>\d+(?:\.\d+)?(?:wd|wh|mo|d|h|y)(?![A-Za-z0-9_]))
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<param>\$[A-Za-z_][A-Za-z0-9_]*)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<string>"[^"]*"|'[^']*')
    | (?P<op><=|>=|!=|[-+*/=<>(),%])
    )""",
    re.VERBOSE | re.ASCII,
)
_INSTEAD = {
    "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "−": "-", "&": "and", "|": "or", "!": "not",
    "\uff08": "(", "\uff09": ")", "\uff0c": ",", "\uff1e": ">", "\uff1c": "<", "\uff1d": "=", "\uff05": "%",
    "\uff0b": "+", "\uff0d": "-", "“": '"', "”": '"',
}  # fmt: skip


def parse_expression(text: str) -> Expr:
    """Return the syntax tree of `text`; MiswrittenError (Chinese) says what is wrong and where."""
    parser = _Parser(text)
    expr = parser.expression()
    parser.end()
    return expr


def parse_item(text: str) -> tuple[Amount, str, Expr]:
    """Return amount, `per` or `if`, and the expression of an item such as `0.5 per home_dead_links`."""
    parser = _Parser(text)
    amount = parser.amount()
    word = parser.take("name")
    if word not in ("per", "if"):
        raise MiswrittenError(f"“{text}”应写成“数值 per 测评值”或“数值 if 条件”")
    expr = parser.expression()
    parser.end()
    return amount, word, expr


def parse_amount(text: str) -> Amount:
    """Return the amount in `text`: points (`0.5`, `$x`) or per cent of the leaf's points (`50%`)."""
    parser = _Parser(text)
    amount = parser.amount()
    parser.end()
    return amount


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    # grammar, loosest binding first

    def expression(self) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise MiswrittenError(f"表达式嵌套过深（最多{MAX_DEPTH}层）：{self.text[:40]}…")
        left = self._chain(lambda: self._chain(self._negation, "and"), "or")
        self.depth -= 1
        return left

    def _chain(self, operand: Callable[[], Expr], *operators: str) -> Expr:
        left = operand()
        while (op := self._peek_text()) in operators:
            self.at += 1
            left = Binary(op, left, operand())
        return left

    def _negation(self) -> Expr:
        if self._peek_text() != "not":
            return self._comparison()
        self.at += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise MiswrittenError(f"表达式嵌套过深（最多{MAX_DEPTH}层）：{self.text[:40]}…")
        operand = self._negation()
        self.depth -= 1
        return Unary("not", operand)

    def _comparison(self) -> Expr:
        left = self._sum()
        op = self._peek_text()
        if op not in COMPARISONS:
            return left
        self.at += 1
        if self._peek_text() == "=":
            raise MiswrittenError(f"“{self.text}”：等于请写一个“=”，大于等于写“>=”，小于等于写“<=”")
        if isinstance(left, Special) and left.name in ("group", "class"):
            right: Expr = self._label(op)
        else:
            right = self._sum()
        if self._peek_text() in COMPARISONS:
            raise MiswrittenError(f"“{self.text}”不能连续比较，请用 and 连接两个比较")
        return Binary(op, left, right)

    def _label(self, op: str) -> Label:
        if op not in ("=", "!="):
            raise MiswrittenError(f"“{self.text}”：group、class 只能用“=”或“!=”比较")
        token = self._next()
        if token.kind == "string":
            return Label(token.text[1:-1])
        if token.kind == "name" and token.text not in RESERVED:
            return Label(token.text)
        raise MiswrittenError(f"“{self.text}”：group、class 应与一个分类的名称比较")

    def _sum(self) -> Expr:
        return self._chain(lambda: self._chain(self._factor, "*", "/"), "+", "-")

    def _factor(self) -> Expr:
        if self._peek_text() != "-":
            return self._primary()
        self.at += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise MiswrittenError(f"表达式嵌套过深（最多{MAX_DEPTH}层）：{self.text[:40]}…")
        operand = self._factor()
        self.depth -= 1
        return Unary("-", operand)

    def _primary(self) -> Expr:
        token = self._next()
        if token.kind == "number":
            return self._number(token.text)
        if token.kind == "duration":
            return parse_duration(token.text)
        if token.kind == "date":
            return Number(Decimal(_ordinal(token.text)))
        if token.kind == "param":
            return Param(token.text[1:])
        if token.kind == "name":
            return self._word(token.text)
        if token.text == "(":
            expr = self.expression()
            self.expect(")")
            return expr
        raise MiswrittenError(f"“{self.text}”：“{token.text or '末尾'}”处应是测评值、数或括号")

    def _number(self, text: str) -> Number:
        value = parse_number(text)
        if self._peek_text() == "%":
            self.at += 1
            return Number(value / 100)
        return Number(value)

    def _word(self, word: str) -> Expr:
        if word in ("tag", "points"):
            self.expect("(")
            text = self.take("string")[1:-1]
            self.expect(")")
            return Tag(text) if word == "tag" else Points(text)
        if word in FUNCTIONS:
            return self._call(word)
        if word in SPECIALS:
            return Special(word)
        if word in ("true", "false"):
            return Number(Decimal(word == "true"))
        if word in RESERVED:
            raise MiswrittenError(f"“{self.text}”：“{word}”不能出现在这里")
        if self._peek_text() == "(":
            raise MiswrittenError(f"“{self.text}”：没有函数“{word}”，可用的有{'、'.join(FUNCTIONS)}")
        return Name(word)

    def _call(self, function: str) -> Expr:
        self.expect("(")
        arguments = [self.expression()]
        while self._peek_text() == ",":
            self.at += 1
            arguments.append(self.expression())
        self.expect(")")
        if function == "count_where":
            return _count_where(self.text, arguments)
        if function == "age" and len(arguments) != 1:
            raise MiswrittenError(f"“{self.text}”：age 只读一个日期")
        return Call(function, tuple(arguments))

    # tokens

    def amount(self) -> Amount:
        """AMOUNT: a number or $parameter, with % for a share of the leaf's points."""
        token = self._next()
        if token.kind == "number":
            value: Decimal | ParamRef = parse_number(token.text)
        elif token.kind == "param":
            value = ParamRef(token.text[1:])
        else:
            minus = "，分值写正数，不写负号" if token.text == "-" else ""
            raise MiswrittenError(f"“{self.text}”应以分值开头，如“0.5 per …”“50% if …”{minus}")
        if self._peek_text() == "%":
            self.at += 1
            return Amount(value, percent=True)
        return Amount(value)

    def take(self, kind: str) -> str:
        token = self._next()
        if token.kind != kind:
            wanted = "带引号的名称" if kind == "string" else "一个词"
            raise MiswrittenError(f"“{self.text}”：“{token.text or '末尾'}”处应是{wanted}")
        return token.text

    def expect(self, text: str) -> None:
        token = self._next()
        if token.text != text:
            hint = "；含逗号的表达式要整个加引号" if text == ")" and not token.text else ""
            raise MiswrittenError(f"“{self.text}”：“{token.text or '末尾'}”处应是“{text}”{hint}")

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise MiswrittenError(f"“{self.text}”：“{self.tokens[self.at].text}”处多余或前面缺少运算符")

    def _peek_text(self) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at].kind in ("op", "name"):
            return self.tokens[self.at].text
        return ""

    def _next(self) -> _Token:
        if self.at >= len(self.tokens):
            return _Token("end", "")
        self.at += 1
        return self.tokens[self.at - 1]


def _tokens(text: str) -> list[_Token]:
    if len(text) > MAX_LENGTH:
        raise MiswrittenError(f"表达式过长（最多{MAX_LENGTH}字）：{text[:40]}…")
    tokens: list[_Token] = []
    at, end = 0, len(text.rstrip())
    if end == 0:
        raise MiswrittenError("表达式是空的")
    while at < end:
        match = _TOKEN.match(text, at)
        if not match or match.lastgroup is None:
            raise MiswrittenError(_unknown_character(text, at))
        tokens.append(_Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return tokens


def _unknown_character(text: str, at: int) -> str:
    character = text[at:].lstrip()[0]
    if character in _INSTEAD:
        return f"“{text}”：不认识“{character}”，请写“{_INSTEAD[character]}”"
    if character.isdigit():
        return f"“{text}”：“{character}”是全角数字，请改用半角"
    return f"“{text}”：不认识“{character}”（测评值的名称用小写字母、数字和下划线，含逗号的表达式要加引号）"


def _ordinal(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError as error:
        raise MiswrittenError(f"“{text}”不是有效的日期") from error


def _count_where(text: str, arguments: list[Expr]) -> Call:
    comparison = arguments[-1]
    if len(arguments) > 2 or not isinstance(comparison, Binary | Unary | Call | Name):
        raise MiswrittenError(f"“{text}”：count_where 写作 count_where（序列 > 3）")
    series = arguments[0] if len(arguments) == 2 else _first_name(comparison)
    if not isinstance(series, Name):
        raise MiswrittenError(f"“{text}”：count_where 要说明数哪一个序列，如 count_where(quarter_rank <= 3)")
    return Call("count_where", (series, comparison))


def _first_name(expr: Expr) -> Name | None:
    return next((node for node in walk(expr) if isinstance(node, Name)), None)


def walk(expr: Expr) -> list[Expr]:
    """Return `expr` and everything in it, in reading order."""
    if isinstance(expr, Unary):
        return [expr, *walk(expr.operand)]
    if isinstance(expr, Binary):
        return [expr, *walk(expr.left), *walk(expr.right)]
    if isinstance(expr, Call):
        return [expr, *(found for argument in expr.arguments for found in walk(argument))]
    return [expr]
