"""Names say what a thing is, and files say nothing of the machine they were written on."""

import ast
import re

from tests.guards.source_tree import ROOT, modules, text_files

SAYS_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "base_utils"}

# Put together from pieces so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(r"(?<![\w./<-])/(?:" + "|".join(["wor" + "k", "tm" + "p", "roo" + "t"]) + r")/\w")
HOMES = re.compile(r"/(?:" + "|".join(["hom" + "e", "User" + "s"]) + r")/[a-z]\w+/")
PAGES = {".html", ".htm"}


def machine_paths(text: str) -> list[str]:
    return [match.group() for pattern in (MACHINE_PATHS, HOMES) for match in pattern.finditer(text)]


def test_no_module_is_named_after_nothing() -> None:
    named = [
        module.place
        for module in modules("src/kaoping", "tests", "scripts", "bench")
        if SAYS_NOTHING & {module.path.stem, *module.path.relative_to(ROOT).parts}
    ]
    assert named == []


def test_every_module_opens_with_its_purpose() -> None:
    silent = [
        module.place
        for module in modules("src/kaoping", "tests", "scripts", "bench")
        if module.tree.body and not ast.get_docstring(module.tree)
    ]
    assert silent == []


def test_no_file_names_a_path_of_one_machine() -> None:
    # Web pages among the fixtures may have any path.
    found = {
        path.relative_to(ROOT).as_posix(): paths
        for path in text_files()
        if path.suffix not in PAGES and (paths := machine_paths(path.read_text(encoding="utf-8", errors="replace")))
    }
    assert found == {}


def test_such_a_path_is_seen() -> None:
    assert machine_paths("open('/" + "tmp/x')")
    assert machine_paths("cd /" + "home/zhang/kaoping")
    assert not machine_paths("http://www.example.gov.cn/" + "work/index.html")
