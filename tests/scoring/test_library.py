"""The schemes of the library are scored: nothing known is nothing promised, and whatever comes stays within bounds."""

import random
from decimal import Decimal
from typing import Any

import pytest

from kaoping.measures import questions
from kaoping.model.roster import Roster
from kaoping.schemes.loader import library_ids, load_scheme
from kaoping.schemes.model import Open, Scheme
from kaoping.scoring import score
from tests.scoring.build import UNKNOWN, roster, table, unit


def members(scheme: Scheme) -> Roster:
    """Two units of every group, of its first class where it has classes."""
    classes = {group: name for name, (group, _) in reversed(tuple(scheme.classes.items()))}
    return roster(
        *(unit(f"{group}{n}", group, class_=classes.get(group, "")) for group in scheme.groups for n in (1, 2))
    )


def answers(scheme: Scheme, units: Roster, value: Any) -> dict[str, Any]:
    """`value(name, kind)` for every unit in every measure, in four quarters where it is a series, and in every mark."""
    size = range(len(units.units))
    rows: dict[str, Any] = {}
    for one in scheme.measures.values():
        periods = [f"2022Q{n}" for n in range(1, 5)] if one.by else [""]
        rows[one.name] = {period: [value(one.kind) for _ in size] for period in periods}
    by_hand = [one.name for one in questions(scheme) if one.name not in scheme.measures]
    for name in (*by_hand, *(node.id for node in scheme.nodes() if isinstance(node.points, Open))):
        rows[name.replace("-", "__")] = [value("count") for _ in size]
    return rows


@pytest.mark.parametrize("name", library_ids())
def test_nothing_known_is_nothing_promised(name: str) -> None:
    scheme = load_scheme(name)
    units = members(scheme)
    results = score(scheme, units, table(units))
    for found in (one for group in results.groups.values() for one in group):
        assert (found.total, found.rank, found.complete) == (None, None, False)
        assert found.low == 0


@pytest.mark.parametrize("name", library_ids())
def test_whatever_comes_stays_within_what_was_promised(name: str) -> None:
    scheme, draw = load_scheme(name), random.Random(name)
    units = members(scheme)

    def known(kind: str) -> int:
        return draw.randint(0, 1) if kind in ("bool", "share") else draw.choice([0, 0, 0, 1, 5])

    full = answers(scheme, units, known)
    partly = {key: hide(rows, draw) for key, rows in full.items()}
    before = score(scheme, units, table(units, **partly))
    after = score(scheme, units, table(units, **full), draws=drawn(scheme, draw))
    for one in units.units:
        promised, found = before.unit(one.id), after.unit(one.id)
        assert found.total is not None or any(isinstance(node.points, Open) for node in scheme.nodes())
        for bound in (found.low, found.high):
            assert promised.low is None or (bound is not None and promised.low <= bound)
            assert promised.high is None or (bound is not None and bound <= promised.high)


def drawn(scheme: Scheme, draw: random.Random) -> dict[str, dict[str, list[str]]]:
    """One draw for everybody wherever the scheme draws indicators."""
    return {
        node.id: {"*": draw.sample([child.id for child in node.children], int(node.draw.children))}
        for node in scheme.nodes()
        if node.draw is not None and isinstance(node.draw.children, Decimal)
    }


def hide(rows: Any, draw: random.Random) -> Any:
    if isinstance(rows, dict):
        return {period: hide(row, draw) for period, row in rows.items()}
    return [UNKNOWN if draw.random() < 0.3 else value for value in rows]


def test_suqian_by_hand() -> None:
    """宿迁 2022, a county with few faults: every part computed by hand from the document."""
    scheme = load_scheme("suqian-2022")
    units = roster(unit("a", class_="district"), unit("b", class_="district"))
    rows = answers(scheme, units, lambda kind: 0)
    spotless = score(scheme, units, table(units, **rows)).trace("a")
    rows |= {"home_dead_links": [2, 0], "other_dead_links": [3, 0]}
    found = score(scheme, units, table(units, **rows)).trace("a")
    # 可用性2分:2处×0.5+3处×0.2=1.6 → 0.4
    assert found.find("link-health").points == Decimal("0.4")
    assert spotless.find("link-health").points == 2
    # 其余不变:网站部分少1.6分,总分少1.6×80%=1.28
    assert spotless.find("website").points is not None
    assert found.find("website").points == (spotless.find("website").points or 0) - Decimal("1.6")
    assert found.points == (spotless.points or 0) - Decimal("1.28")
