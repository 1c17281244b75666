"""The measurements' own reckoning: names, tables, ratios."""

import struct

import pytest

from bench import growth, network, shards
from bench.names import reply
from bench.network import Case, Cost


def query(name: str, kind: int = 1) -> bytes:
    labels = b"".join(bytes((len(label),)) + label.encode() for label in name.split("."))
    return b"\x12\x34" + struct.pack(">HHHHH", 0x0100, 1, 0, 0, 0) + labels + b"\x00" + struct.pack(">HH", kind, 1)


def test_a_name_of_the_zone_is_the_loopback_address() -> None:
    answer = reply(query("h1.bench.test"))
    assert answer[:2] == b"\x12\x34"
    assert struct.unpack(">HHHHH", answer[2:12]) == (0x8580, 1, 1, 0, 0)
    assert answer.endswith(bytes((0, 4, 127, 0, 0, 1)))
    assert struct.unpack(">H", reply(query("H1.Bench.TEST"))[6:8]) == (1,)


def test_other_kinds_and_names_have_no_answer() -> None:
    flags, _, answers = struct.unpack(">HHH", reply(query("h1.bench.test", kind=28))[2:8])
    assert (flags & 0xF, answers) == (0, 0), "the name exists, but has no IPv6 address"
    flags, _, answers = struct.unpack(">HHH", reply(query("www.gov.cn"))[2:8])
    assert (flags & 0xF, answers) == (3, 0)


@pytest.mark.parametrize("cut", [0, 11, 14, 20])
def test_half_a_query_is_refused(cut: int) -> None:
    with pytest.raises((ValueError, IndexError)):
        reply(query("h1.bench.test")[:cut])


def test_what_tls_adds_is_to_the_same_request_over_http() -> None:
    one, many = Case("http", 1, 10), Case("https", 5, 5, looked_up=True)
    costs = [Cost(one.title, 1.0, 2.0), Cost("request on an open connection, https", 1.25, 2.0), Cost(many.title, 3, 4)]
    lines = network.table([costs, costs, costs], 3).splitlines()
    assert [line.split(" | ")[2] for line in lines[4:]] == ["–", "+0.25", "–"]
    urls = many.urls({"http": 80, "https": 443})
    assert (len(set(urls)), urls[0]) == (5, "https://h0.bench.test:443/index.html")
    assert len(set(one.urls({"http": 80}))) == 1


def test_ratios_of_processes_are_of_the_same_round() -> None:
    runs = {
        1: [shards.Run(10, 9, 12), shards.Run(20, 9, 30), shards.Run(12, 9, 14)],
        2: [shards.Run(5, 10, 9), shards.Run(10, 10, 18), shards.Run(8, 10, 9)],
    }
    one, two = (line.split(" | ") for line in shards.table(runs, 1000, 3).splitlines()[4:])
    assert (one[2], two[2]) == ("1.00", "2.00")
    assert (one[3], two[3]) == ("9.00", "10.00")


def test_growth_is_told_by_the_smallest_site() -> None:
    runs = [growth.Grown(100, 4.0, 8000, 1500, 200), growth.Grown(10_000, 4.4, 8000, 1500, 240)]
    assert growth.table(runs).splitlines()[-1] == "| 10000 | 4.40 | 1.10 | 240 | 8.0 | 1.5 |"
