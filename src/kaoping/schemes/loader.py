"""Loads a scheme from the library or a file: read, extended, completed with imported vetoes, checked and hashed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from importlib import resources
from pathlib import Path

from kaoping.model.errors import Problem, SchemeError, system_reason
from kaoping.schemes.canonical_form import scheme_digest
from kaoping.schemes.exclusions import resolve_exclusions
from kaoping.schemes.extending import Extended, extend, id_of
from kaoping.schemes.importing import Belongings, import_vetoes
from kaoping.schemes.model import Place, Scheme, Share, Veto
from kaoping.schemes.names import Declared, check_names
from kaoping.schemes.problem_list import ProblemList
from kaoping.schemes.read_document import Draft, read_draft
from kaoping.schemes.read_parts import VetoUse
from kaoping.schemes.section import Reading, Section
from kaoping.schemes.yaml_tree import Scalar, read_tree

SUFFIXES = (".yaml", ".yml")
LIBRARY = Path(str(resources.files("kaoping.schemes"))) / "library"
_TITLE = re.compile(r"^title: *(.+)$", re.MULTILINE)


def load_scheme(path_or_id: str | Path) -> Scheme:
    """Return the expanded scheme of a library id or of a YAML file.

    Raises SchemeError with every problem found (file, line, indicator); nothing of a faulty scheme is returned.
    """
    return _load(_locate(path_or_id, None), ())


def read_scheme(path_or_id: str | Path) -> tuple[Scheme | None, tuple[Problem, ...]]:
    """Return what can be read of a scheme and every problem found on the way: for the linter, never for scoring.

    The scheme is None where the file is no YAML mapping at all. Raises SchemeError where there is no such id or file.
    """
    problems = ProblemList()
    scheme = _read(_locate(path_or_id, None), (), problems)
    return scheme, problems.sorted()


def library_ids() -> tuple[str, ...]:
    """Ids of the built-in schemes, sorted."""
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.yaml")))


def library_titles() -> dict[str, str]:
    """Return id → title of the built-in schemes, without loading them: for choosing one."""
    found = {name: _TITLE.search((LIBRARY / f"{name}.yaml").read_text(encoding="utf-8")) for name in library_ids()}
    return {name: title[1].strip() if title else name for name, title in found.items()}


def _locate(reference: str | Path, beside: Path | None) -> Path:
    """The file of a library id, or of a path (relative to the file that names it)."""
    text = str(reference)
    if isinstance(reference, Path) or text.endswith(SUFFIXES) or "/" in text or "\\" in text:
        return (beside.parent / text) if beside else Path(text)
    path = LIBRARY / f"{text}.yaml"
    if path.is_file():
        return path
    close = get_close_matches(text, library_ids(), 1)
    guess = f"是否想写“{close[0]}”？" if close else ""
    hint = f"{guess}可用的编号：{'、'.join(library_ids())}；自己的方案请写文件路径（.yaml）"
    raise SchemeError((Problem(f"没有编号为“{text}”的考评方案。{hint}", where=text, code="not-found"),))


def _load(path: Path, chain: tuple[Path, ...]) -> Scheme:
    problems = ProblemList()
    scheme = _read(path, chain, problems)
    problems.raise_if_any()
    if scheme is None:
        raise SchemeError((Problem("考评方案不能读取", str(path)),))
    return replace(scheme, digest=scheme_digest(scheme))


def _read(path: Path, chain: tuple[Path, ...], problems: ProblemList) -> Scheme | None:
    found = _extended(path, chain, problems)
    if found is None:
        return None
    extended, lineage = found
    reading = Reading(problems, removed=extended.removed)
    draft = read_draft(Section(extended.tree, "", reading))
    scheme = _completed(draft, reading, path, (*chain, path.resolve()))
    return replace(scheme, lineage=lineage)


# ---- extends -----------------------------------------------------------------------------------------------------


def _extended(path: Path, chain: tuple[Path, ...], problems: ProblemList) -> tuple[Extended, tuple[str, ...]] | None:
    """The tree of a file with all its ancestors below it, and the ids of the ancestors.

    None where the file or one of its ancestors cannot be read: of what is left over nothing sensible could be said.
    """
    tree = read_tree(_bytes(path), _display(path), problems)
    if tree is None:
        return None
    named = tree.values.get("extends")
    if named is None:
        return Extended(tree), ()
    if not isinstance(named, Scalar):
        problems.add(named.place, "“extends”应是一个方案编号或文件路径，只能写一个", where="extends", code="value")
        return None
    parent_path = _reference(named, path, (*chain, path.resolve()), problems)
    parent = _extended(parent_path, (*chain, path.resolve()), problems) if parent_path else None
    if parent_path is None or parent is None:
        return None
    above, lineage = parent
    extended = extend(tree, above.tree, problems)
    return replace(extended, removed=above.removed | extended.removed), (
        id_of(above.tree) or parent_path.stem,
        *lineage,
    )


def _reference(name: Scalar, path: Path, chain: tuple[Path, ...], problems: ProblemList) -> Path | None:
    """The file that `extends` or `use` names; a circle or a missing scheme is a problem at its place."""
    try:
        found = _locate(name.text, path)
        _bytes(found)
    except SchemeError as error:
        problem = error.problems[0]
        tried = f"（{problem.file}）" if problem.file else ""
        problems.add(name.place, f"{problem.message}{tried}", where=name.text, code="not-found")
        return None
    if found.resolve() in chain:
        names = " → ".join((*(item.stem for item in chain), found.stem))
        message = f"方案互相引用成环：{names}；请去掉其中一处（extends 或 use）"
        problems.add(name.place, message, where=name.text, code="cycle")
        return None
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = system_reason(error)
        raise SchemeError((Problem(f"考评方案文件不能打开：{reason}", str(path), code="not-found"),)) from error


def _display(path: Path) -> str:
    return f"{path.stem}.yaml" if path.parent == LIBRARY else str(path)


# ---- completing --------------------------------------------------------------------------------------------------


def _completed(draft: Draft, reading: Reading, path: Path, chain: tuple[Path, ...]) -> Scheme:
    problems = reading.problems
    own = Belongings(dict(draft.measures), dict(draft.parameters), dict(draft.samples), dict(draft.words["tags"]))
    importer = _Importer(path, chain, own, problems)
    parts = tuple(replace(raw.part, vetoes=importer.vetoes(raw.vetoes)) for raw in draft.parts)
    vetoes = importer.vetoes(draft.vetoes)
    words = draft.words
    scheme = Scheme(
        id=draft.id,
        title=draft.title,
        basis=draft.basis,
        groups=words["groups"],
        classes=draft.classes,
        tags=own.tags,
        bodies=words["bodies"],
        parameters=own.parameters,
        samples=own.samples,
        checklists=draft.checklists,
        measures=resolve_exclusions(own.measures, parts, problems),
        parts=parts,
        vetoes=vetoes,
        adjust=draft.adjust,
        total=draft.total,
        rank_by=draft.rank_by,
        grades=draft.grades,
        no_site=draft.no_site,
        convert=draft.convert,
        note=draft.note,
        edition=draft.edition,
        site_types=words["site_types"],
        checklist_clauses=draft.checklist_clauses,
        units=draft.units,
        unit_clauses=draft.unit_clauses,
    )
    declared = Declared(
        groups=scheme.groups,
        classes=scheme.classes,
        tags=scheme.tags,
        site_types=scheme.site_types,
        parameters=scheme.parameters,
        measures=frozenset(scheme.measures),
        checklists=frozenset(scheme.checklists),
        nodes=frozenset(_scored_ids(scheme)),
    )
    check_names(declared, reading, Place(_display(path), 1))
    return scheme


def _scored_ids(scheme: Scheme) -> Iterator[str]:
    yield from (part.id for part in scheme.parts)
    for node in scheme.nodes():
        yield node.id
        if isinstance(node.rule, Share):
            yield from (criterion.id for criterion in node.rule.criteria)


class _Importer:
    """Imports the vetoes that a scheme uses; each source scheme is loaded once."""

    def __init__(self, path: Path, chain: tuple[Path, ...], own: Belongings, problems: ProblemList) -> None:
        self.path, self.chain, self.own, self.problems = path, chain, own, problems
        self.loaded: dict[str, Scheme | None] = {}

    def vetoes(self, written: tuple[Veto | VetoUse, ...]) -> tuple[Veto, ...]:
        found: list[Veto] = []
        for veto in written:
            if isinstance(veto, Veto):
                found.append(veto)
            else:
                found += import_vetoes(veto, partial(self._load, veto), self.own, self.problems)
        return tuple(found)

    def _load(self, use: VetoUse, name: str) -> Scheme | None:
        if name not in self.loaded:
            beside = Path(use.place.file)  # a parent's file may stand in another folder than the one that extends it
            path = _reference(Scalar(name, True, use.place), beside, self.chain, self.problems)
            self.loaded[name] = self._read(path) if path else None
        return self.loaded[name]

    def _read(self, path: Path) -> Scheme | None:
        try:
            return _load(path, self.chain)
        except SchemeError as error:
            self.problems.extend(error.problems)
            return None
