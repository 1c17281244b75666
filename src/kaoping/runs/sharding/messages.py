"""What the first process and its workers say to each other, and the line they say it over."""

import copyreg
import io
import pickle
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from kaoping.crawl.verify import Looked, Wanted
from kaoping.runs.batch import Batch
from kaoping.runs.collect import Collected

LENGTH = struct.Struct("<Q")
AHEAD = "KAOPING_LINE"  # the variable that tells a worker which descriptor its line is


@dataclass(frozen=True, slots=True)
class Task:
    """To a worker: bring the sites of `batch` to their seal and hand each to `then`."""

    batch: Batch
    then: Callable[[Collected], Any]


@dataclass(frozen=True, slots=True)
class Look:
    """To a worker that owns a host: look at addresses there that another site links to."""

    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """From a worker: what is known of these addresses of other hosts?"""

    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Either way: what became of an address that was asked for."""

    url: str
    looked: Looked


@dataclass(frozen=True, slots=True)
class Step:
    """From a worker: how far a site is (see `crawl.contract.Progress`)."""

    site: str
    pages: int
    queued: int
    links_checked: int


@dataclass(frozen=True, slots=True)
class Done:
    """From a worker: a site is through, and `result` is what `then` made of it."""

    url: str
    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """From a worker: it cannot go on at all."""

    error: Exception


class Line:
    """A worker's end of the line. Its messages are read in a thread, so that the first process never waits to be heard.

    `deaf` is called when the first process is gone.
    """

    def __init__(self, descriptor: int, hear: Callable[[Any], None], deaf: Callable[[], None]) -> None:
        self._socket = socket.socket(fileno=descriptor)
        self._lock = threading.Lock()
        self._hear, self._deaf = hear, deaf

    def listen(self) -> None:
        """Begin to hear what comes."""
        threading.Thread(target=self._listen, daemon=True).start()

    def say(self, message: object) -> None:
        """Send one message, from whatever thread."""
        with self._lock:
            self._socket.sendall(packed(message))

    def _listen(self) -> None:
        with self._socket.makefile("rb") as file:
            while len(head := file.read(LENGTH.size)) == LENGTH.size:
                (length,) = LENGTH.unpack(head)
                body = file.read(length)
                if len(body) < length:
                    break
                self._hear(pickle.loads(body))  # noqa: S301 our own first process says it
        self._deaf()


def packed(message: object) -> bytes:
    """Return a message as it goes over the line."""
    body = io.BytesIO()
    _Pickler(body, pickle.HIGHEST_PROTOCOL).dump(message)
    return LENGTH.pack(body.tell()) + body.getvalue()


def _unprotected(mapping: "MappingProxyType[Any, Any]") -> tuple[Any, ...]:
    return _protected, (dict(mapping),)


def _protected(mapping: dict[Any, Any]) -> "MappingProxyType[Any, Any]":
    return MappingProxyType(mapping)


class _Pickler(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table | {MappingProxyType: _unprotected}  # which pickle does not know by itself
