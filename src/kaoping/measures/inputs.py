"""What the measure table is made from: inspections, decisions, values people gave, draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kaoping.model.catalogue import Catalogue
from kaoping.model.findings import CheckRecord, Finding
from kaoping.model.outcomes import State
from kaoping.worktime import WorkTime


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one run saw on one site.

    `as_of` is the monitoring point (监测时间点) for which the run was judged, a Beijing date: a daily patrol is judged
    for its own day; a batch made for an assessment is judged for the assessment's date, whenever it was fetched.
    """

    as_of: date
    findings: tuple[Finding, ...] = ()
    records: tuple[CheckRecord, ...] = ()


class DecisionKind(StrEnum):
    """What a person decided about a finding: it is a fault, it is none, it is excused, it stands after appeal."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    WAIVE = "waive"
    UPHOLD = "uphold"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a finding key. Both dates are inclusive Beijing days; None is without limit."""

    key: str
    kind: DecisionKind
    from_: date | None = None
    until: date | None = None
    by: str = ""
    reason: str = ""

    def in_force(self, day: date) -> bool:
        """Tell whether the decision holds on `day`; an expired one is void, as if never made."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Given:
    """One value that people, an import or a provider column gave; `value` in millionths as in the measure table.

    `measure` is a measure name, or a node id for what is marked by hand. `period` is the period of a series, the item
    number of a list, of a checklist or of a panel's marks, or the body drawn; "" for a plain value.
    """

    unit: str
    measure: str
    period: str = ""
    value: int = 0
    state: State = State.KNOWN
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draw:
    """随机抽查: which of the candidates were drawn for a unit. Items are URLs or ids; bodies are ids or site URLs.

    `sites` are those of the bodies, where these are ids of units on the roster. `period` is that of a recurring draw.
    """

    sample: str
    unit: str
    candidates: tuple[str, ...]
    chosen: tuple[str, ...]
    seed: str = ""
    period: str = ""
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureInputs:
    """Everything known at a moment. Later inspections and decisions come later in their tuples.

    `inspections` is keyed by site URL as on the roster. `below` names the sites of the units below a unit (辖区内、
    所管), for `sites: subtree`. `counts_from` is the first day after the buffer (缓冲期); unless given, 1 January.
    """

    catalogue: Catalogue
    inspections: Mapping[str, tuple[Inspection, ...]] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    marks: tuple[Given, ...] = ()
    imports: tuple[Given, ...] = ()
    providers: tuple[Given, ...] = ()
    draws: tuple[Draw, ...] = ()
    below: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts_from: date | None = None
    worktime: WorkTime = field(default_factory=WorkTime)
