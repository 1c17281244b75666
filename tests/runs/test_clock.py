"""The machine's clock is set while a site is inspected, forwards and back: pace, time-outs and results stay."""

import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.runs.small_site import served_with_log
from tests.runs.test_killed import big_site, command, content

DAY = 86_400
HERE = Path(__file__).parent


@pytest.fixture
def clock(tmp_path: Path) -> dict[str, str]:
    """The environment of a process whose wall clock is off by the seconds in the file that SET_CLOCK names."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("setting the clock of one process takes Linux and a C compiler")
    library = tmp_path / "set_clock.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, HERE / "set_clock.c", "-ldl"], check=True)
    return {**os.environ, "LD_PRELOAD": str(library), "SET_CLOCK": str(tmp_path / "seconds")}


def test_the_clock_is_really_set(clock: dict[str, str]) -> None:
    Path(clock["SET_CLOCK"]).write_text(str(40 * DAY))
    told = "import datetime,time;a=time.monotonic();print(datetime.datetime.now().timestamp()-a, time.time()-a)"
    shown = subprocess.run([sys.executable, "-c", told], env=clock, check=True, capture_output=True, text=True).stdout
    true = time.time() - time.monotonic()
    assert [round((float(each) - true) / DAY) for each in shown.split()] == [40, 40]


@pytest.mark.full
def test_the_clock_is_set_while_a_site_is_inspected(tmp_path: Path, clock: dict[str, str]) -> None:
    seconds = Path(clock["SET_CLOCK"])
    with served_with_log(big_site()) as server:
        subprocess.run(command(server.address, tmp_path / "whole"), check=True, capture_output=True, timeout=120)
        server.requests.clear()
        started = time.monotonic()
        process = subprocess.Popen(
            command(server.address, tmp_path / "set"), env=clock, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            for requests, offset in ((100, 40 * DAY), (300, -400 * DAY), (500, 0)):
                assert server.reached(requests, seconds=60), "the inspection stands still"
                seconds.write_text(str(offset))
            assert process.wait(timeout=120) == 0
        finally:
            process.kill()
        assert time.monotonic() - started < 120
    assert content(tmp_path / "set") == content(tmp_path / "whole")
    (folder,) = (path for path in (tmp_path / "set").iterdir() if path.is_dir())
    days = {
        round((at - datetime.now(UTC)).total_seconds() / DAY)
        for at in pq.read_table(folder / "pages.parquet", columns=["fetched_at"]).column(0).to_pylist()
    }
    assert days == {0, 40, -400}, "records tell the time that the machine had"
