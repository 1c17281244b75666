"""Rows come back as they were kept; half records, damage and full disks are seen for what they are."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.model.probe_series import Opening, ProbeVisit
from kaoping.probe.log import ActiveLog, read_log
from kaoping.probe.rows import REASONS, SIZE, Event, EventRow, Row, VisitRow, decode, encode

MOMENTS = st.integers(0, 4_000_000_000_000).map(
    lambda millis: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)
)
THOUSANDTHS = st.integers(0, 100_000).map(lambda number: number / 1000)
VISITS = st.builds(
    ProbeVisit,
    at=MOMENTS,
    outcome=st.sampled_from(Opening),
    seconds=THOUSANDTHS,
    limit=st.integers(0, 1200).map(lambda number: number / 10),
    status=st.none() | st.integers(100, 999),
    looks=st.integers(1, 2),
    reason=st.sampled_from(REASONS),
)
ROWS = st.builds(VisitRow, st.integers(0, 2**32 - 2), VISITS) | st.builds(
    EventRow, MOMENTS, st.sampled_from(Event), st.integers(-(10**6), 10**6).map(float)
)


def visit_row(number: int, site: int = 0) -> VisitRow:
    at = datetime(2026, 3, 2, 4, tzinfo=UTC) + timedelta(seconds=number)
    return VisitRow(site, ProbeVisit(at, Opening.UP, 0.25, 15.0, 200))


@given(ROWS)
def test_a_row_comes_back(row: Row) -> None:
    assert list(decode(encode(row))) == [row]


@given(ROWS, st.integers(0, SIZE - 1), st.integers(1, 255))
def test_a_changed_byte_is_seen(row: Row, place: int, change: int) -> None:
    data = bytearray(encode(row))
    data[place] ^= change
    assert list(decode(bytes(data))) == [None]


@given(st.lists(ROWS, max_size=8), st.integers(0, SIZE - 1))
def test_half_a_record_is_cut_off(tmp_path_factory: pytest.TempPathFactory, rows: list[Row], half: int) -> None:
    path = tmp_path_factory.mktemp("log") / "a.log"
    path.write_bytes(b"".join(map(encode, rows)) + encode(visit_row(0))[:half])
    log = ActiveLog(path)
    log.append(visit_row(1))
    log.close()
    assert list(read_log(path)) == [*rows, visit_row(1)]


FULL = """
import resource, signal, sys
from pathlib import Path
from kaoping.probe.log import ActiveLog
from tests.probe.test_log import SIZE, visit_row
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10 * SIZE + 5, resource.RLIM_INFINITY))
log = ActiveLog(Path(sys.argv[1]))
for number in range(25):
    log.append(visit_row(number))
log.settle()
print(type(log.refused).__name__, Path(sys.argv[1]).stat().st_size == 10 * SIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
log.append(visit_row(25))
log.close()
print(log.refused, log.lost)
"""


def test_what_the_disk_refuses_waits_and_is_written_later(tmp_path: Path) -> None:
    """The system's own limit on file sizes cuts a write short, in the middle of a record."""
    path = tmp_path / "a.log"
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.split("\n") == ["OSError True", "None 0", ""], done.stderr
    assert list(read_log(path)) == [visit_row(number) for number in range(26)]


def test_a_device_that_is_full(tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("no /dev/full here")
    link = tmp_path / "a.log"
    link.symlink_to("/dev/full")
    with pytest.raises(OSError, match="Invalid argument"):  # a device is no log
        ActiveLog(link)
