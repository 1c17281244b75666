"""The documentation is complete: commands, checks, dependencies, decisions; and its links lead somewhere."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.guards.source_tree import ROOT, Module, modules

DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SENTENCE = 20  # characters that a reason has at least


def read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


# Commands


def commands(group: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group with its full name, hidden ones left out."""
    if not isinstance(group, click.Group):
        return
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield f"{path} {name}", command
            yield from commands(command, f"{path} {name}")


def undocumented(group: click.Command, text: str) -> list[str]:
    """Commands that have no heading naming them, and options missing below that heading."""
    sections = dict(re.findall(r"^#+ `?(kaoping [a-z -]+?)`?\s*$\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL))
    missing = []
    for name, command in commands(group, "kaoping"):
        if name not in sections:
            missing.append(name)
            continue
        for option in command.params:
            spelled = max(option.opts, key=len)
            if isinstance(option, click.Option) and not option.hidden and spelled not in sections[name]:
                missing.append(f"{name} {spelled}")
    return missing


def test_every_command_and_option_is_in_the_reference() -> None:
    program = pytest.importorskip("kaoping.cli", reason="the commands are not there yet", exc_type=ModuleNotFoundError)
    assert undocumented(program.cli, read("docs", "cli.md")) == []


def test_a_missing_command_and_option_are_seen() -> None:
    group = click.Group("kaoping")
    group.add_command(click.Command("judge", params=[click.Option(["--out"]), click.Option(["--json"])]))
    group.add_command(click.Command("score"))
    assert undocumented(group, "# CLI\n## `kaoping judge`\nWith --out DIR.\n") == [
        "kaoping judge --json",
        "kaoping score",
    ]


# Checks


def check_modules() -> list[Module]:
    """Modules of `checks` that hold a function decorated with `@check(…)`."""
    return [module for module in modules("src/kaoping/checks") if has_check(module.tree)]


def has_check(tree: ast.Module) -> bool:
    return any(
        isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "check"
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        for mark in node.decorator_list
    )


def test_every_module_of_the_library_holds_a_check() -> None:
    library = [each for each in modules("src/kaoping/checks/library") if not each.path.stem.startswith("_")]
    assert [each.place for each in library if not has_check(each.tree)] == []


def test_every_check_says_why_and_how_to_fix() -> None:
    silent = [
        module.place
        for module in check_modules()
        if not re.search(r"^Why: .+^How to fix: .", ast.get_docstring(module.tree) or "", re.MULTILINE | re.DOTALL)
    ]
    assert silent == []


def test_every_check_has_its_cases() -> None:
    cases = ROOT / "tests" / "checks" / "cases"
    missing = [module.place for module in check_modules() if not (cases / f"{module.path.stem}.yaml").is_file()]
    assert missing == []


# Dependencies


def declared_dependencies() -> set[str]:
    project = tomllib.loads(read("pyproject.toml"))
    groups = [
        project["build-system"]["requires"],
        project["project"]["dependencies"],
        *project["dependency-groups"].values(),
    ]
    groups += project["project"].get("optional-dependencies", {}).values()
    npm = json.loads(read("assets", "package.json"))
    return {re.split(r"[^\w.-]", each)[0] for group in groups for each in group} | {
        *npm["dependencies"],
        *npm["devDependencies"],
    }


def test_every_dependency_has_its_reason_and_no_other_is_listed() -> None:
    lines = dict(re.findall(r"^\| `([\w.-]+)` \| (.+?) \|", read("docs", "dependencies.md"), re.MULTILINE))
    assert set(lines) == declared_dependencies()
    assert [name for name, reason in lines.items() if len(reason) < SENTENCE] == []


# The rest


def test_both_readmes_give_the_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        assert "make demo" in read(name)
        assert "make test" in read(name)


def test_every_make_target_named_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", read("Makefile"), re.MULTILINE))
    assert {"demo", "test", "test-full", "lint", "bench"} <= targets
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    named = {name for page in pages for name in re.findall(r"`make ([a-z-]+)", page.read_text(encoding="utf-8"))}
    assert named <= targets


def test_every_document_is_in_the_index() -> None:
    for folder in (DOCS, DOCS / "adr"):
        index = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
        pages = {page.name for page in folder.glob("*.md")} - {"README.md"}
        assert pages - {target.partition("#")[0] for target in index} == set()


def test_no_link_between_documents_is_dead() -> None:
    assert [each for page in (*ROOT.glob("*.md"), *DOCS.rglob("*.md")) for each in dead_links(page)] == []


def dead_links(page: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in LINK.findall(text):
        file = target.partition("#")[0]
        if file and "://" not in file and not file.startswith("mailto:") and not (page.parent / file).exists():
            yield f"{page.relative_to(ROOT)}: {target}"
