"""Killed with SIGKILL, held with SIGSTOP, or out of disk, the monitor loses nothing it had seen and doubles nothing."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path

import pytest

from kaoping.model.probe_series import Opening, ProbeVisit
from kaoping.probe.reading import SeriesReader
from tests.crawl.serving import Site, html, serve

ROOT = Path(__file__).parents[2]
SITES = [f"/s{number}/" for number in range(30)]
PAGE = html("<p>" + "县政府门户网站" * 40 + "</p>")


@contextmanager
def watching(directory: Path, site: Site, seconds: str = "0.4") -> Iterator[subprocess.Popen[bytes]]:
    urls = [site.url.rstrip("/") + path for path in SITES]
    command = [sys.executable, "-m", "tests.probe.killed_watch", str(directory), seconds, *urls]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(site: Site, visits: int) -> None:
    """Wait until the server was asked so often: what is waited for is an event, however slow the machine is."""
    until = time.monotonic() + 60
    while len(site.asked) < visits:
        assert time.monotonic() < until, "the monitor does not visit"
        time.sleep(0.02)


def kept(directory: Path, site: Site) -> dict[str, list[ProbeVisit]]:
    now = datetime.now(UTC)
    reader = SeriesReader(directory, now - timedelta(hours=1), now)
    found = ((path, reader.series(site.url.rstrip("/") + path)) for path in SITES)
    return {path: list(series.visits) for path, series in found if series is not None}


@pytest.mark.full
def test_killed_again_and_again(tmp_path: Path) -> None:
    with serve(dict.fromkeys(SITES, PAGE)) as site:
        kills = 5
        for _ in range(kills):
            with watching(tmp_path, site) as process:
                wait_for(site, len(site.asked) + 100)
                process.send_signal(signal.SIGKILL)
        time.sleep(0.1)
        asked = Counter(asked.path for asked in site.asked)
        found = kept(tmp_path, site)
    for path in SITES:
        assert len(found[path]) <= asked[path], "a visit that was not made"
        # only what was under way when it was killed may be missing, at most one visit of a site each time
        assert asked[path] - len(found[path]) <= kills
        moments = [visit.at for visit in found[path]]
        assert len(set(moments)) == len(moments)
    assert sum(asked.values()) - sum(map(len, found.values())) <= kills * len(SITES) // 2
    assert {visit.outcome for visits in found.values() for visit in visits} <= {Opening.UP, Opening.SLOW}


@pytest.mark.full
def test_held_for_longer_than_the_time_out(tmp_path: Path) -> None:
    with serve(dict.fromkeys(SITES, PAGE)) as site, watching(tmp_path, site) as process:
        wait_for(site, 60)
        process.send_signal(signal.SIGSTOP)
        time.sleep(9)
        process.send_signal(signal.SIGCONT)
        wait_for(site, len(site.asked) + 60)
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = kept(tmp_path, site)
        now = datetime.now(UTC)
        gaps = SeriesReader(tmp_path, now - timedelta(minutes=2), now).unwatched()
    outcomes = Counter(visit.outcome for visits in found.values() for visit in visits)
    assert set(outcomes) <= {Opening.UP, Opening.SLOW, Opening.OURS}
    (held,) = [gap for gap in gaps if gap.reason == "held"]
    assert timedelta(seconds=8) <= held.until - held.since <= timedelta(seconds=20)


@pytest.mark.full
def test_a_disk_that_is_full_for_a_while(tmp_path: Path) -> None:
    """A real small file system: filled up by somebody else, and emptied again."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting is not permitted here")
    try:
        with serve(dict.fromkeys(SITES, PAGE)) as site:
            lines = _through_a_full_disk(disk, site)
            found = kept(disk / "series", site)
            asked = Counter(asked.path for asked in site.asked)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
    assert "磁盘空间不足" in lines[0]
    assert "已能写入。未能保存的拨测 0 次" in lines[1]
    assert all(0 <= asked[path] - len(found[path]) <= 1 for path in SITES)


def _through_a_full_disk(disk: Path, site: Site) -> list[str]:
    with watching(disk / "series", site, "0.2") as process:
        wait_for(site, 60)
        filler = (disk / "filler").open("wb", buffering=0)
        with pytest.raises(OSError, match="No space left"):
            _fill(filler)
        assert process.stderr is not None
        first = process.stderr.readline().decode()
        wait_for(site, len(site.asked) + 200)
        os.ftruncate(filler.fileno(), 0)
        filler.close()
        second = process.stderr.readline().decode()
        wait_for(site, len(site.asked) + 60)
        process.send_signal(signal.SIGKILL)
        return [first, second]


def _fill(file: FileIO) -> None:
    while True:
        file.write(bytes(512))
