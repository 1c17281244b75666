"""What a draft says about one indicator: its rule, the measures that rule needs, and how far to trust the reading."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum


class Confidence(IntEnum):
    """How far a rule can be trusted; the lowest reason counts."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def title(self) -> str:
        return {1: "低", 2: "中", 3: "高"}[self.value]


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure that people answer. `kind` is that of the scheme language, `unit` what is counted (处, 个…)."""

    question: str
    kind: str
    sample: tuple[str, int] | None = None  # what is drawn, how many
    items: bool = False  # 每发现一个存在该问题的事项: items are counted, not faults
    by: str = ""
    whole: bool = False  # its yes ends the whole assessment, not the indicator alone
    supposed: bool = False  # the condition was not written; the question is ours


@dataclass(frozen=True, slots=True)
class Line:
    """`AMOUNT per MEASURE` or `AMOUNT if MEASURE`; `amount` as the language writes it (0.5, 50%)."""

    amount: str
    asked: Asked
    per: bool = False
    cap: str = ""


@dataclass(frozen=True, slots=True)
class Deduct:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Award:
    """`mode` tiers, sum or best; under sum an entry with several lines is a list of tiers."""

    mode: str
    entries: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Benchmark:
    of: Asked


@dataclass(frozen=True, slots=True)
class Ratio:
    of: Asked
    target: Asked


@dataclass(frozen=True, slots=True)
class Timed:
    of: Asked
    only_if: Asked | None
    within: tuple[tuple[str, str], ...]  # (1wd, 50%)


@dataclass(frozen=True, slots=True)
class Panel:
    pass


@dataclass(frozen=True, slots=True)
class Carry:
    of: Asked
    factor: str


@dataclass(frozen=True, slots=True)
class Full:
    pass


@dataclass(frozen=True, slots=True)
class Manual:
    pass


@dataclass(frozen=True, slots=True)
class Open:
    reason: str


@dataclass(frozen=True, slots=True)
class Portion:
    """A criterion of a share: its percentage and how it is had (a measure read as a share or a yes, or a rule)."""

    percent: Decimal
    title: str
    how: "Asked | Rule"
    zero_if: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    portions: tuple[Portion, ...]


Rule = Deduct | Award | Benchmark | Ratio | Timed | Panel | Carry | Full | Manual | Open | Share


@dataclass(slots=True)
class Reading:
    """The rule read from a criterion. `reasons` say what speaks against full confidence; `unread` is what was left."""

    rule: Rule
    zero_if: tuple[Asked, ...] = ()
    confidence: Confidence = Confidence.HIGH
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The rule's key in the scheme language."""
        return type(self.rule).__name__.lower()

    def doubt(self, confidence: Confidence, reason: str) -> None:
        self.confidence = min(self.confidence, confidence)
        if reason not in self.reasons:
            self.reasons.append(reason)


def measures_of(reading: Reading) -> Iterator[Asked]:
    """Every measure of a reading, in the order in which it is written."""
    yield from reading.zero_if
    yield from _of_rule(reading.rule)


def _of_rule(rule: Rule) -> Iterator[Asked]:
    match rule:
        case Deduct(lines):
            yield from (line.asked for line in lines)
        case Award(_, entries):
            yield from (line.asked for entry in entries for line in entry)
        case Benchmark(of) | Carry(of, _):
            yield of
        case Ratio(of, target):
            yield from (of, target)
        case Timed(of, only_if, _):
            yield from (of, *([only_if] if only_if else []))
        case Share(portions):
            for portion in portions:
                yield from portion.zero_if
                yield from [portion.how] if isinstance(portion.how, Asked) else _of_rule(portion.how)
        case _:
            return
