"""Merkle trees as RFC 6962 (2.1) defines them, over SHA-256: roots, inclusion paths, and checking these.

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


def root_by_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root to which a path leads leaf `index` of `size`; None when the path has not the right length."""
    found, last = leaf_hash(leaf), size - 1
    rest = list(path)
    while last > 0:
        if index % 2 or index < last:
            if not rest:
                return None
            other = rest.pop(0)
            found = node_hash(other, found) if index % 2 else node_hash(found, other)
        index, last = index // 2, last // 2
    return None if rest else found


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _root(hashes: Sequence[bytes]) -> bytes:
    """Level by level: an odd last one moves up as it is, which is the same tree as the recursive definition's."""
    level = list(hashes)
    while len(level) > 1:
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def _path(hashes: Sequence[bytes], index: int) -> list[bytes]:
    path = []
    level = list(hashes)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
        index //= 2
    return path
