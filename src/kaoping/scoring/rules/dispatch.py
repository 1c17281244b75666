"""Finds the function of a rule."""

from collections.abc import Callable
from typing import Any

from kaoping.schemes.model import (
    Award,
    Benchmark,
    Carry,
    Deduct,
    Full,
    LateRatio,
    Manual,
    Open,
    Panel,
    Ratio,
    Rule,
    Share,
    Survey,
    Timed,
)
from kaoping.scoring.expression import Frame
from kaoping.scoring.rules.items import award, deduct, timed
from kaoping.scoring.rules.marks import full, manual, panel
from kaoping.scoring.rules.proportion import benchmark, carry, late_ratio, ratio, survey
from kaoping.scoring.rules.share import share
from kaoping.scoring.rules.worth import Stake, Worth

# name of the rule as schemes write it, and its function
RULES: dict[type[object], tuple[str, Callable[[Any, Stake, Frame], Worth]]] = {
    Deduct: ("deduct", deduct),
    Award: ("award", award),
    Ratio: ("ratio", ratio),
    LateRatio: ("ratio", late_ratio),
    Benchmark: ("benchmark", benchmark),
    Timed: ("timed", timed),
    Panel: ("panel", panel),
    Survey: ("survey", survey),
    Carry: ("carry", carry),
    Full: ("full", full),
    Manual: ("manual", manual),
    Open: ("open", manual),
}


def judge(rule: Rule, stake: Stake, frame: Frame) -> Worth:
    """Return what `rule` gives every unit out of `stake`."""
    if isinstance(rule, Share):
        return share(rule, stake, frame, judge)
    return RULES[type(rule)][1](rule, stake, frame)


def rule_name(rule: Rule | None) -> str:
    """Return a rule's name as schemes write it."""
    return "share" if isinstance(rule, Share) else RULES[type(rule or Manual())][0]
