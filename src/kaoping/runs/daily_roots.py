"""Daily roots over all runs that lie in one folder: closing a day, and checking a run's ledger against the days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from kaoping.evidence.daily import DAILY, DAY, ROOTS, DailyRoots
from kaoping.evidence.ledger import LEDGER, Entry, Ledger
from kaoping.model.errors import InputError
from kaoping.runs.batch import batch_lock
from kaoping.worktime import BEIJING, beijing_date

_DEEP = ("*", "*/*", "*/*/*")  # where ledgers lie below the folder of all runs: RUN, RUN/sites, YEAR/RUN/sites


@dataclass(frozen=True, slots=True)
class DaysChecked:
    """What the daily roots say of a ledger: what does not agree, the days that hold lines of it, and those under none.

    `digests` are those of the days themselves, for comparison with one that was published.
    """

    place: str
    wrong: tuple[str, ...]
    days: tuple[str, ...]
    open_lines: int
    digests: frozenset[str]


def close_day(parent: Path, now: datetime, day: date | None = None) -> Entry | None:
    """Enter the root of a day (by default yesterday, in Beijing) over the ledgers of all runs in `parent`.

    Returns None where nothing is new. Raises InputError where there is no ledger, a ledger is damaged, or the day is
    not over.
    """
    today = beijing_date(now)
    day = day or today - timedelta(days=1)
    if day >= today:
        raise InputError(f"{day} 还没有过完，过后才能做日总根。请改用更早的日期，或明天再运行。")
    ledgers = _ledgers(parent)
    damaged = [f"{ledger.path} 第 {bad.line} 行：{bad.why}。" for ledger in ledgers.values() for bad in ledger.bad]
    if damaged:
        raise InputError("账目有问题，没有做日总根。请先运行 kaoping evidence verify 查明。\n" + "\n".join(damaged))
    with batch_lock(parent / DAILY):
        return DailyRoots(parent / DAILY).close(day, ledgers, BEIJING, now)


def listed_days(parent: Path) -> list[Entry]:
    """Return all days of a folder that have a root."""
    return DailyRoots(parent / DAILY).days


def has_daily_roots(parent: Path) -> bool:
    """Tell whether a folder of runs has daily roots."""
    return (parent / DAILY / ROOTS).exists()


def runs_in(parent: Path) -> tuple[Path, ...]:
    """Return the folders below `parent` that hold a ledger."""
    return tuple(sorted(path.parent for deep in _DEEP for path in parent.glob(f"{deep}/{LEDGER}")))


def roots_of(ledger: Path) -> tuple[DailyRoots, str] | None:
    """Return the daily roots over a ledger and its name there; None where no folder above has any."""
    path = ledger.resolve()
    for parent in path.parents[1 : len(_DEEP) + 1]:
        if has_daily_roots(parent):
            return DailyRoots(parent / DAILY), _name(path.parent, parent)
    return None


def check_days(ledger: Ledger) -> DaysChecked | None:
    """Check a ledger against the daily roots above it, and these; None where there are none."""
    found = roots_of(ledger.path)
    if found is None:
        return None
    roots, name = found
    under = {leaf.rpartition(" ")[2]: str(day.said[DAY]) for day in roots.days for leaf in roots.leaves(day)}
    mine = [under.get(entry.digest, "") for entry in ledger.entries]
    return DaysChecked(
        place=str(roots.folder),
        wrong=(*roots.wrong(), *roots.against(name, ledger)),
        days=tuple(sorted({day for day in mine if day})),
        open_lines=sum(not day for day in mine),
        digests=frozenset(day.digest for day in roots.days),
    )


def _ledgers(parent: Path) -> Mapping[str, Ledger]:
    found = {_name(folder, parent): Ledger(folder / LEDGER) for folder in runs_in(parent)}
    if not found:
        raise InputError(
            f"{parent}：下面没有带账目（{LEDGER}）的结果目录。请给出放着各次 inspect、assess 结果目录的上级目录。"
        )
    return found


def _name(folder: Path, parent: Path) -> str:
    return quote(folder.relative_to(parent).as_posix())
