"""A few long-lived reading processes: a file that harms one costs that process and nothing else."""

import asyncio
import logging
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass, field

import msgspec

from kaoping.attachments.reading.limits import FAILED, TOO_HEAVY
from kaoping.attachments.reading.wire import ANSWER, MAX_ANSWER, QUESTION, Hello, Question
from kaoping.model.attachments import Condition, Contents
from kaoping.model.outcomes import Fault

_BROKEN_OFF = (OSError, asyncio.IncompleteReadError, msgspec.DecodeError)  # a TimeoutError is an OSError
START = 60.0  # seconds that a process may take to start on a busy machine
GOING = 2.0  # seconds that a process which closed its output may take to end

_log = logging.getLogger(__name__)
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV")  # no secret of ours goes there


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """Seconds by the clock and of the processor for one file; bytes of memory; files before a process is replaced."""

    seconds: float = 20.0
    cpu_seconds: int = 10
    memory: int = 1024 * 1024 * 1024
    files: int = 100


@dataclass(slots=True)
class _Reader:
    process: Process
    files: int = 0


@dataclass(slots=True)
class Readers:
    """Reads files in at most `together` processes, started when they are first needed. Close with `await aclose()`."""

    limits: ReaderLimits = field(default_factory=ReaderLimits)
    together: int = 2
    confined: bool | None = None  # None until a process has said so
    started: int = 0
    _idle: list[_Reader] = field(default_factory=list)
    _gate: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._gate = asyncio.Semaphore(self.together)

    async def read(self, data: bytes, suffix: str) -> Contents:
        """Return what is in a file. What takes too long or breaks its process could not be read: the fault is ours."""
        async with self._gate:
            try:
                reader = self._idle.pop() if self._idle else await self._start()
            except _BROKEN_OFF as error:
                _log.warning("no reading process could be started: %r", error)
                return Contents("", Condition.UNREAD, FAILED, Fault.US)
            try:
                contents = await asyncio.wait_for(self._ask(reader, data, suffix), self.limits.seconds)
            except TimeoutError:
                await _end(reader)
                return Contents("", Condition.UNREAD, TOO_HEAVY, Fault.US)
            except _BROKEN_OFF as error:
                ended = await _ended(reader)
                _log.info("a reading process ended with %s: %s", ended, error)
                return Contents("", Condition.UNREAD, TOO_HEAVY if ended == -signal.SIGXCPU else FAILED, Fault.US)
            except asyncio.CancelledError:
                await _end(reader)
                raise
            await self._give_back(reader)
            return contents

    async def aclose(self) -> None:
        """End the processes."""
        while self._idle:
            await _end(self._idle.pop())

    async def _start(self) -> _Reader:
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "kaoping.attachments.reading", str(self.limits.memory)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=environment,
            cwd="/",
            start_new_session=True,  # a Ctrl-C is for us; we end it
        )
        self.started += 1
        reader = _Reader(process)
        try:
            hello = await asyncio.wait_for(_answer(process), START)
            self.confined = msgspec.json.decode(hello, type=Hello).confined
        except BaseException:
            await _end(reader)
            raise
        return reader

    async def _ask(self, reader: _Reader, data: bytes, suffix: str) -> Contents:
        question = msgspec.json.encode(Question(suffix, self.limits.cpu_seconds))
        stdin = reader.process.stdin
        assert stdin is not None
        stdin.write(QUESTION.pack(len(question), len(data)) + question + data)
        await stdin.drain()
        reader.files += 1
        return msgspec.json.decode(await _answer(reader.process), type=Contents)

    async def _give_back(self, reader: _Reader) -> None:
        if reader.files >= self.limits.files:
            await _end(reader)
        else:
            self._idle.append(reader)


async def _answer(process: Process) -> bytes:
    stdout = process.stdout
    assert stdout is not None
    (length,) = ANSWER.unpack(await stdout.readexactly(ANSWER.size))
    if length > MAX_ANSWER:
        raise OSError(f"an answer of {length} bytes")
    return await stdout.readexactly(length)


async def _ended(reader: _Reader) -> int:
    """Return the exit code of a process that went away by itself; one that only fell silent is ended."""
    try:
        return await asyncio.wait_for(reader.process.wait(), GOING)
    except TimeoutError:
        await _end(reader)
        return -signal.SIGKILL


async def _end(reader: _Reader) -> None:
    if reader.process.returncode is None:
        reader.process.kill()
    if reader.process.stdin is not None:
        reader.process.stdin.close()
    await reader.process.wait()
