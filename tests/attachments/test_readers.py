"""Reading processes: confined, replaced after a crash or a number of files, ended when they take too long."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

from kaoping.attachments.readers import ReaderLimits, Readers
from kaoping.attachments.reading.limits import FAILED, TOO_HEAVY
from kaoping.model.attachments import Condition, Contents
from kaoping.model.outcomes import Fault
from tests.attachments import made_files as made

SOUND = made.docx(["正文"])
QUICK = ReaderLimits(seconds=20, cpu_seconds=1)


def read_all(files: Sequence[tuple[bytes, str]], limits: ReaderLimits = QUICK) -> tuple[list[Contents], Readers]:
    async def read() -> tuple[list[Contents], Readers]:
        readers = Readers(limits, together=1)
        try:
            return [await readers.read(data, suffix) for data, suffix in files], readers
        finally:
            await readers.aclose()

    return asyncio.run(read())


def test_one_process_reads_many_files() -> None:
    told, readers = read_all([(SOUND, "docx"), (made.pdf(["Hello"]), "pdf"), (b"", "doc"), (SOUND, "docx")])
    assert [each.condition for each in told] == [Condition.READ, Condition.READ, Condition.EMPTY, Condition.READ]
    assert readers.started == 1


def test_a_process_is_replaced_after_its_number_of_files() -> None:
    told, readers = read_all([(SOUND, "docx")] * 5, ReaderLimits(files=2))
    assert {each.condition for each in told} == {Condition.READ}
    assert readers.started == 3


@pytest.mark.parametrize(
    ("data", "suffix", "reasons"),  # of time and memory, a fast machine runs out of the other first
    [(made.pdf_bomb(400_000_000), "pdf", {TOO_HEAVY, FAILED}), (made.far_cell(), "xlsx", {FAILED})],
    ids=["swelling drawing", "thousands of millions of cells"],
)
def test_a_file_that_breaks_its_process_is_our_fault_and_costs_no_other(
    data: bytes, suffix: str, reasons: set[str]
) -> None:
    told, readers = read_all([(data, suffix), (SOUND, "docx")])
    assert (told[0].condition, told[0].fault) == (Condition.UNREAD, Fault.US)
    assert told[0].reason in reasons
    assert told[1].condition is Condition.READ
    assert readers.started == 2


def test_a_picture_without_end_is_not_unpacked() -> None:
    told, _ = read_all([(made.jbig2_bomb(), "pdf"), (SOUND, "docx")], ReaderLimits())
    assert told[0].condition is Condition.OPENED
    assert told[1].condition is Condition.READ


def test_what_takes_too_long_by_the_clock_is_ended() -> None:
    told, _ = read_all([(made.pdf_bomb(400_000_000), "pdf")], ReaderLimits(seconds=0.5, cpu_seconds=60))
    assert (told[0].condition, told[0].reason) == (Condition.UNREAD, TOO_HEAVY)


CONFINED = """
import os, socket, subprocess, sys
from kaoping.attachments.reading.confinement import confine
there = sys.argv[1]
if not confine(1 << 30):
    print("unsupported")
    sys.exit()
def tried(what):
    try:
        what()
    except OSError as error:
        return error.errno
    return 0
print(*map(tried, [
    socket.socket, os.fork, lambda: os.execv("/bin/true", ["true"]), lambda: os.kill(os.getppid(), 0),
    lambda: open(there, "w"), lambda: open(there + ".new", "x"), lambda: os.unlink(there),
    lambda: os.rename(there, there + "2"), lambda: os.truncate(there, 0), lambda: open(there).read(),
]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter of system calls is Linux's")
def test_a_confined_process_reaches_nothing(tmp_path: "os.PathLike[str]") -> None:
    there = os.path.join(tmp_path, "file")  # noqa: PTH118 handed to another process as text
    with open(there, "w") as file:  # noqa: PTH123
        file.write("kept")
    done = subprocess.run([sys.executable, "-c", CONFINED, there], capture_output=True, text=True, check=True)
    if done.stdout.strip() == "unsupported":
        pytest.skip("no filter of system calls on this machine")
    assert done.stdout.split() == ["1"] * 9 + ["0"]
    assert os.listdir(tmp_path) == ["file"]  # noqa: PTH208
    with open(there) as file:  # noqa: PTH123
        assert file.read() == "kept"
