"""What a draw is made of: candidates in pools, the sealed list, the result, and what is published before and after."""

from dataclasses import dataclass
from datetime import datetime

SAMPLE, INDICATORS = "sample", "indicators"  # kinds of pools: things looked at, or children of an indicator
EVERYONE = "*"  # the unit of a draw that counts for all


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be drawn: an address or an id, and what people call it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PoolName:
    """Which draw of the scheme a pool belongs to, for whom and for which period; the parts hold no `/`."""

    kind: str
    id: str  # of the sample, or of the node whose children are drawn
    unit: str
    period: str = ""

    @property
    def label(self) -> str:
        """What goes into the ranks of the pool's candidates."""
        return "/".join((self.kind, self.id, self.unit, *([self.period] if self.period else [])))


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidates of which `n` are drawn; all of them where there are no more. No candidates: there is nothing to draw.

    `candidates` are in order of id.
    """

    name: PoolName
    n: int
    title: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class SealedList:
    """封存名单: everything that is fixed before the draw. Times are aware.

    `commitment` is that of the secret; `public_source` says where the public value will come from ("" for none).
    """

    scheme: str
    scheme_digest: str
    round: str
    commitment: str
    public_source: str
    sealed_at: datetime
    pools: tuple[Pool, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was drawn from one pool, the first drawn first."""

    pool: str  # label
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawResult:
    """抽查结果: the sealed list as text with all that the choice follows from."""

    sealed_text: str
    seal: str
    seed: str
    public: str
    drawn_at: datetime
    chosen: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """承诺: published when the cycle is announced."""

    hash: str
    public_source: str
    committed_at: datetime


@dataclass(frozen=True, slots=True)
class Revealed:
    """The secret as published after the last draw made with it."""

    secret: str
    revealed_at: datetime
