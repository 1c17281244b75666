"""The ledger (证据账目): one line for each sealed run and each removal, every line bound to the one before it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaoping.evidence.durable import append_line
from kaoping.model.canonical import canonical_json, digest

LEDGER = "ledger.jsonl"
NOTHING_BEFORE = "0" * 64
RUN, REMOVAL = "run", "removal"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `said` holds all of it, `digest` and `previous` included."""

    said: Mapping[str, Any]

    @property
    def number(self) -> int:
        return int(self.said["number"])

    @property
    def kind(self) -> str:
        return str(self.said["kind"])

    @property
    def folder(self) -> str:
        return str(self.said["folder"])

    @property
    def digest(self) -> str:
        return str(self.said["digest"])


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of the ledger that is not what it was when it was written."""

    line: int
    why: str


class Ledger:
    """A ledger read once; `bad` is what is wrong with it. Only who holds the batch's lock may append."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: list[Entry] = []
        self.bad: list[BadLine] = []
        self._read(path.read_bytes() if path.exists() else b"")

    @property
    def head(self) -> str:
        """The digest of the last line: who notes it down can tell later that no line was changed up to there."""
        return self.entries[-1].digest if self.entries else NOTHING_BEFORE

    def append(self, said: Mapping[str, Any]) -> Entry:
        """Append what is said as the next line and return it with number, link to the line before, and digest."""
        content = {**said, "number": len(self.entries) + 1, "previous": self.head}
        entry = Entry({**content, "digest": digest(content)})
        append_line(self.path, canonical_json(entry.said).encode())
        self.entries.append(entry)
        return entry

    def last_run(self, folder: str) -> Entry | None:
        """Return the last run entry of a site's folder."""
        return next((each for each in reversed(self.entries) if each.kind == RUN and each.folder == folder), None)

    def removals(self, folder: str) -> list[Entry]:
        """Return the removals from a site's folder."""
        return [each for each in self.entries if each.kind == REMOVAL and each.folder == folder]

    def _read(self, text: bytes) -> None:
        *lines, rest = text.split(b"\n")
        previous = NOTHING_BEFORE
        for number, line in enumerate(lines, start=1):
            entry = _entry(line)
            if entry is None:
                self.bad.append(BadLine(number, "内容被改动，与该行自己的摘要不符"))
                continue
            if entry.said["previous"] != previous or entry.number != number:
                self.bad.append(BadLine(number, "与上一行接不上，这里有行被改动、删除或插入"))
            previous = entry.digest
            self.entries.append(entry)
        if rest:
            self.bad.append(BadLine(len(lines) + 1, "最后一行没有写完；再运行一次原来的命令会补上"))


def _entry(line: bytes) -> Entry | None:
    """Return the entry of a line; None unless it is byte for byte what its digest is of."""
    try:
        said = json.loads(line)
        content = {name: value for name, value in said.items() if name != "digest"}
        whole = canonical_json(said).encode() == line and digest(content) == said["digest"]
        known = {"number", "previous", "kind", "folder", "root"} <= content.keys()
    except (ValueError, AttributeError, KeyError, TypeError):
        return None
    return Entry(said) if whole and known else None
