"""Which draws a scheme asks for: whom, how many, of what."""

from decimal import Decimal
from typing import Any

import pytest

from kaoping.draws.plans import plan_pools
from kaoping.draws.values import INDICATORS, SAMPLE, Candidate, PoolName
from kaoping.model.errors import SchemeError
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.expressions import Name
from kaoping.schemes.model import (
    Amount,
    Applies,
    AskSource,
    ByKey,
    Deduct,
    Draw,
    Item,
    Manual,
    Measure,
    Node,
    Part,
    Sample,
    Scheme,
)
from tests.measures.builders import scheme

ROSTER = Roster(
    (
        RosterUnit("suixian", "随县", "county", tags=("big",)),
        RosterUnit("zone", "高新区", "county"),
        RosterUnit("edu", "教育局", "department"),
        RosterUnit("old", "老干部局", "department", exempt=True),
    )
)


def leaf(name: str, *reads: str, **more: Any) -> Node:
    items = tuple(Item(f"{name}/{one}", Amount(Decimal(1)), per=Name(one)) for one in reads)
    rule = Deduct(items) if reads else Manual()
    return Node(**{"id": name, "title": f"指标{name}", "points": Decimal(5), "rule": rule, **more})


def asked(name: str, sample: Sample | None = None) -> Measure:
    return Measure(name, name, "count", AskSource(name), sample=sample)


def drawing(*nodes: Node, measures: tuple[Measure, ...] = (), **more: Any) -> Scheme:
    return scheme(*measures, tags={"big": "大县"}, parts=(Part("p", "部分", Decimal(100), nodes),), **more)


def numbers(made: Scheme) -> dict[PoolName, int]:
    return {plan.name: plan.n for plan in plan_pools(made, ROSTER)}


def test_a_sample_is_drawn_for_whom_it_concerns() -> None:
    guides = Sample("guides", "service_guides", n=Decimal(5))
    made = drawing(leaf("one", "m", applies_to=Applies(("county",))), measures=(asked("m", guides),))
    assert numbers(made) == {PoolName(SAMPLE, "guides", "suixian"): 5, PoolName(SAMPLE, "guides", "zone"): 5}
    assert plan_pools(made, ROSTER)[0].title == "随县：办事服务事项"


def test_two_measures_share_a_sample_and_each_reader_counts() -> None:
    guides = Sample("guides", "service_guides", n=Decimal(5))
    only = leaf("one", "m", applies_to=Applies(("edu",)))
    other = leaf("two", "n", applies_to=Applies(("zone",)))
    made = drawing(only, other, measures=(asked("m", guides), asked("n", guides)))
    assert {name.unit for name in numbers(made)} == {"edu", "zone"}


def test_a_sample_that_nothing_reads_is_not_drawn() -> None:
    assert numbers(drawing(leaf("one"), measures=(asked("m", Sample("guides", "x", n=Decimal(5))),))) == {}


def test_numbers_may_differ_by_unit() -> None:
    """随县、广水市、曾都区各抽查5个乡镇,高新区、大洪山抽查1个."""
    n = ByKey((("big", Decimal(5)), ("county", Decimal(1)), ("default", Decimal(0))))
    towns = Sample("towns", "sites", n=n, from_="subordinates", bodies="towns")
    made = drawing(leaf("one", "m"), measures=(asked("m", towns),), bodies={"towns": "乡镇（街道）"})
    assert {name.unit: n for name, n in numbers(made).items()} == {"suixian": 5, "zone": 1, "edu": 0}
    assert plan_pools(made, ROSTER)[0].title == "随县：乡镇（街道）"


def test_a_number_that_is_missing_or_broken_is_told() -> None:
    for n, words in ((ByKey((("big", Decimal(5)),)), "没有对应的数值"), (Decimal("1.5"), "应是整数")):
        made = drawing(leaf("one", "m"), measures=(asked("m", Sample("t", "sites", n=n)),))
        with pytest.raises(SchemeError, match=words):
            plan_pools(made, ROSTER)


def test_an_id_that_would_blur_the_names_of_pools() -> None:
    made = drawing(leaf("one", "m"), measures=(asked("m", Sample("a/b", "sites", n=Decimal(1))),))
    with pytest.raises(SchemeError, match="抽样编号“a/b”不能含"):
        plan_pools(made, ROSTER)


def test_a_recurring_draw() -> None:
    posts = Sample("posts", "reposts", every=(("month", Decimal(2)),))
    made = drawing(leaf("one", "m", applies_to=Applies(("edu",))), measures=(asked("m", posts),))
    (plan,) = plan_pools(made, ROSTER)
    assert (plan.every, plan.n, plan.name) == ("month", 2, PoolName(SAMPLE, "posts", "edu"))


def areas(per: str, children: Any = Decimal(2), **more: Any) -> Node:
    inner = (leaf("x"), leaf("y"), leaf("z", except_=Applies(("big",))))
    return Node("areas", "领域", Decimal(10), children=inner, draw=Draw(children, per), **more)


def test_indicators_for_all() -> None:
    (plan,) = plan_pools(drawing(areas("cycle")), ROSTER)
    assert (plan.name, plan.n, plan.title) == (PoolName(INDICATORS, "areas", "*"), 2, "领域")
    assert plan.children == (Candidate("x", "指标x"), Candidate("y", "指标y"), Candidate("z", "指标z"))


def test_indicators_for_each_are_those_that_concern_it() -> None:
    plans = plan_pools(drawing(areas("unit", applies_to=Applies(("county",)))), ROSTER)
    assert {plan.name.unit: [one.id for one in plan.children] for plan in plans} == {
        "suixian": ["x", "y"],
        "zone": ["x", "y", "z"],
    }


def test_one_draw_for_all_needs_one_number() -> None:
    by_group = ByKey((("county", Decimal(2)), ("department", Decimal(1))))
    with pytest.raises(SchemeError, match="改为 per: unit"):
        plan_pools(drawing(areas("cycle", by_group)), ROSTER)
    (plan,) = plan_pools(drawing(areas("cycle", by_group, applies_to=Applies(("county",)))), ROSTER)
    assert plan.n == 2


def test_nobody_concerned_nothing_drawn() -> None:
    assert plan_pools(drawing(areas("cycle", applies_to=Applies(("nobody",)))), ROSTER) == ()
