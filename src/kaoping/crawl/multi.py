"""libcurl's transfers on an asyncio loop, with few turns of the loop for each.

libcurl tells which sockets it waits for, anew for every transfer. They are watched by a selector of our own, and the
loop watches that one only: telling the loop of each took as long as the transfer.
"""

import asyncio
import selectors
from typing import Any

import pycurl

_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_EVENTS = {pycurl.POLL_IN: _READ, pycurl.POLL_OUT: _WRITE, pycurl.POLL_INOUT: _READ | _WRITE}
_ACTIONS = {
    _READ: pycurl.CSELECT_IN,
    _WRITE: pycurl.CSELECT_OUT,
    _READ | _WRITE: pycurl.CSELECT_IN | pycurl.CSELECT_OUT,
}


class Multi:
    """Performs transfers at once, all on the loop on which the first was performed. Close it with `close()`."""

    def __init__(self, connections: int) -> None:
        """Keep at most so many connections open."""
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, connections)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)
        self._under_way: dict[Any, asyncio.Future[None]] = {}
        self._sockets = selectors.DefaultSelector()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._due: float | None = None  # when libcurl wants to be called though no socket is ready

    async def perform(self, curl: Any) -> None:
        """Perform the transfer that a handle is set to; raises pycurl.error where it fails."""
        loop = self._loop or self._bind()
        future: asyncio.Future[None] = loop.create_future()
        self._multi.add_handle(curl)
        self._under_way[curl] = future
        try:
            self._act(pycurl.SOCKET_TIMEOUT, 0)
            await future
        finally:
            if self._under_way.pop(curl, None) is not None:  # nobody waits for it any more
                self._multi.remove_handle(curl)

    def close(self) -> None:
        """Give up what is under way and close all connections."""
        for curl, future in self._under_way.items():
            self._multi.remove_handle(curl)
            future.cancel()
        self._under_way.clear()
        if self._timer is not None:
            self._timer.cancel()
        self._multi.close()
        if self._loop is not None:
            self._loop.remove_reader(self._sockets)
        self._sockets.close()

    def _bind(self) -> asyncio.AbstractEventLoop:
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._sockets, self._on_ready)
        return self._loop

    def _on_socket(self, what: int, descriptor: int, multi: Any, data: Any) -> None:
        """Watch a socket as libcurl wants it, within one of its calls."""
        events = _EVENTS.get(what, 0)
        try:
            if not events:
                self._sockets.unregister(descriptor)
            elif descriptor in self._sockets.get_map():
                self._sockets.modify(descriptor, events)
            else:
                self._sockets.register(descriptor, events)
        except KeyError:  # it was not watched
            return

    def _on_timer(self, milliseconds: int) -> None:
        """Note when libcurl wants to be called, within one of its calls."""
        self._due = None if milliseconds < 0 else self._now() + milliseconds / 1000
        if milliseconds > 0:
            self._set_timer()

    def _set_timer(self) -> None:
        """Have a timer that is not later than what is due; one that comes too early is set again then."""
        if self._due is None or self._loop is None:
            return
        if self._timer is not None:
            if self._timer.when() <= self._due:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(self._due, self._on_time)

    def _on_time(self) -> None:
        self._timer = None
        if self._due is not None and self._due <= self._now():
            self._act(pycurl.SOCKET_TIMEOUT, 0)
        self._set_timer()

    def _on_ready(self) -> None:
        for key, events in self._sockets.select(0):
            if key.fd in self._sockets.get_map():  # it may have been let go for the sake of one before
                self._act(key.fd, _ACTIONS[events])

    def _act(self, descriptor: int, action: int) -> None:
        """Let libcurl go on, as long as something is due at once, and tell those whose transfers are through."""
        running = self._multi.socket_action(descriptor, action)[1]
        while self._due is not None and self._due <= self._now():
            self._due = None
            running = self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)[1]
        if running < len(self._under_way):
            self._conclude()

    def _conclude(self) -> None:
        left = 1
        while left:
            left, whole, failed = self._multi.info_read()
            for curl in whole:
                self._let_go(curl, None)
            for curl, code, message in failed:
                self._let_go(curl, pycurl.error(code, message))

    def _let_go(self, curl: Any, error: BaseException | None) -> None:
        future = self._under_way.pop(curl)
        self._multi.remove_handle(curl)
        if future.done():
            return
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)

    def _now(self) -> float:
        assert self._loop is not None
        return self._loop.time()
