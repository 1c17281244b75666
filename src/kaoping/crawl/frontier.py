"""The frontier of one site: every address seen, which are pages still to visit, and what became of each; on disk."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kaoping.model.errors import StorageError
from kaoping.model.outcomes import Fault
from kaoping.model.pages import EvidencePointer, Life, LinkKind, TargetRecord

NAME = "frontier.sqlite"
VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS target (
  number INTEGER PRIMARY KEY, url TEXT NOT NULL, kind TEXT NOT NULL, offsite INTEGER NOT NULL, text TEXT NOT NULL,
  place INTEGER NOT NULL, level INTEGER NOT NULL, life TEXT, status INTEGER, fault TEXT, reason TEXT NOT NULL,
  looks INTEGER NOT NULL, checked_at TEXT, digest TEXT NOT NULL, warc TEXT NOT NULL, offset INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS visited (url TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(slots=True)
class Target:
    """One distinct address. `place` is its place in the queue of pages (-1: not a page), `life` None: not judged."""

    number: int
    url: str
    kind: LinkKind
    offsite: bool
    text: str = ""
    place: int = -1
    level: int = -1
    life: Life | None = None
    status: int | None = None
    fault: Fault | None = None
    reason: str = ""
    looks: int = 0
    checked_at: datetime | None = None
    evidence: EvidencePointer = field(default_factory=EvidencePointer)

    def record(self) -> TargetRecord:
        """Return the target as it is handed on; one never judged was not seen."""
        return TargetRecord(
            self.number,
            self.url,
            self.kind,
            self.offsite,
            self.life or Life.UNSEEN,
            self.status,
            self.fault,
            self.reason,
            self.looks,
            self.text,
            self.checked_at,
            self.evidence,
        )


@dataclass(slots=True)
class Progressed:
    """Where a crawl stands: everything small that must be true again after a kill."""

    url: str = ""
    segment: int = 0
    warc_length: int = 0
    head: int = 0  # places of the queue already worked off
    pages: int = 0  # page records handed on
    opened: int = 0  # pages that opened and were read, which the page budget counts
    bytes: int = 0
    cpu_seconds: float = 0.0
    spent: float = 0.0  # seconds on the clock, of all processes that were at it
    phase: str = "pages"  # pages | targets | done
    sitemap_read: bool = False
    stopped_because: str = ""
    started: str = ""
    root_host: str = ""
    notes: list[str] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    coverage: dict[str, Any] = field(default_factory=dict)


class Frontier:
    """The frontier kept in `directory`; raises StorageError (Chinese) when it cannot be read or written."""

    def __init__(self, directory: Path, url: str) -> None:
        self.state = Progressed(url=url)
        self.targets: list[Target] = []
        self.visited: dict[str, int] = {}
        self.skipped: Counter[str] = Counter()
        self._by_url: dict[str, Target] = {}
        self._queue: list[int] = []
        self._changed: set[int] = set()
        self._newly_visited: list[tuple[str, int]] = []
        directory.mkdir(parents=True, exist_ok=True)
        self._path = directory / NAME
        try:
            self._open()
        except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
            message = f"{self._path}：抓取进度文件打不开或已损坏（{error}）。请删除该目录后重新检测。"
            raise StorageError(message) from error

    def register(self, url: str, kind: LinkKind, offsite: bool) -> tuple[Target, bool]:
        """Return the target for `url` and whether it is new."""
        known = self._by_url.get(url)
        if known is not None:
            return known, False
        target = Target(len(self.targets), url, kind, offsite)
        self.targets.append(target)
        self._by_url[url] = target
        self._changed.add(target.number)
        return target, True

    def find(self, url: str) -> Target | None:
        return self._by_url.get(url)

    def enqueue(self, target: Target, level: int) -> None:
        """Put `target` at the end of the queue of pages, once."""
        if target.place < 0:
            target.place = len(self._queue)
            target.level = level
            self._queue.append(target.number)
            self._changed.add(target.number)

    def changed(self, target: Target) -> None:
        self._changed.add(target.number)

    def skip(self, reason: str) -> None:
        self.skipped[reason] += 1

    def at(self, place: int) -> Target | None:
        """Return the page target at `place` of the queue, None past its end."""
        return self.targets[self._queue[place]] if place < len(self._queue) else None

    def queued(self) -> int:
        """Return how many pages wait."""
        return len(self._queue) - self.state.head

    def visit(self, url: str, page: int) -> None:
        self.visited[url] = page
        self._newly_visited.append((url, page))

    def followed(self) -> Iterator[Target]:
        """Return the page targets in queue order."""
        return (self.targets[number] for number in self._queue)

    def commit(self) -> None:
        """Write everything since the last commit in one transaction."""
        self.state.skipped = dict(sorted(self.skipped.items()))
        values = {name: getattr(self.state, name) for name in Progressed.__slots__}
        try:
            with self._database:
                self._database.executemany(
                    "INSERT OR REPLACE INTO target VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                    (_row(self.targets[number]) for number in sorted(self._changed)),
                )
                self._database.executemany("INSERT OR REPLACE INTO visited VALUES (?,?)", self._newly_visited)
                self._database.execute(
                    "INSERT OR REPLACE INTO state VALUES ('crawl', ?)", (json.dumps(values, ensure_ascii=False),)
                )
        except sqlite3.Error as error:
            message = f"{self._path}：抓取进度写不进去（{error}）。请检查磁盘空间和目录权限，再运行同一命令即可续接。"
            raise StorageError(message) from error
        self._changed.clear()
        self._newly_visited.clear()

    def close(self) -> None:
        self._database.close()

    def _open(self) -> None:
        self._database = sqlite3.connect(self._path, isolation_level="IMMEDIATE")
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise ValueError(f"version {version}")
        self._database.executescript(SCHEMA)
        self._database.execute(f"PRAGMA user_version={VERSION}")
        row = self._database.execute("SELECT value FROM state WHERE key='crawl'").fetchone()
        if row is None:
            return
        state = Progressed(**json.loads(row[0]))
        if state.url != self.state.url:
            raise ValueError(f"belongs to {state.url}")
        self.state = state
        self.skipped.update(state.skipped)
        for values in self._database.execute("SELECT * FROM target ORDER BY number"):
            target = _target(values)
            self.targets.append(target)
            self._by_url[target.url] = target
        queued = sorted((target for target in self.targets if target.place >= 0), key=lambda target: target.place)
        self._queue.extend(target.number for target in queued)
        self.visited.update(self._database.execute("SELECT url, number FROM visited"))


def _row(target: Target) -> tuple[object, ...]:
    evidence = target.evidence
    return (
        target.number,
        target.url,
        target.kind,
        int(target.offsite),
        target.text,
        target.place,
        target.level,
        target.life,
        target.status,
        target.fault,
        target.reason,
        target.looks,
        target.checked_at.isoformat() if target.checked_at else None,
        evidence.digest,
        evidence.warc,
        evidence.offset,
    )


def _target(row: tuple[Any, ...]) -> Target:
    number, url, kind, offsite, text, place, level, life, status, fault, reason, looks, at, digest, warc, offset = row
    return Target(
        number,
        url,
        LinkKind(kind),
        bool(offsite),
        text,
        place,
        level,
        Life(life) if life else None,
        status,
        Fault(fault) if fault else None,
        reason,
        looks,
        datetime.fromisoformat(at) if at else None,
        EvidencePointer(digest, warc, offset),
    )
