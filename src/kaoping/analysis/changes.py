"""The changes that can be tried on a scoring."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from kaoping.measures.inputs import DecisionKind
from kaoping.model.outcomes import State
from kaoping.schemes.expressions import Duration


class Siblings(StrEnum):
    """What becomes of the others beside an indicator or part whose points or weight are changed.

    `SCALE`: they share what is left in proportion, so that what they add up to stays the same. `KEEP`: they stay as
    they are, and what they add up to changes.
    """

    SCALE = "scale"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class SetPoints:
    """An indicator is worth `points`; what its rules give grows in proportion, so that a unit keeps its rate of it.

    `only` limits a change to the units that bear a name: a unit id, tag, site type, class or group; "" is everybody.
    """

    indicator: str
    points: Decimal
    only: str = ""


@dataclass(frozen=True, slots=True)
class SetWeight:
    """A part weighs `weight` (a fraction)."""

    part: str
    weight: Decimal
    only: str = ""


@dataclass(frozen=True, slots=True)
class SetParameter:
    """A parameter of the scheme is `value`, wherever rules read it."""

    parameter: str
    value: Decimal | Duration
    only: str = ""


@dataclass(frozen=True, slots=True)
class SetValue:
    """A measure, or a mark under its indicator's id, is `value` (millionths, as in the measure table) for one unit."""

    unit: str
    measure: str
    period: str = ""
    value: int = 0
    state: State = State.KNOWN


@dataclass(frozen=True, slots=True)
class FullPoints:
    """An indicator costs one unit nothing: it has full points there, whatever is found, marked or open.

    What others have is not touched, also where they are measured by the best (标杆法).
    """

    unit: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Fix:
    """The finding called `key` was put right: whoever looks on the monitoring day no longer finds it.

    What counts over a period (日常监测) has been seen and still counts.
    """

    key: str


@dataclass(frozen=True, slots=True)
class Remove:
    """An indicator, a part, an adjustment or a veto is not there."""

    what: str


@dataclass(frozen=True, slots=True)
class Decide:
    """A person decides on the finding called `key`; the decision holds without limit of time."""

    key: str
    kind: DecisionKind


Change: TypeAlias = SetPoints | SetWeight | SetParameter | SetValue | FullPoints | Fix | Remove | Decide
