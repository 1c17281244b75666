"""What a decision on an appeal would do to scores, ranks and grades: tried on what they come from, nothing written."""

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaoping.analysis.changed_marks import Marked, with_marks
from kaoping.analysis.changes import Decide
from kaoping.analysis.trial import try_changes
from kaoping.measures.inputs import DecisionKind
from kaoping.scoring import Results, UnitResult
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.marking.superseding import Superseding, proposed, tried
from kaoping.web.monitoring.models import Finding
from kaoping.web.results.gathering import case_of, stamp_of

MOST = 200  # other units that are kept by name


@dataclass(frozen=True, slots=True)
class Plan:
    """What a decision changes: findings that are none (keys of rows), here and on other sites, and marks."""

    dismissed: tuple[int, ...] = ()
    elsewhere: tuple[int, ...] = ()
    marks: tuple[Superseding, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.dismissed or self.elsewhere or self.marks)

    def token(self, effect: "Effect") -> str:
        """Return what tells that this plan and its effect are what somebody has seen."""
        return hashlib.sha256(repr((self, effect.own, effect.others, effect.stamp)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a unit has: its total as text ("" : not known, between the two others), rank and grade."""

    total: str
    low: str
    high: str
    rank: int | None
    grade: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """One unit before and after."""

    unit: str
    code: str
    before: Standing
    after: Standing

    @property
    def rank_moves(self) -> bool:
        """Whether its rank becomes another."""
        return self.before.rank != self.after.rank


@dataclass(frozen=True, slots=True)
class Effect:
    """Of a decision: the appealing unit, and all others that anything changes for; `stamp` of what it was tried on."""

    own: Moved
    others: tuple[Moved, ...] = ()
    stamp: str = field(default="", compare=False)

    @property
    def kept(self) -> dict[str, Any]:
        """As it is stored with the appeal."""
        return {
            "own": asdict(self.own),
            "others": [asdict(one) for one in self.others[:MOST]],
            "count": len(self.others),
        }


def effect_of(participant: Participant, plan: Plan, today: date) -> Effect:
    """Return the effect of a plan on the scores as they stand now.

    Raises KaopingError where scores cannot be computed or a finding counts nowhere, ValidationError for a bad mark.
    """
    return _tried(participant.pk, plan, today, stamp_of(participant.cycle, today))


@functools.lru_cache(maxsize=16)
def _tried(pk: int, plan: Plan, today: date, stamp: str) -> Effect:
    """Try a plan on what has the stamp: deciding after a preview need not reckon again."""
    participant = Participant.objects.select_related("unit", "cycle__body", "cycle__scheme").get(pk=pk)
    base = case_of(participant.cycle, today)
    before = base.results()
    marks = [proposed(participant, replace(one, note=_("申诉复核"))) for one in plan.marks]
    code = participant.unit.code
    case = with_marks(base, [Marked(code, *tried(participant, one)) for one in marks]) if marks else base
    decisions = [Decide(key, DecisionKind.DISMISS) for key in _keys(plan)]
    after = try_changes(case, decisions).after
    return Effect(_moved(before.unit(code), after.unit(code)), _others(before, after, code), stamp)


def participants_by_unit(cycle: Cycle) -> dict[int, Participant]:
    """Return the participants of a cycle by the keys of their units."""
    return {row.unit_id: row for row in cycle.participants.select_related("unit")}


def read_effect(kept: Any) -> Effect | None:
    """Return an effect as it was stored; None where there was none."""
    if not kept:
        return None
    return Effect(_read(kept["own"]), tuple(_read(one) for one in kept["others"]))


def _keys(plan: Plan) -> Sequence[str]:
    rows = Finding.objects.filter(pk__in=(*plan.dismissed, *plan.elsewhere)).order_by("pk")
    return list(rows.values_list("key", flat=True))


def _others(before: Results, after: Results, code: str) -> tuple[Moved, ...]:
    now = {one.unit: one for found in after.groups.values() for one in found}
    rows = (one for found in before.groups.values() for one in found if one.unit != code)
    pairs = (_moved(one, now[one.unit]) for one in rows if one.unit in now)
    return tuple(one for one in pairs if one.before != one.after)


def _moved(before: UnitResult, after: UnitResult) -> Moved:
    return Moved(before.name, before.unit, _standing(before), _standing(after))


def _standing(one: UnitResult) -> Standing:
    return Standing(_text(one.total), _text(one.low), _text(one.high), one.rank, one.grade or "", one.failed)


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _read(kept: Any) -> Moved:
    return Moved(kept["unit"], kept["code"], Standing(**kept["before"]), Standing(**kept["after"]))
