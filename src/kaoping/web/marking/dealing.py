"""Who gets what: work dealt evenly to assessors, a random share of it to two of them."""

import hashlib
from collections.abc import Mapping, Sequence


def deal(keys: Sequence[str], assessors: Sequence[int], share: int, seed: str) -> Mapping[str, tuple[int, ...]]:
    """Return for each key (a unit or a question) its one or two assessors.

    Keys are dealt in turn. `share` percent of them (rounded up), chosen by the digest of `seed` and key so that the
    choice can be repeated and nobody could have steered it, go to a second assessor as well: the pairs change, so that
    every assessor is compared with every other.
    """
    twice = chosen_share(keys, share, seed) if len(assessors) > 1 else frozenset()
    found: dict[str, tuple[int, ...]] = {}
    pairs = 0
    for number, key in enumerate(keys):
        first = number % len(assessors)
        found[key] = (assessors[first],)
        if key in twice:
            step = 1 + pairs % (len(assessors) - 1)
            found[key] = (assessors[first], assessors[(first + step) % len(assessors)])
            pairs += 1
    return found


def chosen_share(keys: Sequence[str], share: int, seed: str) -> frozenset[str]:
    """Return `share` percent of the keys, rounded up: those whose digest with the seed is lowest."""
    count = -(-len(keys) * share // 100)
    return frozenset(sorted(keys, key=lambda key: hashlib.sha256(f"{seed}\n{key}".encode()).digest())[:count])
