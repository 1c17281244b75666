"""Files beside a site's tables: one that is not there is nothing new, a damaged one is told in the log."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping.runs import browser_file, earlier_sight, looks_file, visits_file
from kaoping.runs.browser_file import read_browser
from kaoping.runs.earlier_sight import read_earlier_sight
from kaoping.runs.looks_file import read_looks
from kaoping.runs.visits_file import read_visits

FILES = [
    (browser_file.NAME, read_browser),
    (looks_file.NAME, read_looks),
    (visits_file.NAME, read_visits),
    (earlier_sight.NAME, read_earlier_sight),
]


@pytest.mark.parametrize(("name", "read"), FILES)
@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_what_is_damaged_is_told_and_not_measured(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, read: Callable[[Path], object], content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    assert read(tmp_path) is None
    assert str(tmp_path / name) in caplog.text


@pytest.mark.parametrize(("name", "read"), FILES)
def test_what_is_not_there_is_not_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, read: Callable[[Path], object]
) -> None:
    assert not (tmp_path / name).exists()
    assert read(tmp_path) is None
    assert not caplog.text
