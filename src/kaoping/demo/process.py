"""Starts and stops the process that serves the city, so that serving and inspecting do not share one interpreter."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from kaoping.demo.build import AS_OF, SEED
from kaoping.model.errors import InputError

STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Served:
    """The city as it is served: the port of each of its servers by name, and the certificate (PEM) of its authority."""

    ports: dict[str, int]
    authority: str


@contextmanager
def served_city(as_of: date = AS_OF, seed: int = SEED, base_port: int | None = None) -> Iterator[Served]:
    """Serve the city while the context lasts.

    `base_port` None takes the usual ports, or others when those are busy; 0 lets the system choose. Raises InputError
    when the process can't start.
    """
    command = [sys.executable, "-m", "kaoping.demo", "--as-of", as_of.isoformat(), "--seed", str(seed)]
    if base_port is not None:
        command += ["--base-port", str(base_port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield _served(process)
    finally:
        _stop(process)


def _served(process: "subprocess.Popen[bytes]") -> Served:
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    if not line:
        message = process.stderr.read().decode(errors="replace").strip()
        raise InputError(f"样例城市的服务进程未能启动：{message.splitlines()[-1] if message else '没有输出'}")
    said = json.loads(line)
    return Served({name: int(port) for name, port in said["ports"].items()}, said["authority"])


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Closing its standard input asks the process to end; it is killed only if it does not."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
