"""Chinese sentences are written with full-width punctuation: no comma, semicolon or colon of ASCII stands in them."""

import ast
import re
from collections.abc import Iterator

from tests.guards.source_tree import SOURCE, parse

CHINESE = "\u4e00-\u9fff"
HALF = re.compile(
    f"[0-9A-Za-z][,;](?=[{CHINESE}])|[{CHINESE}”》）][,;:](?=[{CHINESE}“《（])|^[,;:](?=[{CHINESE}])|(?<=[{CHINESE}])[,;:]$"
)
ANYWHERE = re.compile(
    f"[{CHINESE}”》）][,;:][{CHINESE}“《（{{\"']|[\"'}}][,;:][{CHINESE}]"
)  # only such files are parsed
PATTERN = re.compile(r"\(\?|\\[sdwb]|\[[^\]]*[：，][^\]]*\]")  # a regular expression, not a sentence
# What people type as it stands, and how sites and documents write.
OTHER_PEOPLES = ("facts/", "schemes/drafting/", "demo/")
TYPED = ("应写成 单位:测评值=值",)


def test_no_half_width_punctuation_in_chinese() -> None:
    assert list(_found()) == []


def test_the_guard_sees_what_it_is_for() -> None:
    assert all(map(HALF.search, ("没有网站,判定为", ";请改正", "如下:", "”不对:应为", "附件2;国办")))
    assert not any(map(HALF.search, ("没有网站，判定为", "单位a:1", "，", "GB 18030; UTF-8")))


def _found() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        if not place.startswith(OTHER_PEOPLES) and ANYWHERE.search(path.read_text(encoding="utf-8")):
            yield from (f"{place}:{text.lineno}: {str(text.value)[:60]}" for text in _wrong(parse(path).tree))


def _wrong(tree: ast.AST) -> Iterator[ast.Constant]:
    docstrings = {id(text) for text in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            said = node.value
            if HALF.search(said) and not PATTERN.search(said) and not said.startswith(TYPED):
                yield node


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value
