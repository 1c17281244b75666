"""Workbooks that commands hand out to be filled in and named in the assessment file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kaoping.model.errors import InputError, system_reason


def place_to_write(out: Path | None, assessment: Path, name: str, *, force: bool) -> Path:
    """Return where the workbook goes: `out`, else `name` beside the assessment file.

    Raises InputError for a file that is there already, and may be filled in, unless `force`.
    """
    out = out or assessment.parent / name
    if out.exists() and not force:
        raise InputError(f"文件 {out} 已存在，里面可能有填好的内容；请换一个 --out，或加 --force 覆盖。")
    return out


@contextmanager
def told_when_refused(out: Path) -> Iterator[None]:
    """Raise InputError for what the system says against writing `out`."""
    try:
        yield
    except OSError as error:
        raise InputError(f"文件 {out} 写不进去（{system_reason(error)}）；请检查路径和权限。") from error


def reference(out: Path, assessment: Path) -> str:
    """Return how the assessment file is to name the workbook: by name alone where they lie together."""
    same_folder = out.resolve().parent == assessment.resolve().parent
    return out.name if same_folder else str(out.resolve())
