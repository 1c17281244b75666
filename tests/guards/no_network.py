"""Refuses traffic to anything but this machine's loopback while tests run.

What it holds: Python sockets (connect, sendto, sendmsg) and look-ups of this process and all its threads, by an audit
hook that cannot be removed; libcurl's connections, by a `pycurl.Curl` whose socket opener is watched. Names under
`.invalid` and `.test` never exist (RFC 6761) and are answered so at once, without asking anybody.

What it does not hold: child processes; C extensions that open sockets themselves (other than pycurl); names that
libcurl resolves itself, whose question may reach a resolver although no connection to the answer is made; handles
made by `Curl.duphandle`. Tests must not lean on it: they give the code a server on 127.0.0.1.
"""

import ipaddress
import socket
import sys
from collections.abc import Callable
from typing import Any

import pycurl

refusals: list[str] = []
"""What was refused since the running test began."""

_CONNECTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_NEVER_EXIST = (".invalid", ".test")
_installed: list[str] = []


class NetworkRefusedError(OSError):
    """A test tried to reach something other than this machine."""


def install() -> None:
    """Puts the watch in place, once for the process."""
    if _installed:
        return
    _installed.append("yes")
    sys.addaudithook(_watch)
    pycurl.Curl = WatchedCurl


def is_local(host: object) -> bool:
    """Whether a host, as sockets take it (text, bytes, nothing), is this machine's loopback."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


class WatchedCurl(pycurl.Curl):  # type: ignore[misc]  # pycurl has no types
    """A Curl that opens sockets to loopback only, whatever opener the code under test gives it."""

    def __init__(self) -> None:
        super().__init__()
        self._watch_opener(_plain_socket)

    def setopt(self, option: int, value: Any) -> Any:
        """As in pycurl; a socket opener is wrapped in the watch."""
        if option == pycurl.OPENSOCKETFUNCTION:
            return self._watch_opener(value or _plain_socket)
        return super().setopt(option, value)

    def unsetopt(self, option: int) -> Any:
        """As in pycurl; the watch stays."""
        if option == pycurl.OPENSOCKETFUNCTION:
            return self._watch_opener(_plain_socket)
        return super().unsetopt(option)

    def reset(self) -> None:
        """As in pycurl; the watch stays."""
        super().reset()
        self._watch_opener(_plain_socket)

    def _watch_opener(self, opener: Callable[..., Any]) -> Any:
        def watched(purpose: int, address: Any) -> Any:
            if address.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address.addr[0]):
                refusals.append(f"libcurl to {address.addr[0]}")
                return pycurl.SOCKET_BAD
            return opener(purpose, address)

        return super().setopt(pycurl.OPENSOCKETFUNCTION, watched)


class _LentSocket(socket.socket):
    """A socket whose descriptor libcurl copies: dropping this one closes it, and is no leak to warn of."""

    def __del__(self) -> None:
        self.close()


def _plain_socket(_purpose: int, address: Any) -> socket.socket:
    return _LentSocket(address.family, address.socktype, address.protocol)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _CONNECTS:
        # A str or bytes address is a Unix-domain socket; None is a message on a connected one.
        address = arguments[1]
        if isinstance(address, tuple) and not is_local(address[0]):
            _refuse(event, address[0])
    elif event in _LOOKUPS:
        _watch_lookup(event, arguments[0])


def _watch_lookup(event: str, host: object) -> None:
    name = (host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")).rstrip(".").lower()
    if is_local(host) or (_is_address(name) and event != "socket.gethostbyaddr"):
        return
    if name.endswith(_NEVER_EXIST):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    _refuse(event, name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _refuse(event: str, host: object) -> None:
    refusals.append(f"{event} to {host}")
    raise NetworkRefusedError(f"tests may only reach 127.0.0.1, not {host}")
