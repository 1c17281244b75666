"""Compression undone within limits."""

import gzip
import zlib

import pytest

from kaoping.crawl.decoding import decode_body

TEXT = "政务公开".encode() * 5000


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(TEXT), "gzip"),
        (gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]), "x-gzip"),
        (gzip.compress(TEXT) + b"rubbish", "GZIP"),
        (zlib.compress(TEXT), "deflate"),
        (zlib.compress(TEXT)[2:-4], "deflate"),
        (gzip.compress(zlib.compress(TEXT)), "deflate, gzip"),
        (TEXT, "gzip"),
        (TEXT, "identity"),
        (TEXT, ""),
    ],
    ids=["gzip", "two-members", "rubbish-after", "zlib", "raw-deflate", "both", "undeclared", "identity", "none"],
)
def test_plain_text_comes_out(body: bytes, encoding: str) -> None:
    assert decode_body(body, encoding, len(TEXT)) == (TEXT, "")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_stops_at_the_limit(encoding: str) -> None:
    bomb = gzip.compress(bytes(50_000_000)) if encoding == "gzip" else zlib.compress(bytes(50_000_000))
    plain, reason = decode_body(bomb, encoding, 100_000)
    assert (len(plain), reason) == (100_000, "decompression-limit")


def test_many_small_members_share_one_limit() -> None:
    plain, reason = decode_body(gzip.compress(bytes(1000)) * 500, "gzip", 100_000)
    assert (len(plain), reason) == (100_000, "decompression-limit")


def test_a_broken_stream_gives_what_can_be_read() -> None:
    plain, reason = decode_body(gzip.compress(TEXT)[:-20], "gzip", len(TEXT))
    assert reason == "bad-response"
    assert TEXT.startswith(plain)


def test_an_encoding_never_asked_for_cannot_be_read() -> None:
    assert decode_body(b"\x8b\x02\x80", "br", 100)[1] == "bad-response"
