"""What has changed since an earlier assessment: ranks, and scores where both were scored alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kaoping.reports.dossier import Dossier, Group, is_final
from kaoping.reports.score_words import by_rate
from kaoping.reports.view import PreviousResults, PreviousUnit
from kaoping.scoring.results import UnitResult

NEW, MOVED, OPEN = "上次没有结果", "所属分组有变化", "两次的结果没有都确定"


@dataclass(frozen=True, slots=True)
class Change:
    """One unit then and now. `climbed` places up (negative: down).

    `now` and `then` are what units are ordered by: totals, or rates in per cent; None where they cannot be compared.
    """

    unit: UnitResult
    before: PreviousUnit
    climbed: int
    then: Decimal | None = None
    now: Decimal | None = None

    @property
    def gained(self) -> Decimal | None:
        """What was gained since, negative where something was lost."""
        return None if self.then is None or self.now is None else self.now - self.then


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """The units of one group in the order of their rank now; `left_out` are names with the reason."""

    group: Group
    changes: tuple[Change, ...]
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An assessment beside an earlier one. `alike`: same scheme, same scoring, so that scores can be compared."""

    previous: PreviousResults
    alike: bool
    why: str  # why scores cannot be compared
    groups: tuple[GroupComparison, ...]
    gone: tuple[str, ...]


def compare(dossier: Dossier) -> Comparison | None:
    """Return what has changed since the earlier results that the view names; None where it names none."""
    previous = dossier.view.previous
    if previous is None:
        return None
    why = "".join(_differences(dossier, previous))
    present = {unit.unit for unit in dossier.scored}
    return Comparison(
        previous,
        alike=not why,
        why=why,
        groups=tuple(_group(dossier, group, previous, alike=not why) for group in dossier.groups if group.units),
        gone=tuple(unit.name for name, unit in previous.units.items() if name not in present),
    )


def _differences(dossier: Dossier, previous: PreviousResults) -> Iterator[str]:
    scheme = dossier.view.scheme
    if previous.digest != scheme.digest:
        other = "同名方案的另一版" if previous.scheme_title == scheme.title else f"《{previous.scheme_title}》"
        yield f"上次使用的方案是{other}，与本次不同"
    elif previous.scoring_version != str(dossier.view.results.version):
        yield "上次的计分程序版本与本次不同"


def _group(dossier: Dossier, group: Group, previous: PreviousResults, *, alike: bool) -> GroupComparison:
    rated, changes, left_out = by_rate(dossier.view.scheme), [], []
    for unit in group.units:
        before = previous.units.get(unit.unit)
        reason = _not_comparable(unit, group, before)
        if reason:
            left_out.append((unit.name, reason))
            continue
        assert before is not None
        assert before.rank is not None
        assert unit.rank is not None
        then, now = _percent(before.rate, unit.rate) if rated else (before.total, unit.total)
        if not alike:
            then = now = None
        changes.append(Change(unit, before, before.rank - unit.rank, then, now))
    return GroupComparison(group, tuple(changes), tuple(left_out))


def _not_comparable(unit: UnitResult, group: Group, before: PreviousUnit | None) -> str:
    if before is None:
        return NEW
    if before.group != group.id:
        return MOVED
    settled = is_final(unit) and unit.rank is not None and unit.rank_best == unit.rank_worst
    return "" if settled and before.settled else OPEN


def _percent(*rates: Decimal | None) -> tuple[Decimal | None, ...]:
    return tuple(None if rate is None else rate * 100 for rate in rates)
