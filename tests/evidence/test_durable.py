"""A line is added to a file at its end, however long the file and whatever a killed process left there."""

from pathlib import Path

import pytest

from kaoping.evidence import durable
from kaoping.evidence.durable import append_line


@pytest.mark.parametrize("block", [1, 3, 8, durable.BLOCK])
@pytest.mark.parametrize(
    ("before", "kept"),
    [(b"", b""), (b"one\n", b"one\n"), (b"one\ntwo\n", b"one\ntwo\n"), (b"one\nhal", b"one\n"), (b"half", b"")],
)
def test_half_a_line_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, before: bytes, kept: bytes
) -> None:
    monkeypatch.setattr(durable, "BLOCK", block)
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(before)
    append_line(path, b"new")
    assert path.read_bytes() == kept + b"new\n"
