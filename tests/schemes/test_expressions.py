"""Expressions parse as written, print canonically, and say in Chinese what is wrong."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.schemes.expression_parser import FUNCTIONS, RESERVED, parse_amount, parse_expression, parse_item
from kaoping.schemes.expression_text import format_expression
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
from kaoping.schemes.model import Amount, ParamRef
from kaoping.schemes.numbers_text import MiswrittenError, parse_duration, parse_number

A, B, C = Name("a"), Name("b"), Name("c")


def number(text: str) -> Number:
    return Number(Decimal(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", A),
        ("a + b * c", Binary("+", A, Binary("*", B, C))),
        ("(a + b) * c", Binary("*", Binary("+", A, B), C)),
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("a and b or not c", Binary("or", Binary("and", A, B), Unary("not", C))),
        ("not a = 1", Unary("not", Binary("=", A, number("1")))),
        ("a >= $target", Binary(">=", A, Param("target"))),
        ("a >= 5%", Binary(">=", A, number("0.05"))),
        ("age(a) > 2mo", Binary(">", Call("age", (A,)), Duration(Decimal(2), "mo"))),
        ("a <= 1wd and b", Binary("and", Binary("<=", A, Duration(Decimal(1), "wd")), B)),
        ("group = county", Binary("=", Special("group"), Label("county"))),
        ("class != 'tier-1'", Binary("!=", Special("class"), Label("tier-1"))),
        ('tag("urban")', Tag("urban")),
        ('points("link-health") < 60', Binary("<", Points("link-health"), number("60"))),
        ("base > 80", Binary(">", Special("base"), number("80"))),
        ("max(a, b, 3)", Call("max", (A, B, number("3")))),
        ("count_where(a <= 3)", Call("count_where", (A, Binary("<=", A, number("3"))))),
        ("count_where(a, a <= 3)", Call("count_where", (A, Binary("<=", A, number("3"))))),
        ("-a + 1", Binary("+", Unary("-", A), number("1"))),
        ("true", number("1")),
        ("a <= 2022-06-30", Binary("<=", A, number("738336"))),
        ("a/0", Binary("/", A, number("0"))),
    ],
)
def test_parses(text: str, expected: Expr) -> None:
    assert parse_expression(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "空"),
        ("a ==  1", "一个“=”"),
        ("a > b > c", "连续比较"),
        ("a b", "“b”处多余"),
        ("max(a", "要整个加引号"),
        ("a \u2265 3", "请写“>=”"),
        ("a \uff1e 3", "请写“>”"),
        ("\uff08a\uff09", "请写“(”"),
        ("a > \uff13", "全角数字"),
        ("a =", "末尾"),
        ("median(a)", "没有函数“median”"),
        ("group > county", "只能用“=”或“!=”"),
        ("group = 3", "一个分类的名称"),
        ("tag(urban)", "带引号的名称"),
        ("points(x)", "带引号的名称"),
        ("count_where(3)", "count_where"),
        ("count_where(3 > 2)", "哪一个序列"),
        ("age(a, b)", "只读一个日期"),
        ("a <= 2022-13-01", "不是有效的日期"),
        ("per a", "不能出现在这里"),
        ("a > 1.5mo", "须为整数"),
        ("处数 > 3", "小写字母"),
        ("a &  b", "请写“and”"),
        ("(" * 100 + "a" + ")" * 100, "嵌套过深"),
        ("not " * 100 + "a", "嵌套过深"),
        ("- " * 100 + "a", "嵌套过深"),
        ("a + " * 600 + "a", "过长"),
    ],
)
def test_says_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(MiswrittenError, match="(?s)" + said.replace("(", r"\(")):
        parse_expression(text)


@pytest.mark.parametrize(
    ("text", "amount", "word", "expr"),
    [
        ("0.5 per home_dead_links", Amount(Decimal("0.5")), "per", Name("home_dead_links")),
        ("8 if a >= $b and c", Amount(Decimal(8)), "if", Binary("and", Binary(">=", A, Param("b")), C)),
        ("50% if a", Amount(Decimal(50), True), "if", A),
        ("$x per a", Amount(ParamRef("x")), "per", A),
        ("$x% if a", Amount(ParamRef("x"), True), "if", A),
    ],
)
def test_items(text: str, amount: Amount, word: str, expr: Expr) -> None:
    assert parse_item(text) == (amount, word, expr)


@pytest.mark.parametrize("text", ["0.5 home_dead_links", "per a", "5", "0.5 pre a", "-1 per a", "1 .5 per a"])
def test_bad_items(text: str) -> None:
    with pytest.raises(MiswrittenError):
        parse_item(text)


def test_amounts() -> None:
    assert parse_amount("20%") == Amount(Decimal(20), True)
    with pytest.raises(MiswrittenError):
        parse_amount("20 %x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\uff11\uff0e\uff15", "全角字符，请改成半角“1.5”"),
        ("1 .5\u5206", "如1.5"),
        ("5\u5206", "如5"),
        (".5", "如0.5"),
        ("1e3", "科学记数法"),
        ("1_000", "如1000"),
        ("abc", "不是数"),
        ("1234567890123456", "超出范围"),
        ("0.1234567", "六位小数"),
    ],
)
def test_number_hints(text: str, said: str) -> None:
    with pytest.raises(MiswrittenError, match=said):
        parse_number(text)


def test_durations() -> None:
    assert parse_duration("14d") == Duration(Decimal(14), "d")
    assert parse_duration("1wd") == Duration(Decimal(1), "wd")
    with pytest.raises(MiswrittenError, match="时长"):
        parse_duration("14天")


names = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True).filter(lambda name: name not in RESERVED)
decimals = st.decimals(0, 10**6, allow_nan=False, places=3)
atoms = st.one_of(
    decimals.map(Number),
    names.map(Name),
    names.map(Param),
    st.just(Special("base")),
    st.builds(Duration, st.integers(0, 400).map(Decimal), st.sampled_from(["d", "wd", "mo", "y", "h", "wh"])),
    names.map(Tag),
    names.map(Points),
    st.builds(
        lambda special, op, label: Binary(op, Special(special), Label(label)),
        st.sampled_from(["group", "class"]),
        st.sampled_from(["=", "!="]),
        names,
    ),
)


def compound(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    operators = ["+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=", "and", "or"]
    plain = [name for name in FUNCTIONS if name not in ("count_where", "age")]
    return st.one_of(
        st.builds(Binary, st.sampled_from(operators), inner, inner),
        st.builds(Unary, st.sampled_from(["-", "not"]), inner),
        st.builds(lambda f, xs: Call(f, tuple(xs)), st.sampled_from(plain), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda x: Call("age", (x,)), inner),
        st.builds(lambda name, x: Call("count_where", (Name(name), Binary(">", Name(name), x))), names, inner),
    )


def shown_shorter_than_limit(expr: Expr) -> bool:
    return len(format_expression(expr)) < 1500


@settings(max_examples=150, deadline=None)
@given(st.recursive(atoms, compound, max_leaves=12).filter(shown_shorter_than_limit))
def test_what_is_printed_parses_to_the_same(expr: Expr) -> None:
    text = format_expression(expr)
    assert parse_expression(text) == expr
    assert format_expression(parse_expression(text)) == text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_parses_or_is_refused_in_words(text: str) -> None:
    with contextlib.suppress(MiswrittenError):
        assert format_expression(parse_expression(text))
