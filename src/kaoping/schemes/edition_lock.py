"""The lock of the library: an edition that was published never changes; whatever must change becomes a new edition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kaoping.model.errors import InputError, Problem
from kaoping.schemes.loader import LIBRARY
from kaoping.schemes.model import Scheme

LOCK = LIBRARY / "editions.lock"

_HEAD = """\
# Published editions of the library: scheme, edition, digest of the expanded canonical form.
# A scheme without a line is a draft and may still change. Lines are added by
#     python -m kaoping.cli._edition_lock SCHEME...
# and are never edited or removed once they were part of a release.
"""


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """What names an edition: the id of its scheme and the edition that the scheme states."""

    scheme: str
    name: str


Lock = Mapping[Edition, str]


def read_lock(path: Path = LOCK) -> dict[Edition, str]:
    """Return the digest of every published edition.

    Raises InputError naming the line that is not `SCHEME EDITION DIGEST`, or that names an edition a second time.
    """
    found: dict[Edition, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split()
        if len(words) != 3 or not words[2].startswith("sha256:"):
            raise InputError(str(Problem("应为“方案编号 版次 摘要”三项，用空格分开", path.name, number)))
        edition = Edition(words[0], words[1])
        if edition in found:
            raise InputError(str(Problem(f"{edition.scheme}的版次{edition.name}已经有一行", path.name, number)))
        found[edition] = words[2]
    return found


def write_lock(lock: Lock, path: Path = LOCK) -> None:
    """Write the lines of `lock`, sorted."""
    lines = (f"{edition.scheme} {edition.name} {digest}\n" for edition, digest in sorted(lock.items()))
    path.write_text(_HEAD + "".join(lines), encoding="utf-8", newline="\n")


def edition_of(scheme: Scheme) -> Edition:
    """Return the edition that a scheme states."""
    return Edition(scheme.id, scheme.edition)


def lock_editions(schemes: Iterable[Scheme], lock: Lock) -> dict[Edition, str]:
    """Return `lock` with a line for each of `schemes`.

    Raises InputError where an edition is locked already with another digest, or where a scheme states no edition.
    """
    added = dict(lock)
    for scheme in schemes:
        problem = edition_problem(scheme, lock)
        if problem:
            raise InputError(str(problem))
        added[edition_of(scheme)] = scheme.digest
    return added


def edition_problem(scheme: Scheme, lock: Lock) -> Problem | None:
    """Return why a scheme cannot stand in the library as it is, None where it can: unchanged, or not yet published."""
    if not scheme.edition or len(scheme.edition.split()) != 1:
        said = "没有版次：请写 edition，或在 basis 中写 issued（印发日期）；版次中不能有空格"
        return Problem(said, f"{scheme.id}.yaml", code="edition")
    locked = lock.get(edition_of(scheme))
    if locked in (None, scheme.digest):
        return None
    said = (
        f"版次{scheme.edition}已经公布，内容却变了（公布时的摘要为{_short(locked)}，现在为{_short(scheme.digest)}）。"
        f"公布的版次不能修改：如确需更正，请在方案中写新的版次（如 edition: {scheme.edition}.2）；"
        "如无意修改，请恢复原文；这一版还没有随程序发布过的，可删去 editions.lock 中它的一行，改好后重新登记。"
        "继承或引用的方案变了，本方案也随之变化"
    )
    return Problem(said, f"{scheme.id}.yaml", code="edition")


def _short(digest: str | None) -> str:
    return (digest or "").removeprefix("sha256:")[:12]
