"""The same bytes again, whatever the order of units: results, trees, trials and analyses of library schemes."""

import json
import random
from dataclasses import replace

import pytest

from kaoping.analysis.analyse import analyse
from kaoping.analysis.case import Case
from kaoping.analysis.changes import Remove, Siblings
from kaoping.analysis.contract import (
    discrimination_to_json,
    effect_to_json,
    influence_to_json,
    robustness_to_json,
)
from kaoping.analysis.effects import effects
from kaoping.analysis.perturbation import Perturbation
from kaoping.analysis.trial import try_changes
from kaoping.model.roster import Roster
from kaoping.schemes.loader import library_ids, load_scheme
from kaoping.schemes.model import Scheme
from kaoping.scoring import Results, results_to_json, trace_to_json
from tests.scoring.build import NA, UNKNOWN, roster, table, unit
from tests.scoring.test_library import answers

SEVERAL = 12


def members(scheme: Scheme) -> Roster:
    """Several units of every group, of all its classes in turn."""
    classes: dict[str, list[str]] = {group: [] for group in scheme.groups}
    for name, (group, _) in scheme.classes.items():
        classes[group].append(name)
    return roster(
        *(
            unit(f"{group}{n:02}", group, class_=(names or [""])[n % len(names or [""])])
            for group, names in classes.items()
            for n in range(SEVERAL)
        )
    )


def case_of(scheme: Scheme) -> Case:
    """Random values, one in ten unknown, one in twenty not applicable."""
    units, draw = members(scheme), random.Random(scheme.id)

    def value(kind: str) -> object:
        lot = draw.random()
        known = draw.randint(0, 1) if kind in ("bool", "share") else draw.choice([0, 0, 1, 2, 5])
        return UNKNOWN if lot < 0.1 else NA if lot < 0.15 else known

    return Case(scheme, units, table(units, **answers(scheme, units, value)))


def shuffled(case: Case) -> Case:
    """The same case, the roster in another order."""
    units = list(case.roster.units)
    random.Random(2).shuffle(units)
    return replace(case, roster=Roster(tuple(units)))


def written(results: Results, scheme: Scheme) -> str:
    trees = [trace_to_json(results.trace(one.unit)) for group in results.groups.values() for one in group]
    return json.dumps([results_to_json(results, scheme, results.as_of), trees], ensure_ascii=False)


def analysed(case: Case) -> str:
    found = analyse(case.results(), Perturbation(draws=15))
    return json.dumps(
        [
            [[discrimination_to_json(one) for one in group] for group in found.discrimination.values()],
            [influence_to_json(group) for group in found.influence.values()],
            [[robustness_to_json(one) for one in group] for group in found.robustness.groups.values()],
        ]
    )


def tried(case: Case) -> str:
    named = [*(node.id for node in case.scheme.nodes()), *(part.id for part in case.scheme.parts)]
    found = effects(try_changes(case, [Remove(named[0])], Siblings.KEEP))
    return json.dumps([[effect_to_json(one) for one in group] for group in found.values()])


@pytest.mark.parametrize("name", library_ids())
def test_the_same_bytes_again_and_whatever_the_order_of_units(name: str) -> None:
    case = case_of(load_scheme(name))
    other = shuffled(case)
    assert other.roster != case.roster
    assert written(case.results(), case.scheme) == written(case.results(), case.scheme)
    assert written(case.results(), case.scheme) == written(other.results(), case.scheme)
    assert tried(case) == tried(case) == tried(other)
    assert analysed(case) == analysed(case) == analysed(other)
