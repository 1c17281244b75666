"""What a trial makes of one unit, in words that name no other unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kaoping.analysis.changes import Change, Fix
from kaoping.analysis.effects import Effect
from kaoping.analysis.trial import Trial
from kaoping.reports.trial_words import change_words, effect_words
from kaoping.reports.unit_words import grade_text
from kaoping.scoring.results import UnitResult
from kaoping.web.results import tables


@dataclass(frozen=True, slots=True)
class Outcome:
    """Total, rank and grade before and after, what was tried and why it comes out so."""

    figures: tuple[tuple[str, str, str], ...]
    tried: tuple[str, ...]
    why: tuple[str, ...]
    changed: bool

    def rows(self) -> Iterator[Sequence[object]]:
        """Yield the rows of a workbook."""
        yield (_("项目"), _("现在"), _("试算后"))
        yield from self.figures
        yield from ((_("试改"), said, "") for said in self.tried)
        yield from ((_("原因"), said, "") for said in self.why)


def outcome_of(effect: Effect, trial: Trial, changes: Sequence[Change]) -> Outcome:
    """Return what becomes of a unit."""
    before, after = effect.before, effect.after
    scheme = trial.base.scheme
    figures = (
        (_("总分"), _total(before), _total(after)),
        (_("名次"), tables.rank_words(before), tables.rank_words(after)),
        (_("等次"), grade_text(before), grade_text(after)),
    )
    alone = replace(effect, rivals=(), places=0, causes=tuple(replace(one, lead=None) for one in effect.causes))
    why = list(effect_words(alone, scheme, {}))
    if effect.places:
        better = (after.rank or 0) < (before.rank or 0)
        said = _("赶超 %s 个单位") if better else _("被 %s 个单位赶超")
        why.insert(0, said % effect.places)
    return Outcome(figures, tuple(_tried(changes, trial, before.unit)), tuple(why), effect.any)


def _total(one: UnitResult) -> str:
    return tables.spread(one.total, one.low, one.high)


def _tried(changes: Sequence[Change], trial: Trial, unit: str) -> Iterator[str]:
    names: Mapping[str, str] = {unit: _("本单位")}
    fixes = sum(isinstance(one, Fix) for one in changes)
    for one in changes:
        if not isinstance(one, Fix):
            yield change_words(one, trial.base.scheme, names)
    if fixes:
        yield _("%s 个问题已整改") % fixes
