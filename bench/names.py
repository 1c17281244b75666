"""A local name server: every name below `bench.test` is 127.0.0.1. usage: names.py PORT; says `ready`.

It answers A and nothing else, one datagram at a time, and is there so that looking names up costs what it costs us, not
what somebody's network does.
"""

import socket
import struct
import sys

ZONE = (b"bench", b"test")
A, IN = 1, 1
ANSWER = struct.pack(">HHHIH", 0xC00C, A, IN, 60, 4) + bytes((127, 0, 0, 1))  # the name is that of the question


def reply(query: bytes) -> bytes:
    """Return the answer to a query for one name; a name outside the zone does not exist. Raises ValueError for none."""
    if len(query) < 17:
        raise ValueError("too short")
    labels, place = [], 12
    while (length := query[place]) > 0:
        labels.append(query[place + 1 : place + 1 + length])
        place += 1 + length
        if place + 5 > len(query):
            raise ValueError("cut off")
    question = query[12 : place + 5]
    (kind,) = struct.unpack(">H", query[place + 1 : place + 3])
    ours = tuple(label.lower() for label in labels[-2:]) == ZONE
    answers = int(ours and kind == A)
    flags = 0x8580 if ours else 0x8583  # an answer of authority; the last digit 3: no such name
    return query[:2] + struct.pack(">HHHHH", flags, 1, answers, 0, 0) + question + ANSWER * answers


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", int(sys.argv[1])))
        print("ready", flush=True)
        while True:
            query, client = server.recvfrom(2048)
            try:
                server.sendto(reply(query), client)
            except (ValueError, IndexError):
                continue


if __name__ == "__main__":
    main()
