"""Tries changes on a scoring: everything is scored again, and nothing that is stored changes."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

import numpy as np

from kaoping.analysis.case import Case
from kaoping.analysis.changed_scheme import bears, removable, with_parameter, with_weight, without
from kaoping.analysis.changed_table import with_findings, with_values
from kaoping.analysis.changes import (
    Change,
    Decide,
    Fix,
    FullPoints,
    Remove,
    SetParameter,
    SetPoints,
    SetValue,
    SetWeight,
    Siblings,
)
from kaoping.analysis.worths import Worths
from kaoping.model.errors import InputError
from kaoping.model.measure_table import fixed
from kaoping.schemes.model import Scheme
from kaoping.scoring.fixed import Mask
from kaoping.scoring.population import populate
from kaoping.scoring.results import Results
from kaoping.scoring.scaling import Scaling

_Kind = TypeVar("_Kind")


@dataclass(frozen=True)
class Trial:
    """A scoring before and after changes."""

    base: Case
    changed: Case

    @cached_property
    def before(self) -> Results:
        """The results as they are."""
        return self.base.results()

    @cached_property
    def after(self) -> Results:
        """The results as they would be."""
        return self.changed.results()


def try_changes(base: Case, changes: Sequence[Change], siblings: Siblings = Siblings.SCALE) -> Trial:
    """Return the trial of all `changes` together, on a case without a scaling.

    Parameters, weights and what is removed change the scheme first, then values and decisions the table; points act
    last, one after another in the order given. Raises InputError for a change that names something that is not there
    or that cannot be tried.
    """
    scale_others = siblings is Siblings.SCALE
    scheme = _changed_scheme(base, changes, scale_others)
    case = replace(base, scheme=scheme)
    values, decisions, fixes = _all(changes, SetValue), _all(changes, Decide), _all(changes, Fix)
    if decisions or fixes:
        case = replace(case, table=with_findings(case, decisions, fixes))
    if values:
        case = replace(case, table=with_values(case, values))
    worths = Worths(scheme, populate(scheme, base.roster))
    for change in changes:
        if isinstance(change, SetPoints):
            _give(worths, case, change, scale_others)
        elif isinstance(change, Remove) and change.what in worths.nodes:
            worths.drop(change.what, scale_others=scale_others)
    scaling, full = worths.scaling(), _in_full(worths, _all(changes, FullPoints))
    return Trial(base, replace(case, scaling=replace(scaling or Scaling(), full=full) if full else scaling))


def _in_full(worths: Worths, changes: Sequence[FullPoints]) -> dict[str, Mask]:
    """Return which leaves count in full, and for which units."""
    rows = {unit.id: row for row, unit in enumerate(worths.units)}
    full: dict[str, Mask] = {}
    for change in changes:
        if change.unit not in rows:
            raise InputError(f"没有单位“{change.unit}”的得分，不能试算。请核对单位编号。")
        _check("指标", change.indicator, worths.nodes)
        for leaf in worths.nodes[change.indicator].leaves():
            full.setdefault(leaf.id, np.zeros(len(rows), bool))[rows[change.unit]] = True
    return full


def _changed_scheme(base: Case, changes: Sequence[Change], scale_others: bool) -> Scheme:
    scheme, units = base.scheme, base.roster.units
    for parameter in _all(changes, SetParameter):
        _check("参数", parameter.parameter, scheme.parameters)
        _check_only(base, parameter.only)
        scheme = with_parameter(scheme, parameter, units)
    for weight in _all(changes, SetWeight):
        _check("部分", weight.part, [part.id for part in scheme.parts])
        _check_only(base, weight.only)
        scheme = with_weight(scheme, weight, units, scale_others=scale_others)
    indicators = {node.id for node in scheme.nodes()}
    for removal in _all(changes, Remove):
        _check("指标、部分、加减分或否决", removal.what, [*indicators, *removable(scheme)])
        if removal.what not in indicators:
            scheme = _without(scheme, base, removal.what, scale_others)
    return scheme


def _without(scheme: Scheme, base: Case, name: str, scale_others: bool) -> Scheme:
    """Return the scheme without something; the weight of a part goes to the others where they are scaled."""
    if scale_others and scheme.total.combine == "weighted" and any(part.id == name for part in scheme.parts):
        gone = SetWeight(name, Decimal(0))
        scheme = with_weight(scheme, gone, base.roster.units, scale_others=True)
    return without(scheme, name)


def _give(worths: Worths, case: Case, change: SetPoints, scale_others: bool) -> None:
    if any(part.id == change.indicator for part in case.scheme.parts):
        raise InputError(
            f"“{change.indicator}”是一个部分，它的分值是其中指标之和：请试改其中的指标，或用 --weight 试改权重。"
        )
    _check("指标", change.indicator, worths.nodes)
    _check_only(case, change.only)
    concerned = np.array([bears(unit, change.only) for unit in worths.units], bool)
    points = np.full(len(concerned), fixed(change.points))
    worths.give(change.indicator, points, concerned, scale_others=scale_others)


def _check(kind: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        near = difflib.get_close_matches(name, names, 3)
        hint = (
            f"是否想写 {'、'.join(near)}？" if near else "请写方案中的名称，或 kaoping schemes show --json 中的编号。"
        )
        raise InputError(f"方案中没有名称或编号为“{name}”的{kind}。{hint}")


def _check_only(case: Case, name: str) -> None:
    if not any(bears(unit, name) for unit in case.roster.units):
        raise InputError(f"名册中没有单位属于“{name}”；@ 后面应是分组、类别、标签、网站类型或单位编号。")


def _all(changes: Sequence[Change], kind: type[_Kind]) -> list[_Kind]:
    return [change for change in changes if isinstance(change, kind)]
