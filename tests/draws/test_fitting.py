"""A sealed list held against the scheme: what an outsider learns who has both."""

from dataclasses import replace

import pytest

from kaoping.draws.fitting import compare_with_scheme
from kaoping.draws.plans import PoolPlan
from kaoping.draws.sealed_text import read_sealed
from kaoping.draws.values import Candidate, Pool, PoolName, SealedList
from tests.draws.lists import pool, sealed
from tests.measures.builders import scheme

SCHEME = replace(scheme(), id="s", digest="sha256:0")
AREAS = Pool(PoolName("indicators", "areas", "*"), 1, "领域", (Candidate("x", "甲"), Candidate("y", "乙")))
LISTED: SealedList = read_sealed(sealed(pool("a", "u", "v"), AREAS))
PLANS = (
    PoolPlan(PoolName("sample", "guides", "a"), 2, "a：事项"),
    PoolPlan(AREAS.name, 1, "领域", children=AREAS.candidates),
)


def said(listed: SealedList = LISTED, plans: tuple[PoolPlan, ...] = PLANS) -> list[tuple[str, str]]:
    return [(remark.state, remark.code) for remark in compare_with_scheme(listed, SCHEME, plans)]


def test_a_list_as_the_scheme_asks_for() -> None:
    assert said() == [("good", "scheme_fits")]


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ((replace(PLANS[0], n=3), PLANS[1]), [("bad", "misfit")]),
        (PLANS[1:], [("bad", "misfit")]),
        ((PLANS[0], replace(PLANS[1], children=AREAS.candidates[:1])), [("bad", "misfit")]),
        ((PLANS[0], replace(PLANS[1], children=(*AREAS.candidates, Candidate("z", "丙")))), [("bad", "misfit")]),
        ((*PLANS, PoolPlan(PoolName("sample", "guides", "b"), 2, "b：事项")), [("open", "undrawn")]),
    ],
)
def test_a_list_that_was_not_made_by_the_scheme(plans: tuple[PoolPlan, ...], expected: list[tuple[str, str]]) -> None:
    assert said(plans=plans) == expected


def test_a_recurring_pool_belongs_to_its_plan() -> None:
    monthly = read_sealed(sealed(pool("a", "u", "v", period="2022-03"), AREAS))
    assert said(monthly, (replace(PLANS[0], every="month"), PLANS[1])) == [("good", "scheme_fits")]


def test_another_edition_and_another_scheme() -> None:
    assert said(replace(LISTED, scheme_digest="sha256:1")) == [("open", "edition")]
    assert said(replace(LISTED, scheme="other")) == [("bad", "other_scheme")]
