"""Typed access to one mapping of a scheme file; whatever is wrong is collected with its line and indicator."""

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from kaoping.schemes.expression_parser import parse_expression
from kaoping.schemes.expressions import Duration, Expr
from kaoping.schemes.model import ByKey, Open, ParamRef, Place, Quantity
from kaoping.schemes.numbers_text import (
    MiswrittenError,
    looks_numeric,
    parse_duration,
    parse_fraction,
    parse_number,
    parse_percent,
)
from kaoping.schemes.problem_list import ProblemList
from kaoping.schemes.yaml_tree import Fields, Items, Scalar, Tree

T = TypeVar("T")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MEASURE_NAME = re.compile(r"[a-z][a-z0-9_]*")
OPEN_KEY = "open"
EXTENDING_KEYS = ("fill", "remove")  # taken out where a file is laid over its parent


@dataclass(frozen=True, slots=True)
class Use:
    """An expression and where it stands. `points` says whether `base` and `points()` are allowed there."""

    expr: Expr
    place: Place
    where: str
    points: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A name written somewhere: `kind` is param, key, applies, listed, sample, checklist, measure, convert."""

    kind: str
    name: str
    place: Place
    where: str


@dataclass(slots=True)
class Reading:
    """What is collected while one file is read."""

    problems: ProblemList
    uses: list[Use] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    ids: dict[str, Place] = field(default_factory=dict)
    points_allowed: bool = False
    measures: frozenset[str] = frozenset()
    checklists: Mapping[str, Collection[str]] = field(default_factory=dict)  # id → units on it
    removed: Mapping[str, Place] = field(default_factory=dict)  # what a file that extends took away from its parent

    def claim_id(self, name: str, place: Place) -> None:
        """Register an id of the scheme; ids are unique."""
        first = self.ids.get(name)
        if first is None:
            self.ids[name] = place
        else:
            at = f"第{first.line}行" if first.file == place.file else f"{first.file}第{first.line}行"
            self.problems.add(place, f"编号“{name}”重复：{at}已经用过", where=name, code="duplicate-id")

    def undeclared(self, message: str, name: str, place: Place, where: str) -> None:
        """Report a name that is not declared; where a file took it away, that is what has to be corrected."""
        at = self.removed.get(name)
        if at is None:
            self.problems.add(place, message, where=where, code="undeclared")
            return
        user = f"“{where}”（{place.file}第{place.line}行）"
        said = f"去掉了“{name}”，但{user}还在用它：请一并改写或去掉“{where}”，或保留“{name}”"
        self.problems.add(at, said, where=name, code="removed")


class Section:
    """One mapping. `where` is the indicator (or other id) that messages name."""

    def __init__(self, tree: Fields, where: str, reading: Reading) -> None:
        self.tree = tree
        self.where = where
        self.reading = reading
        self.place = tree.place

    # what there is

    def has(self, key: str) -> bool:
        return key in self.tree.values

    def present(self, keys: Sequence[str]) -> list[str]:
        return [key for key in keys if key in self.tree.values]

    def get(self, key: str) -> Tree | None:
        return self.tree.values.get(key)

    def key_place(self, key: str) -> Place:
        return self.tree.keys.get(key, self.place)

    def only(self, *allowed: str) -> None:
        """Report keys that mean nothing here."""
        for key, place, _ in self.tree.pairs():
            if key in EXTENDING_KEYS and key not in allowed:
                self.problem(f"“{key}”只用于在别的方案上修改（extends）", place, code="unknown-key")
            elif key not in allowed:
                close = difflib.get_close_matches(key, allowed, 1)
                hint = f"，是否想写“{close[0]}”" if close else f"，这里可用：{'、'.join(allowed)}"
                self.problem(f"不认识“{key}”{hint}", place, code="unknown-key")

    def problem(self, message: str, place: Place | None = None, *, code: str = "value") -> None:
        self.reading.problems.add(place or self.place, message, where=self.where, code=code)

    def required(self, key: str, title: str) -> bool:
        if not self.has(key):
            self.problem(f"缺少“{key}”（{title}）", code="missing")
            return False
        return True

    # plain values

    def text(self, key: str, default: str = "") -> str:
        tree = self.get(key)
        if tree is None:
            return default
        if isinstance(tree, Scalar):
            return tree.text
        self.problem(f"“{key}”应是一段文字", tree.place)
        return default

    def text_or_none(self, key: str) -> str | None:
        """The text of a scalar, None for anything else; nothing is reported."""
        tree = self.get(key)
        return tree.text if isinstance(tree, Scalar) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of texts."""
        tree = self.get(key)
        if tree is None:
            return ()
        return tuple(item.text for item in self._scalars(tree, key))

    def word(self, key: str, allowed: Sequence[str], default: str) -> str:
        text = self.text(key, default)
        if text not in allowed:
            if self.has(key):
                self.problem(f"“{key}”不能是“{text}”，可用：{'、'.join(filter(None, allowed))}", self.key_place(key))
            return default
        return text

    def flag(self, key: str) -> bool:
        return self.word(key, ("true", "false"), "false") == "true"

    def integer(self, key: str, default: int) -> int:
        tree = self.get(key)
        if tree is None:
            return default
        number = self.scalar(tree, key, parse_number)
        if number is None or number != number.to_integral_value():
            self.problem(f"“{key}”应是整数", tree.place)
            return default
        return int(number)

    def duration(self, key: str) -> Duration | None:
        tree = self.get(key)
        return None if tree is None else self.scalar(tree, key, parse_duration)

    def scalar(self, tree: Tree, key: str, parse: Callable[[str], T]) -> T | None:
        """Parse one scalar, collecting the problem."""
        if not isinstance(tree, Scalar):
            self.problem(f"“{key}”应是一个值，不是列表或映射", tree.place)
            return None
        try:
            return parse(tree.text)
        except MiswrittenError as problem:
            self.problem(f"“{key}”：{problem}", tree.place)
            return None

    # quantities

    def quantity(self, key: str, parse: Callable[[str], Decimal] = parse_number) -> Quantity | None:
        """A number, a `$parameter`, or a number per unit id, tag, site type, class, group or default."""
        tree = self.get(key)
        return None if tree is None else self.quantity_of(tree, key, parse)

    def quantity_of(self, tree: Tree, key: str, parse: Callable[[str], Decimal] = parse_number) -> Quantity | None:
        if isinstance(tree, Fields):
            items = []
            for name, place, value in tree.pairs():
                self.refer("key", name, place)
                part = self.quantity_of(value, f"{key}.{name}", parse)
                if part is not None:
                    items.append((name, part))
            return ByKey(tuple(items))
        if isinstance(tree, Scalar) and tree.text.startswith("$"):
            self.refer("param", tree.text[1:], tree.place)
            return ParamRef(tree.text[1:])
        return self.scalar(tree, key, parse)

    def percent(self, key: str) -> Quantity | None:
        """40 for `40%` or `40`."""
        return self.quantity(key, _percent)

    def fraction(self, key: str) -> Quantity | None:
        """0.8 for `80%`."""
        return self.quantity(key, parse_fraction)

    def points(self, key: str = "points") -> Quantity | Open | None:
        tree = self.get(key)
        if isinstance(tree, Fields) and OPEN_KEY in tree.values:
            inner = Section(tree, self.where, self.reading)
            inner.only(OPEN_KEY)
            return Open(inner.text(OPEN_KEY))
        return self.quantity(key)

    # expressions

    def expr(self, key: str) -> Expr | None:
        tree = self.get(key)
        return None if tree is None else self.expr_of(tree, key)

    def exprs(self, key: str) -> tuple[Expr, ...]:
        """One condition or a list of them."""
        tree = self.get(key)
        if tree is None:
            return ()
        found = (self.expr_of(item, key) for item in self._scalars(tree, key))
        return tuple(expr for expr in found if expr is not None)

    def expr_of(self, tree: Tree, key: str) -> Expr | None:
        expr = self.scalar(tree, key, parse_expression)
        if expr is not None:
            self.used(expr, tree.place)
        return expr

    def used(self, expr: Expr, place: Place) -> None:
        self.reading.uses.append(Use(expr, place, self.where, self.reading.points_allowed))

    def refer(self, kind: str, name: str, place: Place) -> None:
        self.reading.references.append(Reference(kind, name, place, self.where))

    # below

    def section(self, key: str, where: str = "") -> "Section | None":
        tree = self.get(key)
        if tree is None:
            return None
        if isinstance(tree, Fields):
            return Section(tree, where or self.where, self.reading)
        self.problem(f"“{key}”应是“名称: 值”的映射", tree.place)
        return None

    def entries(self, key: str) -> Iterator[tuple[str, Place, Tree]]:
        section = self.section(key)
        if section:
            yield from section.tree.pairs()

    def list_of(self, key: str) -> tuple[Tree, ...]:
        tree = self.get(key)
        if tree is None:
            return ()
        if isinstance(tree, Items):
            return tree.items
        self.problem(f"“{key}”应是列表（方括号，或每行以“- ”开头）", tree.place)
        return ()

    def sections(self, key: str) -> "list[Section]":
        found = []
        for item in self.list_of(key):
            if isinstance(item, Fields):
                found.append(Section(item, self.where, self.reading))
            else:
                self.problem(f"“{key}”的每一项应是“名称: 值”的映射", item.place)
        return found

    def take_id(self, default: str = "") -> str:
        """Read `id`, check its form, register it and make it the `where` of this section's messages."""
        name = self.text("id", default)
        if not name:
            self.problem("缺少“id”（编号，全方案唯一，各年度不变）", code="missing")
            return ""
        self.where = name
        if self.has("id"):
            if not ID.fullmatch(name):
                self.problem(f"编号“{name}”只能用小写字母、数字和连字符“-”", self.key_place("id"))
            self.reading.claim_id(name, self.key_place("id"))
        return name

    def _scalars(self, tree: Tree, key: str) -> list[Scalar]:
        items = tree.items if isinstance(tree, Items) else (tree,)
        found = []
        for item in items:
            if isinstance(item, Scalar):
                found.append(item)
            else:
                self.problem(f"“{key}”应是文字，或文字的列表；含冒号、逗号的文字要加引号", item.place)
        return found


def _percent(text: str) -> Decimal:
    return parse_percent(text) if text.endswith(("%", "\uff05")) else parse_number(text)


def plain_value(tree: Scalar) -> object:
    """Return what a check is handed for a scalar: integer, Decimal, bool or text (durations and dates stay text)."""
    text = tree.text
    if tree.quoted:
        return text
    if text in ("true", "false"):
        return text == "true"
    try:
        number = parse_number(text)
    except MiswrittenError:
        if looks_numeric(text) and not re.fullmatch(r"\d+(\.\d+)?[a-z]+", text):
            raise
        return text
    return number if "." in text else int(number)
