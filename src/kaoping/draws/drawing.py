"""Makes a draw: from the secret, the sealed list and the public value to what is chosen from each pool."""

import re
from datetime import datetime

from kaoping.draws.plain_text import plain
from kaoping.draws.protocol import choose, commitment_of, seal_of, seed_of
from kaoping.draws.sealed_text import read_sealed, write_sealed
from kaoping.draws.values import Chosen, DrawResult, SealedList
from kaoping.model.errors import InputError

SECRET = re.compile(r"[0-9a-f]{64}")


def make_draw(sealed_text: str, secret: str, public: str, now: datetime) -> DrawResult:
    """Return the result of drawing from a sealed list.

    Raises InputError when the list is not in its canonical form or was sealed for another secret, and when a public
    value is missing that the list announces, or given that it does not.
    """
    sealed, public = read_sealed(sealed_text), plain(public)
    if write_sealed(sealed) != sealed_text:
        raise InputError("封存的候选名单不是规定的格式（可能被编辑器改写过）；请用 kaoping draw seal 写出的原文件。")
    if commitment_of(secret, sealed.public_source) != sealed.commitment:
        raise InputError("密钥与封存名单所载的承诺不符；请用公布该承诺时生成的密钥文件。")
    if sealed.public_source and not public:
        raise InputError(f"封存名单规定要用公开值（{sealed.public_source}）；请用 --public 给出。")
    if public and not sealed.public_source:
        raise InputError("封存名单没有规定公开值的来源，不能在抽取时另加公开值。")
    seal = seal_of(sealed_text)
    seed = seed_of(secret, seal, public)
    return DrawResult(sealed_text, seal, seed, public, now.replace(microsecond=0), choose_all(sealed, seed))


def choose_all(sealed: SealedList, seed: str) -> tuple[Chosen, ...]:
    """Return what a seed chooses from every pool."""
    return tuple(
        Chosen(pool.name.label, choose(seed, pool.name.label, (c.id for c in pool.candidates), pool.n))
        for pool in sealed.pools
    )
