"""The four hashes of a draw and the choice by rank. Whoever can compute SHA-256 can repeat all of it by hand."""

import hashlib
from collections.abc import Iterable

FORMAT = "kaoping-draw/1"


def commitment_of(secret: str, public_source: str) -> str:
    """Return what is published when the cycle is announced.

    `secret` is 64 hexadecimal digits; `public_source` says where the public value will come from, "" for nowhere.
    """
    return _tagged("commitment", secret, public_source)


def seal_of(sealed_list: str) -> str:
    """Return the seal of a sealed list: the plain SHA-256 of its text, as `sha256sum` gives it for the file."""
    return hashlib.sha256(sealed_list.encode()).hexdigest()


def seed_of(secret: str, seal: str, public: str) -> str:
    """Return the seed of a draw; `public` is the public value as canonical text, "" where none was announced."""
    return _tagged("seed", secret, seal, public)


def rank_of(seed: str, pool: str, item: str) -> str:
    """Return what candidates of a pool are ordered by."""
    return _tagged("rank", seed, pool, item)


def choose(seed: str, pool: str, items: Iterable[str], n: int) -> tuple[str, ...]:
    """Return the `n` candidates of least rank, the first drawn first; all of them where there are no more than `n`.

    Every set of `n` is equally likely, whatever the order of `items`; a greater `n` only adds to a smaller one's.
    """
    return tuple(sorted(items, key=lambda item: (rank_of(seed, pool, item), item))[:n])


def _tagged(purpose: str, *fields: str) -> str:
    """The first line says what the hash is for, so that none can be taken for another; no field has a line break."""
    text = "\n".join((f"{FORMAT} {purpose}", *fields))
    return hashlib.sha256(text.encode()).hexdigest()
