"""A scheme that somebody hands in from elsewhere: it may build on schemes of the library, and on no file of ours."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kaoping.model.catalogue import Catalogue
from kaoping.model.errors import Problem, SchemeError
from kaoping.schemes.linter import lint, lint_file
from kaoping.schemes.loader import library_ids, load_scheme
from kaoping.schemes.model import Scheme
from kaoping.schemes.problem_list import ProblemList
from kaoping.schemes.yaml_tree import Fields, Items, Scalar, Tree, read_tree

MOST_BYTES = 1_000_000


def read_handed_in(data: bytes, name: str, catalogue: Catalogue) -> tuple[Scheme, tuple[Problem, ...]]:
    """Return the scheme in `data` with its warnings and notes; `name` is what messages call the file.

    Raises SchemeError with every error found. Nothing but `data` and the library is read.
    """
    if len(data) > MOST_BYTES:
        raise SchemeError((Problem(f"文件超过 {MOST_BYTES // 1_000_000} MB，不像是考评方案", name, code="yaml"),))
    problems = ProblemList()
    tree = read_tree(data, name, problems)
    for one in _references(tree) if tree is not None else ():
        reference = one.text.rpartition("/")[0] or one.text
        if reference not in library_ids() and one.text not in library_ids():
            known = "、".join(library_ids())
            message = f"上传的方案只能引用内置方案，不能引用文件“{one.text}”；可用的编号：{known}"
            problems.add(one.place, message, where=one.text, code="not-found")
    problems.raise_if_any()
    return _loaded(data, name, catalogue)


def _loaded(data: bytes, name: str, catalogue: Catalogue) -> tuple[Scheme, tuple[Problem, ...]]:
    with tempfile.TemporaryDirectory(prefix="kaoping-scheme-") as folder:
        path = Path(folder) / "scheme.yaml"
        path.write_bytes(data)
        found = tuple(_renamed(problem, path, name) for problem in lint_file(path, catalogue))
        errors = tuple(problem for problem in found if problem.severity == "error")
        if errors:
            raise SchemeError(errors)
        return load_scheme(path), found


def read_from_library(reference: str, catalogue: Catalogue) -> tuple[Scheme, tuple[Problem, ...]]:
    """Return a scheme of the library with its warnings and notes.

    Raises SchemeError for an id that is none, and with every error of a draft.
    """
    if reference not in library_ids():
        raise SchemeError((Problem(f"没有编号为“{reference}”的内置方案", where=reference, code="not-found"),))
    scheme = load_scheme(reference)
    found = lint(scheme, catalogue)
    errors = tuple(problem for problem in found if problem.severity == "error")
    if errors:
        raise SchemeError(errors)
    return scheme, found


def _renamed(problem: Problem, path: Path, name: str) -> Problem:
    return replace(problem, file=name) if problem.file == str(path) else problem


def _references(tree: Tree) -> Iterator[Scalar]:
    """Every word that names another scheme, wherever it stands."""
    if isinstance(tree, Fields):
        for key, _, value in tree.pairs():
            if key in ("extends", "use") and isinstance(value, Scalar):
                yield value
            else:
                yield from _references(value)
    elif isinstance(tree, Items):
        for item in tree.items:
            yield from _references(item)
