"""The name service of the city: knows the addresses of its sites, and that any other name does not exist."""

import asyncio
import socket
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import cast

import dns.exception
import dns.flags
import dns.message
import dns.opcode
import dns.rcode
import dns.rdatatype
import dns.rrset

TTL = 60  # seconds
Addresses = Mapping[str, Sequence[str]]


async def answer_names(bound: socket.socket, known: Addresses) -> asyncio.BaseTransport:
    """Answer questions on a bound UDP socket until the transport returned is closed; `known` has addresses by host."""
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: _Service(known), sock=bound)
    return transport


def reply(question: bytes, known: Addresses) -> bytes | None:
    """Return the answer to a question as it came; None for what is none."""
    try:
        asked = dns.message.from_wire(question)
    except dns.exception.DNSException:
        return None
    if asked.flags & dns.flags.QR or asked.opcode() != dns.opcode.QUERY or len(asked.question) != 1:
        return None
    answer = dns.message.make_response(asked, recursion_available=True)
    name, kind = asked.question[0].name, dns.rdatatype.to_text(asked.question[0].rdtype)
    addresses = known.get(name.to_text(omit_final_dot=True).lower())
    if addresses is None:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    elif fitting := [each for each in addresses if _kind(each) == kind]:
        answer.answer.append(dns.rrset.from_text(name, TTL, "IN", kind, *fitting))
    return answer.to_wire()


def _kind(address: str) -> str:
    return "A" if ip_address(address).version == 4 else "AAAA"


class _Service(asyncio.DatagramProtocol):
    def __init__(self, known: Addresses) -> None:
        self._known = known
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)  # not one of its class before Python 3.12

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = reply(data, self._known)
        if answer is not None and self._transport is not None:
            self._transport.sendto(answer, addr)
