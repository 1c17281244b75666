"""Numbers, parameters, samples and measures of a scheme: what its rules read."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from kaoping.schemes.expressions import Duration


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its YAML file."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class ParamRef:
    """`$name` where a number is expected."""

    name: str


@dataclass(frozen=True, slots=True)
class ByKey:
    """A number per unit: the first of unit id, name, tag, site type, class, group, `default` that is a key."""

    items: tuple[tuple[str, "Quantity"], ...]


@dataclass(frozen=True, slots=True)
class Open:
    """Left open by the document: counts in sums, warned about, blocks announcing until filled."""

    reason: str


Quantity: TypeAlias = Decimal | ParamRef | ByKey


def stated(value: Quantity | Open | None) -> Quantity | None:
    """Return the number that the document states; None where it states none or leaves it open."""
    return None if isinstance(value, Open) else value


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number, duration or list of words of the scheme, with the clause it comes from and its certainty.

    `at_least` and `at_most` are bounds that the document sets for whoever chooses the number (不超过70%).
    """

    name: str
    value: "Quantity | Duration | tuple[str, ...] | str | bool"
    clause: str = ""
    certainty: str = ""
    note: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    place: Place | None = field(default=None, compare=False)


# ---- measures ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckSource:
    """`check:`; `params` are what the scheme hands over, `where` filters findings, `take` aggregates them.

    A `where` value is a literal, a tuple (any of), or text starting with `not_` (anything but). `take` is an
    aggregate (`count any share sum max min`) and the value path it reads (`values.count` → "count"; "" for count/any).
    """

    check: str
    params: tuple[tuple[str, object], ...] = ()  # plain values or ParamRef
    where: tuple[tuple[str, object], ...] = ()
    take: tuple[str, str] = ("count", "")


@dataclass(frozen=True, slots=True)
class AskSource:
    """`ask:` a question people answer, by the methods named."""

    question: str
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderSource:
    """`from:` a provider column with selectors."""

    name: str
    where: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportSource:
    """`import:` a table handed in."""

    title: str


@dataclass(frozen=True, slots=True)
class LedgerSource:
    """`ledger:` a 台账 with proof."""

    name: str


Source: TypeAlias = CheckSource | AskSource | ProviderSource | ImportSource | LedgerSource


@dataclass(frozen=True, slots=True)
class Sample:
    """随机抽查: how many of which, drawn for whom; the same id is the same draw."""

    id: str
    of: str
    n: Quantity | None = None
    every: tuple[tuple[str, Quantity], ...] = ()
    from_: str = "self"  # self | subordinates | both
    bodies: str = ""
    combine: str = "sum"  # mean | sum | min
    if_none: str = "not_applicable"  # full | zero | not_applicable
    clause: str = ""
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Measure:
    """测评值: one value per unit, or a series (`by`)."""

    name: str
    title: str
    kind: str  # count | bool | number | share | date | duration | list
    source: Source
    by: str = ""  # "" | month | quarter | year
    count: str = "faults"  # faults | items
    when: str = "point"  # point | period
    window: Duration | None = None
    sites: str = "main"  # main | own | subtree
    combine: str = "sum"  # sum | max | any
    sample: Sample | None = None
    each: str = ""  # checklist id
    excluding: tuple[str, ...] = ()  # measure names, already resolved where `others` was written
    clause: str = ""
    place: Place | None = None
