"""The project's own files, found and parsed once for the guards."""

import ast
import functools
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "kaoping"
TEXT_SUFFIXES = {".py", ".md", ".toml", ".yaml", ".yml", ".sh", ".json", ".txt", ".html", ".css", ".js", ".csv", ".tsv"}
NOT_OURS = {"uv.lock", ".git"}  # in a linked working tree `.git` is a file that names its folder


@dataclass(frozen=True, slots=True)
class Module:
    """One parsed Python file."""

    path: Path
    tree: ast.Module
    lines: int

    @property
    def place(self) -> str:
        """The path from the project's folder, with forward slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def package(self) -> str:
        """The package of `src/kaoping` it belongs to; empty for files directly in it."""
        parts = self.path.relative_to(SOURCE).parts
        return parts[0] if len(parts) > 1 else ""


@functools.cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file under the given folders of the project, by path; a folder that is not there has none."""
    found = tuple(parse(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    gc.freeze()  # millions of nodes that stay till the end: looking through them again and again takes seconds
    return found


@functools.cache
def parse(path: Path) -> Module:
    """One file, parsed."""
    text = path.read_text(encoding="utf-8")
    return Module(path, ast.parse(text, str(path)), len(text.splitlines()))


def statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """All statements of a tree, outer ones first."""
    for node in parts(tree):
        if isinstance(node, ast.stmt):
            yield node
        yield from statements(node)


def parts(tree: ast.AST) -> Iterator[ast.AST]:
    """Statements, handlers and cases directly in a node; expressions, most of a tree, hold none of them."""
    for field in ("body", "handlers", "orelse", "finalbody", "cases"):
        held = getattr(tree, field, ())
        if isinstance(held, list):
            yield from held


def text_files() -> Iterator[Path]:
    """The project's text files: those git would hold, without asking git (a release has no .git)."""
    for name in ("src", "tests", "scripts", "bench", "docs", ".ci", ".github"):
        for path in sorted((ROOT / name).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix in TEXT_SUFFIXES | {""}:
                yield path
    for path in sorted(ROOT.iterdir()):
        if path.is_file() and path.name not in NOT_OURS:
            yield path
