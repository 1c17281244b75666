"""The city's server process: takes ports, says on standard output which, and serves until standard input closes.

The authority whose certificates the city shows is made anew each time; its certificate is said beside the ports.
"""

import argparse
import asyncio
import json
import socket
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from kaoping.demo.answers import Host
from kaoping.demo.authority import Authority, contexts, new_authority
from kaoping.demo.build import AS_OF, SEED, build_city, server_names, silent_names
from kaoping.demo.name_service import answer_names
from kaoping.demo.names import NAMED, NAMES
from kaoping.demo.ports import BASE_PORT, port_numbers, take_ports, take_ports_anywhere
from kaoping.demo.serve import serve
from kaoping.model.errors import InputError


def main(arguments: Sequence[str]) -> int:
    """Serve the city. Returns 2 when the ports asked for can't be had."""
    options = _options(arguments)
    try:
        if options.base_port is None:
            sockets = take_ports_anywhere(server_names(), BASE_PORT, silent_names())
        else:
            sockets = take_ports(server_names(), options.base_port or None, silent_names())
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    ports = port_numbers(sockets)
    hosts = build_city(ports, options.as_of, options.seed).hosts
    authority = new_authority()
    if options.authority is not None:
        options.authority.write_text(authority.pem, encoding="utf-8")
    by_port = {ports[name]: bound for name, bound in sockets.items()}
    try:
        asyncio.run(_run(hosts, by_port, ports, authority))
    except KeyboardInterrupt:
        return 0
    return 0


async def _run(
    hosts: Mapping[int, Host], sockets: Mapping[int, socket.socket], ports: Mapping[str, int], authority: Authority
) -> None:
    """Standard input is held open by whoever started us: when they are gone, so are we."""
    stop = asyncio.Event()
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    known = {named.host: named.addresses for named in NAMED.values() if named.addresses}
    names = await answer_names(sockets[ports[NAMES]], known)
    secured = {ports[server]: context for server, context in contexts(authority).items()}
    serving = asyncio.create_task(serve(hosts, sockets, stop, secured))
    await asyncio.sleep(0)
    sys.stdout.write(json.dumps({"ports": dict(ports), "authority": authority.pem}) + "\n")
    sys.stdout.flush()
    await reader.read()
    stop.set()
    names.close()
    await serving


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m kaoping.demo", description="提供样例城市的网站")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, help="监测时间点")
    parser.add_argument("--seed", type=int, default=SEED, help="随机种子")
    parser.add_argument("--base-port", type=int, default=None, help="起始端口；0 为由系统分配")
    parser.add_argument("--authority", type=Path, default=None, help="把样例根证书写到这个文件")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
