"""Changes that people try on results, as they stand in an address: `kind|name|value|only`, one after the other.

What is tried changes nothing that is stored; an address can be kept and handed on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kaoping.analysis.changed_scheme import removable
from kaoping.analysis.changes import (
    Change,
    Decide,
    Fix,
    FullPoints,
    Remove,
    SetParameter,
    SetPoints,
    SetWeight,
)
from kaoping.measures.inputs import DecisionKind
from kaoping.model.errors import InputError
from kaoping.schemes.model import Scheme
from kaoping.schemes.numbers_text import MiswrittenError, is_duration, parse_duration, parse_fraction, parse_number

MOST = 20  # changes tried together by the body
MOST_OF_UNIT = 400  # indicators and findings that a unit ticks
LONGEST = 200  # characters of one change
MOST_POINTS = Decimal(10_000)
_PIECES = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change: its title, what a value looks like ("" where there is none), and how it is read."""

    title: str
    value: str
    read: Callable[[str, str, str], Change]


def read_changes(tokens: Sequence[str], scheme: Scheme) -> tuple[Change, ...]:
    """Return the changes that an address names. Raises InputError saying which cannot be read, and why."""
    if len(tokens) > MOST:
        raise InputError(_("一次最多试改 %s 处；请去掉一些再试。") % MOST)
    return tuple(read_change(token, scheme) for token in tokens)


def read_change(token: str, scheme: Scheme) -> Change:
    """Return one change; raises InputError."""
    kind, name, value, only = (*token.split("|"), "", "", "")[:_PIECES]
    if len(token) > LONGEST or token.count("|") >= _PIECES or kind not in kinds():
        raise InputError(_("认不出的试改“%s”；请在页面上重新选择。") % token[:40])
    if name not in names_of(scheme)[kind]:
        known = kind == "decide"
        if not known:
            raise InputError(_("方案中没有“%s”可以这样试改；请在页面上重新选择。") % name[:40])
    try:
        return kinds()[kind].read(name, value.strip(), only)
    except MiswrittenError as error:
        raise InputError(str(error)) from error


def kinds() -> Mapping[str, Kind]:
    """Return what the assessing body may try, by code."""
    return {
        "points": Kind(_("指标分值"), _("分，如 4"), _points),
        "weight": Kind(_("部分权重"), _("百分数，如 75%"), _weight),
        "parameter": Kind(_("方案参数"), _("数，或时限如 14d、3wd"), _parameter),
        "remove": Kind(_("不计某项"), "", lambda name, _value, _only: Remove(name)),
        "decide": Kind(_("问题的认定"), "", _decision),
    }


def names_of(scheme: Scheme) -> Mapping[str, Mapping[str, str]]:
    """Return for each kind what it may be about: titles by name."""
    indicators = {node.id: " › ".join((*node.path, node.title)) for node in scheme.nodes()}
    weighted = scheme.total.combine == "weighted"
    return {
        "points": indicators,
        "weight": {part.id: part.title for part in scheme.parts} if weighted else {},
        "parameter": {name: name for name in scheme.parameters},
        "remove": {**removable(scheme), **indicators},
        "decide": {},
    }


def callings(scheme: Scheme) -> Mapping[str, str]:
    """Return whom a change may be limited to: titles of groups, classes, tags and site types."""
    classes = {name: title for name, (_group, title) in scheme.classes.items()}
    return {**scheme.groups, **classes, **scheme.tags, **scheme.site_types}


def unit_changes(unit: str, full: Iterable[str], fixed: Iterable[str]) -> tuple[Change, ...]:
    """Return what a unit tries: indicators without loss, findings put right. Raises InputError for too many."""
    changes: tuple[Change, ...] = (
        *(FullPoints(unit, name) for name in dict.fromkeys(full)),
        *(Fix(key) for key in dict.fromkeys(fixed)),
    )
    if len(changes) > MOST_OF_UNIT:
        raise InputError(_("一次最多试算 %s 项；请少勾选一些。") % MOST_OF_UNIT)
    return changes


def _points(name: str, value: str, only: str) -> Change:
    points = parse_number(value)
    if not 0 <= points <= MOST_POINTS:
        raise InputError(_("分值应在 0 到 %(most)s 之间，填的是 %(value)s。") % {"most": MOST_POINTS, "value": value})
    return SetPoints(name, points, only)


def _weight(name: str, value: str, only: str) -> Change:
    weight = parse_fraction(value)
    if not 0 <= weight <= 1:
        raise InputError(_("权重应在 0 到 100%% 之间，填的是 %s。") % value)
    return SetWeight(name, weight, only)


def _parameter(name: str, value: str, only: str) -> Change:
    return SetParameter(name, parse_duration(value) if is_duration(value) else parse_fraction(value), only)


def _decision(key: str, value: str, _only: str) -> Change:
    if not key:
        raise InputError(_("要试改一条问题的认定，请打开那条问题，在“关系到哪些分值”下面选择。"))
    if value not in (DecisionKind.CONFIRM, DecisionKind.DISMISS, DecisionKind.WAIVE):
        raise InputError(_("请选择怎样认定：是问题、不是问题或豁免。"))
    return Decide(key.lower(), DecisionKind(value))
