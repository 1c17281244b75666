"""The error tree: every message is for a person, in Chinese, and says what, where and what to do next."""

import errno
from dataclasses import dataclass

_SYSTEM_REASONS = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是目录，不是文件",
    errno.ENOTDIR: "路径中有一段是文件，不是目录",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "超出磁盘配额",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
}


class KaopingError(Exception):
    """Base of all errors that a user may see; its text is the whole message."""


class InputError(KaopingError):
    """A file, option or table handed in by a person is wrong (exit code 2)."""


class SchemeError(InputError):
    """A scheme file is wrong; carries every problem found, not only the first."""

    def __init__(self, problems: "tuple[Problem, ...]") -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class CalendarError(KaopingError):
    """The official calendar has no data for a date that was asked for."""


class StorageError(KaopingError):
    """Stored facts, evidence or a batch directory cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong (or worth knowing) in an input, with its place.

    `where` is what a person searches for: an indicator id, a sheet and cell, a column name.
    """

    message: str
    file: str = ""
    line: int | None = None
    where: str = ""
    severity: str = "error"  # error | warning | note
    code: str = ""

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.line) if self.line else "") if part)
        prefix = " ".join(part for part in (place, f"[{self.where}]" if self.where else "") if part)
        return f"{prefix}: {self.message}" if prefix else self.message


def system_reason(error: OSError) -> str:
    """Return in Chinese why the system refused; a rare reason is told in the system's own words."""
    return _SYSTEM_REASONS.get(error.errno or 0, error.strerror or str(error))
