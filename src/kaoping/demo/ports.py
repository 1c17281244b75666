"""Takes one loopback port for each server of the city."""

import socket
from collections.abc import Iterable, Mapping, Sequence

from kaoping.demo.names import NAMES
from kaoping.demo.serve import BACKLOG, bind
from kaoping.model.errors import InputError

BASE_PORT = 21800


def take_ports(names: Sequence[str], base_port: int | None, silent: Sequence[str] = ()) -> dict[str, socket.socket]:
    """Return a bound socket for each name: consecutive from `base_port`, or chosen by the system when it is None.

    All but the `silent` ones listen at once, so that the port is theirs; that of the name service takes datagrams.
    Raises InputError when a port is taken; then none stays bound.
    """
    taken: dict[str, socket.socket] = {}
    for offset, name in enumerate(names):
        port = 0 if base_port is None else base_port + offset
        try:
            taken[name] = bind(port, socket.SOCK_DGRAM if name == NAMES else socket.SOCK_STREAM)
            if name not in (*silent, NAMES):
                taken[name].listen(BACKLOG)
        except (OSError, OverflowError) as error:
            close_all(taken.values())
            raise InputError(
                f"样例城市需要的端口 {port} 无法使用（{error}）。请用 --base-port 另选一段空闲端口。"
            ) from error
    return taken


def take_ports_anywhere(names: Sequence[str], preferred: int, silent: Sequence[str] = ()) -> dict[str, socket.socket]:
    """Return a bound socket for each name, from `preferred` on if those ports are free, else wherever there is room."""
    try:
        return take_ports(names, preferred, silent)
    except InputError:
        return take_ports(names, None, silent)


def port_numbers(sockets: Mapping[str, socket.socket]) -> dict[str, int]:
    """Return the port number behind each name."""
    return {name: bound.getsockname()[1] for name, bound in sockets.items()}


def close_all(sockets: Iterable[socket.socket]) -> None:
    """Close every socket."""
    for bound in sockets:
        bound.close()
