"""Packages import only what the table in docs/architecture.md lets them, and nothing that is not declared."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator

import pytest

from tests.guards.source_tree import ROOT, SOURCE, Module, modules, statements

ROW = re.compile(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", re.MULTILINE)


def import_table() -> dict[str, set[str]]:
    """Package → what it may import of the others, as docs/architecture.md says."""
    table: dict[str, set[str]] = {}
    for package, allowed in ROW.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")):
        table[package] = set(table) if allowed.strip() == "all above" else set(re.findall(r"`(\w+)`", allowed))
    return table


def imported(module: Module) -> Iterator[tuple[str, int]]:
    """Absolute dotted names that a module imports, wherever in it, with their lines."""
    here = ["kaoping", *module.path.relative_to(SOURCE).with_suffix("").parts] if SOURCE in module.path.parents else []
    for node in statements(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((f"{start}.{alias.name}", node.lineno) for alias in node.names)


def sideways(module: Module, table: dict[str, set[str]]) -> Iterator[str]:
    """Imports of a module that its package may not make."""
    allowed = {*table.get(module.package, set()), module.package}
    for name, line in imported(module):
        parts = name.split(".")
        if parts[0] != "kaoping" or len(parts) < 2 or not (SOURCE / parts[1]).is_dir():
            continue
        if module.package and parts[1] not in allowed:
            yield f"{module.place}:{line}: {module.package} may not import {parts[1]}"


def test_the_table_is_read() -> None:
    table = import_table()
    assert table["model"] == set()
    assert table["checks"] == {"model", "facts", "worktime"}
    assert {"reports", "schemes", "scoring"} <= table["runs"] < table["cli"]


def test_every_package_is_in_the_table() -> None:
    present = {path.name for path in SOURCE.iterdir() if any(path.glob("*.py"))}
    assert present <= set(import_table())


def test_packages_import_only_what_the_table_allows() -> None:
    table = import_table()
    assert [problem for module in modules("src/kaoping") for problem in sideways(module, table)] == []


def test_a_forbidden_import_is_seen() -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from . import x\n    from ..schemes import y\n"
    invented = Module(SOURCE / "model" / "invented.py", ast.parse(text), 4)
    assert list(sideways(invented, {"model": set()})) == [
        "src/kaoping/model/invented.py:4: model may not import schemes"
    ]


def test_model_needs_the_standard_library_only() -> None:
    outside = [
        f"{module.place}:{line}: {name}"
        for module in modules("src/kaoping/model")
        for name, line in imported(module)
        if (top := name.split(".")[0]) != "kaoping" and top not in sys.stdlib_module_names
    ]
    assert outside == []


def test_imports_are_inside_functions_only_in_commands() -> None:
    inside = [
        f"{module.place}:{inner.lineno}"
        for module in modules("src/kaoping")
        if module.package != "cli"
        for node in statements(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in statements(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_no_star_imports() -> None:
    stars = [
        f"{module.place}:{line}"
        for module in modules("src/kaoping", "tests", "scripts", "bench")
        for name, line in imported(module)
        if name.endswith(".*")
    ]
    assert stars == []


@pytest.fixture(scope="module")
def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (each for extra in project["optional-dependencies"].values() for each in extra)
    names = (re.split(r"[^\w.-]", each)[0] for each in (*project["dependencies"], *extras))
    return {name.lower().replace("_", "-") for name in names}


def third_party() -> dict[str, str]:
    """Top-level third-party names that the program imports, each with one place."""
    return {
        top: f"{module.place}:{line}"
        for module in modules("src/kaoping")
        for name, line in imported(module)
        if (top := name.split(".")[0]) != "kaoping" and top not in sys.stdlib_module_names
    }


def test_what_is_imported_is_declared(declared: set[str]) -> None:
    distributions = importlib.metadata.packages_distributions()
    missing = {
        name: place
        for name, place in third_party().items()
        if not {each.lower().replace("_", "-") for each in distributions.get(name, [])} & declared
        # A namespace package (ruamel.yaml) is listed under no name: its distribution starts with it.
        and not any(each.startswith(f"{name}-") for each in declared)
    }
    assert missing == {}
