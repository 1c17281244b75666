"""The scheme as loaded: frozen nodes that read like the document, with every name resolved and every place kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from kaoping.schemes.expressions import Duration, Expr
from kaoping.schemes.measure import (
    AskSource,
    ByKey,
    CheckSource,
    ImportSource,
    LedgerSource,
    Measure,
    Open,
    Parameter,
    ParamRef,
    Place,
    ProviderSource,
    Quantity,
    Sample,
    Source,
    stated,
)

__all__ = [
    "Adjustment", "Amount", "Applies", "AskSource", "Award", "Benchmark", "ByKey", "Carry", "CheckSource",
    "Consequence", "Conversion", "Criterion", "Deduct", "Draw", "Full", "Grade", "ImportSource", "Item", "LateRatio",
    "LedgerSource", "Manual", "Measure", "Node", "Open", "Panel", "ParamRef", "Parameter", "Part", "Place",
    "ProviderSource", "Quantity", "Ratio", "Rounding", "Rule", "Sample", "Scheme", "Share", "Source", "Survey",
    "Tiers", "Timed", "Total", "Veto", "stated",
]  # fmt: skip

# ---- rules -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """Points, or per cent of the leaf's points: with `percent`, the value 50 means 50 %."""

    value: Quantity
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """`AMOUNT per EXPR` or `AMOUNT if CONDITION`; exactly one of `per` and `condition` is set."""

    id: str
    amount: Amount
    per: Expr | None = None
    condition: Expr | None = None
    cap: Amount | None = None
    clause: str = ""
    source: str = ""  # the item as written, for traces and print


@dataclass(frozen=True, slots=True)
class Tiers:
    """The first item whose condition holds counts."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Deduct:
    items: tuple[Item, ...]
    below_zero: bool = False


@dataclass(frozen=True, slots=True)
class Award:
    """`mode` is tiers (first match), sum (added up to the points) or best (highest only)."""

    mode: str
    items: tuple[Item | Tiers, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One percentage share of a leaf: credited by `of` (0…1), `condition`, a rule (Manual: by hand) or open.

    `percent` is 40 for 40 %. A Manual criterion's mark is the measure named by the criterion's own id.
    """

    id: str
    percent: Quantity
    title: str
    of: Expr | None = None
    condition: Expr | None = None
    rule: "Rule | None" = None
    clause: str = ""
    zero_if: tuple[Expr, ...] = ()
    full_if: tuple[Expr, ...] = ()
    applies_to: "Applies | None" = None


@dataclass(frozen=True, slots=True)
class Share:
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """`of` ÷ `target`, capped at 1 unless `over`."""

    of: Expr
    target: Expr
    over: bool = False


@dataclass(frozen=True, slots=True)
class LateRatio:
    """Late completion: `amount` done ÷ due where given, else time allowed ÷ time taken, both from `start`."""

    due: Expr
    taken: Expr
    start: Expr | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """标杆法: value ÷ best in the group or class."""

    of: Expr
    within: str = "group"


@dataclass(frozen=True, slots=True)
class Timed:
    """The percentage (50 is 50 %) of the first limit met; nothing when none is met or `only_if` is false."""

    of: Expr
    within: tuple[tuple[Duration, Quantity], ...]
    only_if: Expr | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Mean of experts' marks out of `scale` without the `trim` highest and lowest; the marks are the leaf's measure."""

    scale: Quantity
    trim: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """Result (0…1 or 0…100 as the measure's kind says) of a social evaluation with its minimum sample."""

    of: Expr
    minimum: Quantity | None = None
    responses: Expr | None = None


@dataclass(frozen=True, slots=True)
class Carry:
    """A series × factor (a fraction: 5 % is Decimal("0.05")), summed."""

    of: Expr
    factor: Quantity


@dataclass(frozen=True, slots=True)
class Full:
    """Full points unless a guard says otherwise."""


@dataclass(frozen=True, slots=True)
class Manual:
    """An assessor awards the points, with a reason; the mark is the measure named by the node's own id."""


Rule: TypeAlias = (
    Deduct | Award | Share | Ratio | LateRatio | Benchmark | Timed | Panel | Survey | Carry | Full | Manual | Open
)


# ---- the tree ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Applies:
    """Whom something concerns: any of `names` (unit id or name, tag, site type, class, group) or a condition."""

    names: tuple[str, ...] = ()
    condition: Expr | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """随机抽查N个领域: `children` of the children count, drawn once per cycle or per unit."""

    children: Quantity
    per: str = "cycle"


@dataclass(frozen=True, slots=True)
class Node:
    """指标. A leaf (no children) has a rule; inherited fields are already filled in."""

    id: str
    title: str
    points: Quantity | Open | None
    text: str = ""
    basis: str = ""
    clause: str = ""
    method: tuple[str, ...] = ()
    scope: str = ""
    materials: str = ""
    note: str = ""
    rule: Rule | None = None
    children: tuple["Node", ...] = ()
    zero_if: tuple[Expr, ...] = ()
    full_if: tuple[Expr, ...] = ()
    applies_to: Applies | None = None
    except_: Applies | None = None
    draw: Draw | None = None
    path: tuple[str, ...] = ()  # titles from the part down to this node
    place: Place | None = None

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator["Node"]:
        return (node for node in self.walk() if not node.children)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a veto does: `kind` is zero, fail, fixed (with `value`), label or bar (with `name`)."""

    kind: str
    name: str = ""
    value: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """单项否决: a condition that overrides the score of its part or of the whole."""

    id: str
    title: str
    condition: Expr
    then: tuple[Consequence, ...]
    clause: str = ""
    text: str = ""
    place: Place | None = None

    @property
    def overrides(self) -> bool:
        """Whether it changes points; one that only labels or bars names a case, it does not veto (否决) anything."""
        return any(one.kind in ("zero", "fail", "fixed") for one in self.then)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """加减分. `limit` is None for 不设上限, Open where the document leaves it to the year's edition.

    A penalty's leaves have positive points and act negatively.

    With `limit: none` a leaf may have no points (None): what it deducts or awards then has no bound of its own.
    A rule written directly on the adjustment becomes its only node, with the adjustment's id and its limit as points.
    """

    id: str
    title: str
    kind: str  # bonus | penalty
    limit: Quantity | Open | None
    nodes: tuple[Node, ...]
    entry: Expr | None = None
    clause: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """考评部分. `nodes` is empty and `open` set where the document leaves the indicators to the year's edition."""

    id: str
    title: str
    points: Quantity | Open | None
    nodes: tuple[Node, ...]
    weight: Quantity | None = None  # a fraction: 80 % is Decimal("0.8")
    ceiling: Quantity | None = None
    vetoes: tuple[Veto, ...] = ()
    adjust: tuple[Adjustment, ...] = ()
    when_not_applicable: str = ""  # "" | exclude | rescale | full | spread
    applies_to: Applies | None = None
    except_: Applies | None = None
    open: Open | None = None
    clause: str = ""
    text: str = ""
    note: str = ""
    place: Place | None = None

    def all_nodes(self) -> Iterator[Node]:
        """Every indicator of the part, then those of its adjustments."""
        roots = (*self.nodes, *(node for adjustment in self.adjust for node in adjustment.nodes))
        return (node for root in roots for node in root.walk())


@dataclass(frozen=True, slots=True)
class Rounding:
    places: int = 2
    mode: str = "half_up"  # half_up | truncate


@dataclass(frozen=True, slots=True)
class Total:
    combine: str  # weighted | sum | deductions
    subtract: tuple[str, ...] = ()
    ceiling: Quantity | None = None
    floor: Quantity | None = Decimal(0)
    round: Rounding = field(default_factory=Rounding)


@dataclass(frozen=True, slots=True)
class Grade:
    title: str
    from_: Quantity
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Conversion:
    """折合: points out of what `from_` names, converted to `to`; Open where the document does not say to how many."""

    from_: str  # total | a part id | an indicator id
    to: Quantity | Open
    title: str
    clause: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """考评方案, expanded: `extends` and `use` resolved, defaults filled in."""

    id: str
    title: str
    basis: Mapping[str, str]
    groups: Mapping[str, str]
    classes: Mapping[str, tuple[str, str]]  # id → (group, title)
    tags: Mapping[str, str]
    bodies: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    samples: Mapping[str, Sample]
    checklists: Mapping[str, Mapping[str, tuple[str, ...]]]  # id → unit → items
    measures: Mapping[str, Measure]
    parts: tuple[Part, ...]
    vetoes: tuple[Veto, ...]
    adjust: tuple[Adjustment, ...]
    total: Total
    rank_by: str  # points | rate
    grades: tuple[Grade, ...]
    no_site: str  # fail | exclude | list | "" (nothing said)
    convert: tuple[Conversion, ...]
    note: str = ""
    edition: str = ""
    digest: str = ""  # of the expanded canonical form
    site_types: Mapping[str, str] = field(default_factory=dict)
    checklist_clauses: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # group or class → names (考评对象名单)
    unit_clauses: Mapping[str, str] = field(default_factory=dict)
    lineage: tuple[str, ...] = ()  # ids of the schemes extended, nearest first

    def nodes(self) -> Iterator[Node]:
        """Every indicator of every part and adjustment, in document order."""
        for part in self.parts:
            yield from part.all_nodes()
        for adjustment in self.adjust:
            for root in adjustment.nodes:
                yield from root.walk()
