"""The directory of a series: the active log, one closed segment per day, the sites' numbers, and the days' ledger.

```
DIR/sites.json             the address of every site that was ever watched; its place is its number
DIR/active/DAY.log         rows as they came, each with a checksum
DIR/days/DAY.parquet       a closed day, sorted by site; never changed again
DIR/ledger.jsonl           one line per closed day with the SHA-256 of its file, bound to the line before
DIR/played.txt             only where the series was not measured but played
```
A day is closed by writing its segment under a draft name, renaming it, entering it in the ledger and then removing the
log. Killed in between, the next start finishes it.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from kaoping.evidence.durable import file_digest, replace_file
from kaoping.evidence.ledger import LEDGER, Ledger
from kaoping.model.errors import StorageError
from kaoping.probe.log import ActiveLog
from kaoping.probe.rows import Row
from kaoping.probe.segments import log_records, write_segment
from kaoping.worktime import in_beijing

SITES, ACTIVE, DAYS, PLAYED = "sites.json", "active", "days", "played.txt"
PROBE_DAY = "probe-day"


class SeriesStore:
    """The directory as its one writer has it; the caller sees to it that there is only one."""

    def __init__(self, directory: Path, now: datetime) -> None:
        self.directory = directory
        for name in (ACTIVE, DAYS):
            (directory / name).mkdir(parents=True, exist_ok=True)
        self._sites = read_sites(directory)
        self.damaged = 0
        older = [path for path in _logs(directory) if _day(path) < _today(now)]
        for path in older:
            self._close(path)
        self._enter_days()
        left = _logs(directory)
        self._log = ActiveLog(left[-1] if left else self._free_name(_today(now)))

    def numbers(self, urls: Sequence[str]) -> list[int]:
        """Return the numbers of sites, giving new ones to those that were never watched before."""
        known = {url: number for number, url in enumerate(self._sites)}
        new = [url for url in dict.fromkeys(urls) if url not in known]
        if new:
            self._sites += new
            text = json.dumps(self._sites, ensure_ascii=False, indent=0)
            replace_file(self.directory / SITES, [text.encode()])
            known = {url: number for number, url in enumerate(self._sites)}
        return [known[url] for url in urls]

    def append(self, row: Row) -> None:
        """Keep a row; it outlives this process at once, and a power cut from the next `settle`."""
        self._log.append(row)

    def settle(self) -> OSError | None:
        """Have all rows on the disk; return why it refused, in which case they wait in memory."""
        self._log.settle()
        return self._log.refused

    def take_lost(self) -> int:
        """Return how many rows had to be dropped since this was last asked."""
        lost, self._log.lost = self._log.lost, 0
        return lost

    def begin_day(self, now: datetime) -> Path | None:
        """Begin the log of a new day when it has come; return the log of the day before, for `close_day`."""
        if _today(now) <= _day(self._log.path) or self._log.refused is not None:
            return None
        before = self._log
        before.close()
        self._log = ActiveLog(self._free_name(_today(now)))
        return before.path

    def close_day(self, log: Path) -> None:
        """Turn the log of a day that is over into its segment; may run beside `append`."""
        self._close(log)
        self._enter_days()

    def close(self) -> None:
        self._log.close()

    def _close(self, log: Path) -> None:
        segment = self.directory / DAYS / f"{log.stem}.parquet"
        if not segment.exists():
            records, damaged = log_records(log)
            self.damaged += damaged
            if len(records):
                write_segment(segment, records)
        self._enter(segment)
        log.unlink()

    def _enter_days(self) -> None:
        for segment in sorted((self.directory / DAYS).glob("*.parquet")):
            self._enter(segment)

    def _enter(self, segment: Path) -> None:
        ledger = Ledger(self.directory / LEDGER)
        if segment.exists() and all(entry.folder != segment.name for entry in ledger.entries):
            ledger.append({"kind": PROBE_DAY, "folder": segment.name, "root": file_digest(segment)})

    def _free_name(self, day: date) -> Path:
        """A day may have more than one log: the clock was put back after it had been closed."""
        number = 1
        while True:
            stem = day.isoformat() + (f"-{number}" if number > 1 else "")
            log = self.directory / ACTIVE / f"{stem}.log"
            if not log.exists() and not (self.directory / DAYS / f"{stem}.parquet").exists():
                return log
            number += 1


def read_sites(directory: Path) -> list[str]:
    """Return the addresses of all sites by number. Raises StorageError when the list cannot be read."""
    path = directory / SITES
    try:
        sites = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    except (OSError, ValueError) as error:
        raise StorageError(f"{path}：网站清单读不出来（{error}）。请从备份恢复这个文件。") from error
    return [str(site) for site in sites]


def verify_days(directory: Path) -> list[str]:
    """Return what is wrong with the closed days, in sentences: compared with what the ledger says of them."""
    ledger = Ledger(directory / LEDGER)
    wrong = [f"{ledger.path} 第 {bad.line} 行：{bad.why}。" for bad in ledger.bad]
    for entry in ledger.entries:
        path = directory / DAYS / entry.folder
        if not path.exists():
            wrong.append(f"{path}：登记过的一天不在了。")
        elif file_digest(path) != entry.said["root"]:
            wrong.append(f"{path}：内容与登记时不符。")
    return wrong


def _logs(directory: Path) -> list[Path]:
    return sorted((directory / ACTIVE).glob("*.log"), key=lambda path: (_day(path), len(path.stem), path.stem))


def _day(path: Path) -> date:
    return date.fromisoformat(path.stem[:10])


def _today(now: datetime) -> date:
    return in_beijing(now).date()
