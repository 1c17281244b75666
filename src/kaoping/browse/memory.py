"""How much memory a group of processes holds that nobody else does."""

from pathlib import Path

PROC = Path("/proc")
_OWN = ("RssAnon:", "RssShmem:")  # pages of the program itself are shared between its processes
_KB = 1024


def group_memory(group: int) -> int:
    """Return the bytes that the processes of a process group hold; 0 where the system has no /proc."""
    if not PROC.is_dir():
        return 0
    return sum(_own(process) for process in PROC.glob("[0-9]*") if _group_of(process) == group)


def _group_of(process: Path) -> int:
    try:
        stat = (process / "stat").read_text(encoding="ascii", errors="replace")
        return int(stat.rpartition(")")[2].split()[2])
    except (OSError, ValueError, IndexError):  # gone meanwhile
        return -1


def _own(process: Path) -> int:
    try:
        lines = (process / "status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * _KB for line in lines if line.startswith(_OWN))
