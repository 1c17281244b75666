"""The tree is that of RFC 6962, written here a second time as the RFC defines it."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from kaoping.evidence.merkle import inclusion_path, merkle_root
from kaoping.evidence.standalone import root_by_path

LEAVES = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


def defined_root(leaves: list[bytes]) -> bytes:
    """The recursive definition of RFC 6962, 2.1."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + defined_root(leaves[:split]) + defined_root(leaves[split:])).digest()


def test_known_values() -> None:
    """Of no leaf and of one empty leaf, as certificate logs publish them."""
    assert merkle_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle_root([b""]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(LEAVES)
def test_the_root_is_as_defined(leaves: list[bytes]) -> None:
    assert merkle_root(leaves) == defined_root(leaves)


@given(LEAVES, st.data())
def test_a_path_leads_its_leaf_to_the_root_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = inclusion_path(leaves, index)
    root = merkle_root(leaves)
    assert root_by_path(leaves[index], index, len(leaves), path) == root
    assert root_by_path(leaves[index] + b"x", index, len(leaves), path) != root
    assert root_by_path(leaves[index], index, len(leaves), [*path, b"\x00" * 32]) is None
    if path:
        assert root_by_path(leaves[index], index, len(leaves), path[:-1]) is None
