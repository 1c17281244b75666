"""A drafted scheme before it is written: parts, indicators, adjustments and vetoes, each with its source."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from kaoping.schemes.drafting.document import SourcePlace
from kaoping.schemes.drafting.drafted import Asked, Reading
from kaoping.schemes.drafting.identifiers import Identifiers


@dataclass(slots=True)
class DraftNode:
    """An indicator of the draft. A leaf has a `reading`, the others `children`."""

    id: str
    title: str
    place: SourcePlace
    path: tuple[str, ...]
    points: Decimal | None = None
    children: list["DraftNode"] = field(default_factory=list)
    reading: Reading | None = None
    drawn: int = 0  # that many children are drawn by lot
    texts: dict[str, str] = field(default_factory=dict)  # text, basis, method, scope, materials, note
    original: tuple[tuple[str, str], ...] = ()  # heading → what stood in the cell
    remarks: list[str] = field(default_factory=list)

    def leaves(self) -> Iterator["DraftNode"]:
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(slots=True)
class DraftAdjustment:
    id: str
    title: str
    kind: str  # bonus | penalty
    limit: Decimal | None
    nodes: list[DraftNode]
    place: SourcePlace


@dataclass(slots=True)
class DraftVeto:
    id: str
    title: str
    asked: Asked
    then: str
    place: SourcePlace
    whole: bool = False  # it ends the whole assessment


@dataclass(slots=True)
class DraftPart:
    """A part of the draft: one table, or the indicators of one chapter. `table` is its number in the document."""

    id: str
    title: str
    table: int
    place: SourcePlace
    group: str = ""
    weight: dict[str, Decimal] = field(default_factory=dict)
    ceiling: Decimal | None = None
    nodes: list[DraftNode] = field(default_factory=list)
    adjust: list[DraftAdjustment] = field(default_factory=list)
    vetoes: list[DraftVeto] = field(default_factory=list)

    @property
    def points(self) -> Decimal | None:
        known = [node.points for node in self.nodes if node.points is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(self.nodes) else None

    def leaves(self) -> Iterator[tuple[str, DraftNode]]:
        """Every leaf with where it counts: base, bonus or penalty."""
        for node in self.nodes:
            yield from (("base", leaf) for leaf in node.leaves())
        for adjustment in self.adjust:
            for node in adjustment.nodes:
                yield from ((adjustment.kind, leaf) for leaf in node.leaves())


@dataclass(slots=True)
class DraftScheme:
    id: str
    title: str
    source: str
    groups: dict[str, str]
    parts: list[DraftPart]
    ids: Identifiers  # all that are taken
    issued: str = ""
    by: str = ""
    number: str = ""

    @property
    def weighted(self) -> bool:
        return bool(self.parts) and all(part.weight for part in self.parts)

    def leaves(self) -> Iterator[tuple[DraftPart, str, DraftNode]]:
        for part in self.parts:
            yield from ((part, where, leaf) for where, leaf in part.leaves())
