"""`warnings.jsonl` of a series: every warning as one line, and what a restarted monitor knows to have been told."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kaoping.probe.alarms import Alarm
from kaoping.worktime import in_beijing

WARNINGS = "warnings.jsonl"


@dataclass(frozen=True, slots=True)
class Told:
    """One line read back: what it was about, when the visit was that it told of, and since when it had lasted."""

    kind: str
    url: str
    at: datetime
    since: datetime
    days_left: int | None = None
    not_after: datetime | None = None


class WarningsLog:
    """The file of one series. Half a line that a killed process left is cut off: it was never told."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / WARNINGS

    def told(self) -> tuple[Told, ...]:
        """Return what was told, in order; lines that are none are passed over."""
        return tuple(told for line in self.lines() if (told := _told(line)) is not None)

    def lines(self, start: int = 0) -> Iterator[bytes]:
        """Yield the whole lines from the byte `start` on, each with its end."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(start)
            yield from (line for line in file if line.endswith(b"\n"))

    def append(self, alarm: Alarm) -> None:
        """Add a warning. Raises OSError where the disk refuses it."""
        with self.path.open("ab") as file:
            whole = file.tell()
            try:
                file.write(alarm_line(alarm).encode() + b"\n")
                file.flush()
            except OSError:
                file.truncate(whole)
                raise

    def mend(self) -> None:
        """Cut off half a line at the end."""
        if not self.path.exists():
            return
        with self.path.open("r+b") as file:
            whole = sum(len(line) for line in file if line.endswith(b"\n"))
            file.truncate(whole)


def alarm_line(alarm: Alarm) -> str:
    """Return a warning as one line of JSON."""
    said: dict[str, Any] = {
        "kind": alarm.kind,
        "site": alarm.url,
        "at": in_beijing(alarm.at).isoformat(timespec="seconds"),
        "since": in_beijing(alarm.since).isoformat(timespec="seconds"),
        "minutes": alarm.minutes,
        "outcome": alarm.outcome.value if alarm.outcome is not None else None,
        "reason": alarm.reason,
    }
    if alarm.not_after is not None:
        said |= {"days_left": alarm.days_left, "not_after": in_beijing(alarm.not_after).isoformat(timespec="seconds")}
    return json.dumps(said, ensure_ascii=False)


def _told(line: bytes) -> Told | None:
    try:
        said = json.loads(line)
        until = said.get("not_after")
        return Told(
            str(said["kind"]),
            str(said["site"]),
            datetime.fromisoformat(said["at"]),
            datetime.fromisoformat(said["since"]),
            said.get("days_left"),
            datetime.fromisoformat(until) if until else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
