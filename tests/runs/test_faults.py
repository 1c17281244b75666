"""An inspection held for longer than its time-outs, or out of disk, is gone on with and gives the same result."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.runs.small_site import Served, served_with_log
from tests.runs.test_killed import KILL_AFTER, big_site, command, content


def undisturbed(server: Served, out: Path) -> dict[str, object]:
    subprocess.run(command(server.address, out), check=True, capture_output=True, timeout=180)
    server.requests.clear()
    return content(out)


@pytest.mark.full
def test_an_inspection_that_was_held(tmp_path: Path) -> None:
    """SIGSTOP in the middle for much longer than a request may take: nothing is blamed on the site for it."""
    with served_with_log(big_site()) as server:
        expected = undisturbed(server, tmp_path / "undisturbed")
        arguments = [*command(server.address, tmp_path / "held"), "--timeout", "2"]
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            assert server.reached(KILL_AFTER, seconds=60)
            process.send_signal(signal.SIGSTOP)
            time.sleep(9)
            process.send_signal(signal.SIGCONT)
            assert process.wait(timeout=180) == 0
        finally:
            process.kill()
    assert content(tmp_path / "held") == expected


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own with so much room; the test is skipped where mounting is not permitted."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting is not permitted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.full
@pytest.mark.parametrize("size", ["200k", "700k", "1200k", "2m"])
def test_a_disk_that_is_full(tmp_path: Path, size: str) -> None:
    """The run ends with a message that names the disk, whenever it fills up; with room again, nothing is lost."""
    with served_with_log(big_site()) as server, small_disk(tmp_path / "disk", size) as disk:
        expected = undisturbed(server, tmp_path / "undisturbed")
        arguments = command(server.address, disk / "out")
        first = subprocess.run(arguments, check=False, capture_output=True, text=True, timeout=180)
        said = first.stderr
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        second = subprocess.run(arguments, check=False, capture_output=True, text=True, timeout=180)
        assert second.returncode == 0, second.stderr
        assert content(disk / "out") == expected
    assert "Traceback" not in said
    if first.returncode or "巡检出错" in said:
        assert "磁盘空间不足" in said or "No space left" in said or "disk is full" in said, said
