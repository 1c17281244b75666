"""Sealed lists and whole publications for tests."""

from datetime import UTC, datetime

from kaoping.draws.drawing import make_draw
from kaoping.draws.protocol import commitment_of
from kaoping.draws.sealed_text import write_sealed
from kaoping.draws.values import Candidate, Commitment, Pool, PoolName, Revealed, SealedList
from kaoping.draws.verify import Published

SECRET = "00112233445566778899aabbccddeeff" * 2
SOURCE = "某日号码"
PUBLIC = "1 2 3"
MARCH = datetime(2022, 3, 1, 9, tzinfo=UTC)
APRIL, MAY, JUNE = MARCH.replace(month=4), MARCH.replace(month=5), MARCH.replace(month=6)


def pool(unit: str = "a", *items: str, n: int = 2, sample: str = "guides", period: str = "") -> Pool:
    candidates = tuple(Candidate(item, f"事项{item}") for item in items)
    return Pool(PoolName("sample", sample, unit, period), n, f"{unit}：事项", candidates)


def sealed(*pools: Pool, source: str = SOURCE) -> str:
    commitment = commitment_of(SECRET, source)
    return write_sealed(SealedList("s", "sha256:0", "", commitment, source, APRIL, pools))


def published(*pools: Pool) -> Published:
    """A draw carried out as it should be, with everything published."""
    text = sealed(*pools)
    return Published(
        commitment=Commitment(commitment_of(SECRET, SOURCE), SOURCE, MARCH),
        sealed_text=text,
        result=make_draw(text, SECRET, PUBLIC, MAY),
        revealed=Revealed(SECRET, JUNE),
    )
