"""What is compiled of the scans says what they say without it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.markup import scanning

needs_build = pytest.mark.skipif(not scanning.compiled, reason="not compiled: make compile")
LETTERS = st.sampled_from("甲乙丙省市区abcC1９é\ufffd\u3000🏛 <\n\x00")
TEXTS = st.text(LETTERS, max_size=60)
BYTES = st.lists(
    st.sampled_from(
        [b"a", b"abcdefgh", "政务".encode(), b"\xe4\xb8", b"\x80", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90", b"\xff"]
    )
    | st.binary(max_size=5)
).map(b"".join)


def both(look: Callable[[], Any]) -> tuple[Any, Any]:
    with pytest.MonkeyPatch.context() as patch:
        with_it = look()
        patch.setattr(scanning, "compiled", False)
        return with_it, look()


@needs_build
@settings(deadline=None)
@given(BYTES, st.sampled_from([b"", b"a", b"ab", "政".encode(), b"\xff\xff"]))
def test_bytes_are_told_alike(text: bytes, part: bytes) -> None:
    with_it, without = both(lambda: (scanning.is_utf8(text), scanning.count(text, "a"), scanning.holds(text, part)))
    assert with_it == without


@needs_build
@settings(deadline=None)
@given(TEXTS, st.integers(1, 4))
def test_texts_are_told_alike(text: str, most: int) -> None:
    with_it, without = both(lambda: (scanning.line_marks(text.encode(), most), scanning.text_shape(text)))
    assert with_it == without


@needs_build
@settings(deadline=None)
@given(st.lists(st.text(LETTERS, min_size=1, max_size=4).map(str.encode), unique=True), TEXTS)
def test_terms_are_found_alike(terms: list[bytes], text: str) -> None:
    with_it, without = both(lambda: list(map(tuple, scanning.Terms(terms).find(text.encode()))))
    assert with_it == without


@needs_build
def test_a_line_longer_than_can_be_said_is_as_wide_as_can_be() -> None:
    with_it, without = both(lambda: scanning.line_marks(b"x" * 70_000 + b"\ny", 9))
    assert with_it == without
    assert with_it[1] == b"\xff\xff\x01\x00"


def test_terms_that_begin_alike_are_found_all_the_same() -> None:
    terms = [f"中华人民{number}".encode() for number in range(200)]  # too many for one chain
    found = scanning.Terms(terms).find("中华人民共和国中华人民17".encode())
    assert list(map(tuple, found)) == [(17, 21, 35)]
