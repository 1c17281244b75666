"""Transfers on the loop: through, failed at once, given up, and closed while under way."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import pycurl
import pytest

from kaoping.crawl.multi import Multi


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def answering() -> Iterator[int]:
    """The port of a server that answers each of two connections and closes it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for _ in range(2):
                connection, _ = server.accept()
                with connection:
                    connection.recv(4096)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def _handle(port: int, body: list[bytes]) -> pycurl.Curl:
    curl = pycurl.Curl()
    curl.setopt(pycurl.URL, f"http://127.0.0.1:{port}/")
    curl.setopt(pycurl.PROXY, "")
    curl.setopt(pycurl.WRITEFUNCTION, body.append)
    return curl


def test_transfers_come_through_one_after_another_and_with_a_handle_used_again(answering: int) -> None:
    body: list[bytes] = []

    async def run() -> None:
        multi = Multi(4)
        curl = _handle(answering, body)
        await multi.perform(curl)
        await multi.perform(curl)
        multi.close()

    asyncio.run(run())
    assert body == [b"ok", b"ok"]


def test_a_failure_is_raised_to_whom_it_concerns(silent: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = taken.getsockname()[1]

    async def run() -> None:
        multi = Multi(4)
        other = asyncio.create_task(multi.perform(_handle(silent, [])))
        with pytest.raises(pycurl.error) as failure:
            await multi.perform(_handle(closed, []))
        assert failure.value.args[0] == pycurl.E_COULDNT_CONNECT
        assert not other.done()
        multi.close()
        await asyncio.gather(other, return_exceptions=True)
        assert other.cancelled()

    asyncio.run(run())


def test_a_time_out_needs_no_ready_socket(silent: int) -> None:
    async def run() -> None:
        multi = Multi(4)
        curl = _handle(silent, [])
        curl.setopt(pycurl.TIMEOUT_MS, 100)
        with pytest.raises(pycurl.error) as failure:
            await multi.perform(curl)
        assert failure.value.args[0] == pycurl.E_OPERATION_TIMEDOUT
        multi.close()

    asyncio.run(run())


def test_what_is_given_up_leaves_its_handle_free(silent: int) -> None:
    async def run() -> None:
        multi = Multi(4)
        curl = _handle(silent, [])
        task = asyncio.create_task(multi.perform(curl))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        curl.close()  # libcurl refuses this while a handle is under way
        multi.close()

    asyncio.run(run())
