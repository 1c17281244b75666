"""Merkle trees as RFC 6962 (2.1) defines them, over SHA-256: roots and inclusion paths (`standalone` checks these).

A leaf's hash is SHA-256 of the byte 0 and the leaf; a node's is SHA-256 of the byte 1 and the hashes of its two parts,
of which the left one holds the largest power of two of leaves that leaves something for the right one.
"""

import hashlib
from collections.abc import Sequence


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root hash; of no leaves, the hash of nothing."""
    return _root([leaf_hash(leaf) for leaf in leaves]) if leaves else hashlib.sha256(b"").digest()


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes with which leaf `index` is led up to the root, from the bottom."""
    return _path([leaf_hash(leaf) for leaf in leaves], index)


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _root(hashes: Sequence[bytes]) -> bytes:
    level = hashes
    while len(level) > 1:
        level = _next_level(level)
    return level[0]


def _path(hashes: Sequence[bytes], index: int) -> list[bytes]:
    path = []
    level = hashes
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        level = _next_level(level)
        index //= 2
    return path


def _next_level(level: Sequence[bytes]) -> Sequence[bytes]:
    """Pair by pair: an odd last one moves up as it is, which is the same tree as the recursive definition's."""
    paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return [*paired, *level[len(paired) * 2 :]]
