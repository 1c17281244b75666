"""Daily roots (日总根): a Merkle root a day over what is new in all ledgers, each day bound to the one before.

`daily/DAY.txt` has a leaf a line: the ledger's name, the line's number in it, and the line's digest.
`daily/roots.jsonl` is a ledger of its own, with one line for each day that was closed and had something new.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from kaoping.evidence.durable import replace_file
from kaoping.evidence.ledger import Entry, Ledger
from kaoping.evidence.merkle import inclusion_path, merkle_root

DAILY = "daily"
ROOTS = "roots.jsonl"
DAY = "day"


@dataclass(frozen=True, slots=True)
class DayLeaf:
    """One line of one ledger, as it stands under a day's root; `ledger` is the ledger's name, without blanks."""

    ledger: str
    number: int
    digest: str

    @property
    def text(self) -> str:
        return f"{self.ledger} {self.number} {self.digest}"


class DailyRoots:
    """The daily roots in a folder, read once; who appends holds the folder's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.roots = Ledger(folder / ROOTS)

    @property
    def days(self) -> list[Entry]:
        return self.roots.entries

    def leaves(self, day: Entry) -> list[str]:
        """Return the leaves of a day; none where their file is gone."""
        path = self._path(str(day.said[DAY]))
        return path.read_bytes().decode(errors="replace").split("\n")[:-1] if path.exists() else []

    def close(self, day: date, ledgers: Mapping[str, Ledger], zone: tzinfo, now: datetime) -> Entry | None:
        """Enter the root of a day, over all lines up to its end that are under no root yet.

        Returns None where there are none, or where that day or a later one has its root: lines that turn up afterwards
        come under the next. May be killed and called again.
        """
        if any(date.fromisoformat(str(each.said[DAY])) >= day for each in self.days):
            return None
        known = {text for each in self.days for text in self.leaves(each)}
        leaves = [leaf.text for leaf, at in _dated(ledgers, zone) if at <= day and leaf.text not in known]
        if not leaves:
            return None
        self.folder.mkdir(parents=True, exist_ok=True)
        replace_file(self._path(day.isoformat()), ["".join(f"{leaf}\n" for leaf in leaves).encode()])
        root = merkle_root([leaf.encode() for leaf in leaves]).hex()
        said = {"kind": DAY, "folder": DAILY, DAY: day.isoformat(), "leaves": len(leaves), "root": root}
        return self.roots.append(said | {"at": now.isoformat(timespec="seconds")})

    def wrong(self) -> Iterator[str]:
        """Yield a sentence for everything that is not as it was entered."""
        yield from (f"{self.roots.path} 第 {bad.line} 行：{bad.why}。" for bad in self.roots.bad)
        for day in self.days:
            leaves = self.leaves(day)
            if (merkle_root([leaf.encode() for leaf in leaves]).hex(), len(leaves)) != (day.said["root"], _count(day)):
                yield f"{self._path(str(day.said[DAY]))}：与日总根不符，内容被改动或缺失。"

    def against(self, name: str, ledger: Ledger) -> Iterator[str]:
        """Yield a sentence for every line of a ledger that is not what a day's root holds of it."""
        lines = {DayLeaf(name, entry.number, entry.digest).text for entry in ledger.entries}
        for day in self.days:
            for leaf in self.leaves(day):
                if leaf.startswith(f"{name} ") and leaf not in lines:
                    number = leaf.split(" ")[1]
                    yield f"{ledger.path} 第 {number} 行：与 {day.said[DAY]} 的日总根不符，账目此后被改写。"

    def proof(self, digest: str) -> "dict[str, Any] | None":
        """Return the proof that a ledger's line of that digest is under a day's root; None while it is under none."""
        for day in self.days:
            leaves = self.leaves(day)
            for index, leaf in enumerate(leaves):
                if leaf.endswith(f" {digest}"):
                    path = [each.hex() for each in inclusion_path([each.encode() for each in leaves], index)]
                    return {"day": day.said, "leaf": leaf, "index": index, "path": path}
        return None

    def _path(self, day: str) -> Path:
        return self.folder / f"{day}.txt"


def published_line(day: Entry) -> str:
    """Return the one line about a day that an office prints or sends elsewhere."""
    said = day.said
    return f"考评证据日总根 {said[DAY]} 第{day.number}号 账目{_count(day)}行 根 {said['root']} 末值 {day.digest}"


def _count(day: Entry) -> int:
    return int(day.said["leaves"])


def _dated(ledgers: Mapping[str, Ledger], zone: tzinfo) -> Iterable[tuple[DayLeaf, date]]:
    """Yield every line of every ledger with its day; one that tells no time counts as long past."""
    for name, ledger in sorted(ledgers.items()):
        for entry in ledger.entries:
            at = entry.said.get("at")
            day = datetime.fromisoformat(str(at)).astimezone(zone).date() if at else date.min
            yield DayLeaf(name, entry.number, entry.digest), day
