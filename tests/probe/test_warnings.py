"""Warnings are told once, whatever happens to the monitor in between; a command of the operator's gets each of them."""

import json
import os
import stat
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kaoping.model.errors import InputError
from kaoping.model.probe_series import Opening, ProbeVisit
from kaoping.probe.alarms import Alarm
from kaoping.probe.contract import ProbeSettings, ProbeSite
from kaoping.probe.hook import HANDED, Hook
from kaoping.probe.monitor import WatchRequest
from kaoping.probe.recall import recall
from kaoping.probe.rows import Event, EventRow, VisitRow
from kaoping.probe.store import SeriesStore
from kaoping.probe.warnings_log import WARNINGS, WarningsLog
from kaoping.runs.probing import run_watch

URL = "http://www.x.gov.cn/"
SITES = (ProbeSite(URL, 300),)
SETTINGS = ProbeSettings(warn_after=600, canaries=())
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@dataclass
class Watch:
    """A monitor that dies and is started again: each `go` is one process of it."""

    directory: Path

    def go(self, first: int, outcomes: Sequence[Opening], *, dies_telling: bool = False) -> list[str]:
        """Let one process see `outcomes` every five minutes from the minute `first` on; return what it tells."""
        now = START + timedelta(minutes=first)
        memory = recall(self.directory, SITES, SETTINGS, now)
        store, log = SeriesStore(self.directory, now), WarningsLog(self.directory)
        (number,) = store.numbers([URL])
        told = list(memory.untold)
        for alarm in told:
            log.append(alarm)
        for step, outcome in enumerate(outcomes):
            at = now + timedelta(minutes=5 * step)
            visit = ProbeVisit(at, outcome, 0.3, 15.0)
            store.append(VisitRow(number, visit))
            store.append(EventRow(at, Event.ALIVE))
            for alarm in memory.alarms.note(URL, visit):
                if not dies_telling:
                    log.append(alarm)
                    told.append(alarm)
        store.settle()
        store.close()
        return [alarm.kind for alarm in told]


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    return Watch(tmp_path)


UP, DOWN = Opening.UP, Opening.TIMEOUT


def test_what_was_told_is_not_told_again_after_a_restart(watch: Watch) -> None:
    assert watch.go(0, [UP, DOWN, DOWN, DOWN, DOWN]) == ["down"]
    assert watch.go(25, [DOWN, DOWN, DOWN]) == []
    assert watch.go(40, [DOWN, UP, UP]) == ["up-again"]
    assert watch.go(55, [UP]) == []
    assert [told.kind for told in WarningsLog(watch.directory).told()] == ["down", "up-again"]


def test_the_end_of_a_trouble_names_its_beginning_before_the_restart(watch: Watch) -> None:
    watch.go(0, [UP, DOWN, DOWN, DOWN])
    watch.go(20, [UP])
    said = [json.loads(line) for line in WarningsLog(watch.directory).lines()]
    assert [line["since"] for line in said] == ["2026-03-02T10:05:00+08:00"] * 2
    assert said[1]["minutes"] == 15


def test_what_a_killed_monitor_had_no_time_to_tell_is_told_first(watch: Watch) -> None:
    assert watch.go(0, [UP, DOWN, DOWN, DOWN], dies_telling=True) == []
    assert watch.go(20, [DOWN]) == ["down"]
    assert watch.go(25, [UP], dies_telling=True) == []
    assert watch.go(30, [UP]) == ["up-again"]


def test_a_trouble_that_is_younger_goes_on_over_a_restart_but_not_over_a_time_nobody_watched(watch: Watch) -> None:
    watch.go(0, [UP, DOWN, DOWN])
    assert watch.go(11, [DOWN]) == []
    assert watch.go(12, [DOWN, DOWN]) == ["down"]
    later = Watch(watch.directory / "later")
    later.go(0, [UP, DOWN, DOWN])
    assert later.go(600, [DOWN, DOWN]) == []
    assert later.go(606, [DOWN, DOWN]) == ["down"]


def test_half_a_line_was_never_told(watch: Watch) -> None:
    watch.go(0, [UP, DOWN, DOWN, DOWN])
    path = watch.directory / WARNINGS
    path.write_bytes(path.read_bytes()[:-20])
    assert watch.go(20, [DOWN]) == ["down"]
    assert [told.kind for told in WarningsLog(watch.directory).told()] == ["down"]


def command(folder: Path, body: str) -> list[str]:
    path = folder / "hook.py"
    path.write_text(f"#!{sys.executable}\nimport sys\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return [str(path)]


def alarm(kind: str) -> Alarm:
    return Alarm(kind, URL, START, START, 0, Opening.TIMEOUT, "timeout")


def until(true: object) -> None:
    deadline = time.monotonic() + 20
    while not (true() if callable(true) else true):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_command_gets_every_warning_once_also_those_left_over(tmp_path: Path) -> None:
    got, complaints = tmp_path / "got", list[str]()
    run = command(tmp_path, f"open({str(got)!r}, 'a').write(sys.stdin.read())")
    log = WarningsLog(tmp_path)
    log.append(alarm("down"))  # older than the hook
    hook = Hook(run, log, complaints.append)
    hook.start()
    log.append(alarm("up-again"))
    hook.wake()
    until(lambda: (tmp_path / HANDED).exists())
    hook.stop()
    log.append(alarm("down"))  # nobody is there to hand it over
    again = Hook(run, log, complaints.append)
    again.start()
    until(lambda: got.read_text().count("\n") == 2)
    again.stop()
    assert [json.loads(line)["kind"] for line in got.read_text().splitlines()] == ["up-again", "down"]
    assert complaints == []


def test_a_command_that_fails_is_told_and_stops_nothing(tmp_path: Path) -> None:
    complaints: list[str] = []
    log = WarningsLog(tmp_path)
    hook = Hook(command(tmp_path, "sys.exit('没有邮件服务器')"), log, complaints.append)
    hook.start()
    log.append(alarm("down"))
    hook.wake()
    until(lambda: complaints)
    hook.stop()
    assert complaints[0].endswith("退出码 1：没有邮件服务器")


def test_a_command_that_is_not_there_is_refused_before_anything_begins(tmp_path: Path) -> None:
    request = WatchRequest(SITES, tmp_path / "series", SETTINGS)
    with pytest.raises(InputError, match="没有这个程序"):
        run_watch(request, print, print, ["no-such-program"])
    assert not (tmp_path / "series").exists()
