"""Files, functions, argument lists and nesting stay small; the exceptions are listed, and the list only shrinks."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.guards.source_tree import Module, modules, parts

LIMITS = {"lines": 400, "function": 50, "arguments": 4, "nesting": 3}
EXCEPTIONS = Path(__file__).with_name("size_exceptions.txt")
MOST_EXCEPTIONS = 0
"""How many lines the list may have. Lower it with every line taken out; never raise it."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)


@dataclass(frozen=True, slots=True)
class Size:
    """One measured thing: its kind (a key of LIMITS), where it is, and how large."""

    kind: str
    place: str
    value: int


def sizes(module: Module) -> Iterator[Size]:
    """Everything of a module that has a limit.

    Migrations are written by a program and may be long. Argument lists that are filled by name have no limit:
    fixtures of tests, options of commands, what a check or a derived fact says it needs.
    """
    if module.path.parent.name != "migrations":
        yield Size("lines", module.place, module.lines)
    for name, function in functions(module.tree):
        place = f"{module.place}::{name}"
        yield Size("function", place, length(function))
        yield Size("nesting", place, nesting(function.body))
        if not module.place.startswith("tests/") and not is_filled_by_name(function):
            yield Size("arguments", place, positional(function))


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """All functions with their qualified names."""
    for node in parts(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}{node.name}"
            if not isinstance(node, ast.ClassDef):
                yield name, node
            yield from functions(node, f"{name}.")
        else:
            yield from functions(node, prefix)


def length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring: promises may be as long as they need."""
    end = function.end_lineno or function.lineno
    lines = end - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def positional(function: Function) -> int:
    """Arguments that can be given by position, `self` and `cls` not counted."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def is_filled_by_name(function: Function) -> bool:
    """Whether it is `@check(…)`, a fact's `derive`, or `@….command(…)` or `@….group(…)`."""
    calls = [each.func if isinstance(each, ast.Call) else each for each in function.decorator_list]
    names = {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in calls}
    return bool({"check", "command", "group"} & names) or (function.name == "derive" and "classmethod" in names)


def nesting(body: list[ast.stmt]) -> int:
    """How many blocks lie within each other; `elif` is no new one, and an inner function is measured by itself."""
    return max((depth(statement) for statement in body), default=0)


def depth(statement: ast.stmt) -> int:
    if not isinstance(statement, BLOCKS):
        return 0
    inner = [nesting(handler.body) for handler in getattr(statement, "handlers", [])]
    inner += [nesting(case.body) for case in getattr(statement, "cases", [])]
    inner += [nesting(getattr(statement, part, [])) for part in ("body", "finalbody")]
    otherwise = getattr(statement, "orelse", [])
    if isinstance(statement, ast.If) and len(otherwise) == 1 and isinstance(otherwise[0], ast.If):
        return max(1 + max(inner), depth(otherwise[0]))
    return 1 + max([*inner, nesting(otherwise)])


def measured() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for module in modules("src/kaoping", "tests", "scripts", "bench"):
        for size in sizes(module):
            key = (size.kind, size.place)
            found[key] = max(size.value, found.get(key, 0))
    return found


def exceptions() -> dict[tuple[str, str], int]:
    """Lines `kind place value`, anything after the value being the reason; `#` starts a comment line."""
    listed = {}
    for line in EXCEPTIONS.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, place, value = line.split()[:3]
            listed[kind, place] = int(value)
    return listed


def problems(found: dict[tuple[str, str], int], listed: dict[tuple[str, str], int]) -> list[str]:
    """What is too large, what grew, and which exceptions are no longer true."""
    said = []
    for (kind, place), value in sorted(found.items()):
        most = listed.get((kind, place), LIMITS[kind])
        if value > most:
            said.append(f"{place}: {kind} {value} > {most}")
    for (kind, place), value in sorted(listed.items()):
        now = found.get((kind, place), 0)
        if now <= LIMITS[kind]:
            said.append(f"{place}: {kind} {now} needs no exception any more, take its line out")
        elif now < value:
            said.append(f"{place}: {kind} is {now} now, lower its exception from {value}")
    return said


def test_everything_is_small_or_listed() -> None:
    said = problems(measured(), exceptions())
    assert not said, "\n" + "\n".join(said)


def test_the_list_only_shrinks() -> None:
    assert len(exceptions()) <= MOST_EXCEPTIONS


def test_growth_and_stale_exceptions_are_seen() -> None:
    found = {("function", "a::grew"): 61, ("function", "a::shrank"): 55, ("function", "a::cured"): 20}
    listed = {("function", "a::grew"): 60, ("function", "a::shrank"): 60, ("function", "a::cured"): 60}
    assert problems(found, listed) == [
        "a::grew: function 61 > 60",
        "a::cured: function 20 needs no exception any more, take its line out",
        "a::shrank: function is 55 now, lower its exception from 60",
    ]


def test_how_things_are_measured() -> None:
    text = '''
class Holder:
    async def method(self, a, b, /, c, d=1, *, e=2):
        """Promises

        something."""
        if a:
            pass
        elif b:
            for each in c:
                while each:
                    with d:
                        pass
        return e
'''
    (name, function), *rest = functions(ast.parse(text))
    assert (name, rest) == ("Holder.method", [])
    assert (length(function), positional(function), nesting(function.body)) == (9, 4, 4)
