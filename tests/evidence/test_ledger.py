"""The ledger: lines bound to one another, so that none is changed, taken out or put in unseen."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping.evidence.ledger import LEDGER, RUN, Ledger


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / LEDGER
    ledger = Ledger(path)
    for number in range(4):
        ledger.append({"kind": RUN, "folder": "a" if number % 2 else "b", "root": f"{number}"})
    return path


def test_what_was_written_is_read(written: Path) -> None:
    ledger = Ledger(written)
    assert ledger.bad == []
    assert [entry.number for entry in ledger.entries] == [1, 2, 3, 4]
    last = ledger.last_run("b")
    assert last is not None
    assert last.said["root"] == "2"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_changed_byte_is_seen(written: Path, data: st.DataObject) -> None:
    whole = written.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(1, 255))
    changed = bytearray(whole)
    changed[place] ^= other
    path = written.with_name("changed.jsonl")
    path.write_bytes(changed)
    assert Ledger(path).bad


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_line_taken_out_is_seen(written: Path, gone: int) -> None:
    lines = written.read_bytes().splitlines(keepends=True)
    written.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
    assert Ledger(written).bad[0].line == gone + 1


def test_lines_that_changed_places_are_seen(written: Path) -> None:
    first, second, *rest = written.read_bytes().splitlines(keepends=True)
    written.write_bytes(b"".join([second, first, *rest]))
    assert Ledger(written).bad


def test_half_a_line_is_cut_off_by_the_next_one(written: Path) -> None:
    whole = written.read_bytes()
    written.write_bytes(whole + b'{"kind": "ru')
    (bad,) = Ledger(written).bad
    assert bad.line == 5
    Ledger(written).append({"kind": RUN, "folder": "c", "root": "9"})
    ledger = Ledger(written)
    assert ledger.bad == []
    assert written.read_bytes().startswith(whole)
    assert len(ledger.entries) == 5
