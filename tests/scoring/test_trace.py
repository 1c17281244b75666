"""Score trees: they equal the totals, name what they read, and say what changed points."""

import json
from datetime import date
from decimal import Decimal

from kaoping.model.measure_table import Cell
from kaoping.model.outcomes import State
from kaoping.schemes.model import Award, Benchmark, Manual, Open, Share
from kaoping.scoring import SCORING_VERSION, ScoreNode, results_to_json, score, trace_to_json
from tests.scoring.build import (
    NA,
    UNKNOWN,
    adjustment,
    branch,
    criterion,
    deduct,
    expr,
    exprs,
    item,
    leaf,
    part,
    plain,
    roster,
    scheme,
    table,
    unit,
    veto,
    with_cells,
)

SCHEME = scheme(
    part(
        "website",
        branch(
            "functions",
            10,
            leaf("links", 6, deduct("0.5 per home", "0.2 per other"), text="首页每处扣0.5分"),
            leaf("mark", 4, Manual()),
        ),
        leaf("best", 10, Benchmark(expr("score")), zero_if=exprs("faked")),
        weight="0.8",
        ceiling=18,
        vetoes=(veto("hacked", "spam > 0", "zero", ("label", "不合格政府网站")),),
        adjust=(adjustment("minus", "penalty", None, leaf("named", None, deduct("10 per named"))),),
    ),
    part("content", leaf("shares", 20, Share((criterion("c", 100, of="reported / 10"),))), weight="0.2"),
    combine="weighted",
    adjust=(adjustment("bonus", "bonus", 2, leaf("rank", 5, Award("best", (item("5 if rank = 1"),)))),),
    kinds={"home": "count", "faked": "bool", "score": "number"},
)
MEASURES = with_cells(
    table(
        "abc",
        home=((1, 2, 4), 0, 0),
        other=(1, 0, UNKNOWN),
        mark=(4, 4, 4),
        score=(100, 50, 25),
        faked=(0, 1, 0),
        spam=(0, 0, 0),
        named=(0, 1, 0),
        reported=(5, 10, 10),
        rank={"2022Q1": (1, 2, NA), "2022Q2": (3, 4, NA)},
    ),
    {
        ("a", "home", ""): Cell(
            counted=("k1", "k2"), pending=("k3",), left_out=(("k4", "waived"),), note="首页即导航页"
        ),
        ("a", "other", ""): Cell(counted=("k5",)),
    },
)
RESULTS = score(SCHEME, roster("a", "b", "c"), MEASURES)


def test_the_tree_holds_parts_indicators_and_adjustments() -> None:
    tree = RESULTS.trace("a")
    assert [(one.id, one.kind) for one in tree.children] == [
        ("website", "part"),
        ("content", "part"),
        ("bonus", "adjustment"),
    ]
    assert [one.id for one in tree.children[0].children] == ["functions", "best", "minus"]
    assert [one.id for one in tree.find("functions").children] == ["links", "mark"]
    assert plain((tree.find("links").rule, tree.find("links").clause)) == ("deduct", "条款 links")


def test_points_of_the_tree_add_up_to_the_total() -> None:
    # a: 6-2×0.5-0.2=4.8;4.8+4=8.8;+10=18.8,封顶18;18×80%+(20×5/10)×20%+2(加分封顶) = 14.4+2+2
    tree = RESULTS.trace("a")
    assert [tree.find(name).points for name in ("links", "functions", "best", "website", "content", "bonus")] == [
        Decimal("4.8"),
        Decimal("8.8"),
        10,
        18,
        10,
        2,
    ]
    assert tree.points == RESULTS.unit("a").total == Decimal("18.4")
    # b: 10+0(不得分)-10=0;20×20% = 4
    assert plain((RESULTS.unit("b").total, RESULTS.trace("b").find("minus").points)) == (4, -10)


def test_low_and_high_of_suspected_and_unknown() -> None:
    # a 的首页疑似使 links 在 6-4×0.5-0.2=3.8 与 6-0.5-0.2=5.3 之间
    a = RESULTS.trace("a").find("links")
    assert (a.points, a.low, a.high) == (Decimal("4.8"), Decimal("3.8"), Decimal("5.3"))
    c = RESULTS.trace("c").find("links")
    assert plain((c.points, c.low, c.high)) == (None, 0, 6)


def test_items_show_what_each_took() -> None:
    items = RESULTS.trace("a").find("links").items
    assert [(one.text, one.amount) for one in items] == [("0.5 per home", 1), ("0.2 per other", Decimal("0.2"))]
    assert plain((items[0].low, items[0].high)) == (Decimal("0.5"), 2)


def test_measures_and_findings() -> None:
    node = RESULTS.trace("a").find("links")
    assert (node.findings, node.pending) == (("k1", "k2", "k5"), ("k3",))
    assert node.measures is not None
    home = node.measures["home"].periods[0]
    assert (home.value, home.state, home.note, home.left_out) == (
        2,
        State.KNOWN,
        "首页即导航页",
        (("k4", "waived"),),
    )
    rank = RESULTS.trace("a").find("rank").measures
    assert rank is not None
    assert [(one.period, one.value) for one in rank["rank"].periods] == [("2022Q1", 1), ("2022Q2", 3)]
    website = RESULTS.trace("a").find("website").measures
    assert website is not None
    assert list(website) == ["spam"]


def test_notes_say_what_changed_points() -> None:
    assert [note.text for note in RESULTS.trace("a").find("website").notes] == ["累计18.8分，超过18分按18分计"]
    assert [note.text for note in RESULTS.trace("b").find("best").notes] == ["不得分:faked", "标杆值100"]
    assert [note.code for note in RESULTS.trace("a").find("bonus").notes] == ["limited"]
    hacked = score(SCHEME, roster("a"), table("a", spam=(1,)))
    assert [note.text for note in hacked.trace("a").find("website").notes] == [
        "单项否决“否决hacked”:不得分、判定为“不合格政府网站”"
    ]
    open_ = score(SCHEME, roster("a"), table("a"))
    assert [note.code for note in open_.trace("a").find("website").notes] == ["veto_open:hacked"]


def test_every_number_of_the_contract_is_there() -> None:
    data = json.loads(json.dumps(results_to_json(RESULTS, SCHEME, date(2022, 12, 31))))
    assert data["scheme"] == {"id": "test", "edition": "", "digest": "", "title": "测试方案"}
    assert (data["as_of"], data["scoring_version"]) == ("2022-12-31", SCORING_VERSION)
    first, second, third = data["groups"]["county"]
    assert [one["unit"] for one in (first, second, third)] == ["a", "b", "c"]
    assert (first["total"], first["rank"], first["complete"], first["vetoes"], first["labels"]) == (
        18.4,
        1,
        True,
        [],
        [],
    )
    assert (third["total"], third["rank"], third["complete"], third["grade"]) == (None, None, False, None)
    # c: (0…6)+4+2.5 → ×80%+4
    assert (third["low"], third["high"]) == (9.2, 14)
    assert first["parts"][0] == {
        "id": "website",
        "title": "部分website",
        "points": 18,
        "low": 17.8,
        "high": 18,
        "of": 20,
        "weight": 0.8,
        "weighted": 14.4,
    }


def test_trees_as_json() -> None:
    data = json.loads(json.dumps(trace_to_json(RESULTS.trace("a"))))
    links = data["children"][0]["children"][0]["children"][0]
    required = {"id", "title", "points", "low", "high", "of", "rule", "clause", "measures", "findings", "children"}
    assert required <= set(links)
    assert (links["id"], links["points"], links["findings"]) == ("links", 4.8, ["k1", "k2", "k5"])
    assert links["measures"]["home"] == {
        "title": "home",
        "kind": "count",
        "state": "known",
        "value": 2,
        "low": 1,
        "high": 4,
        "left_out": [{"finding": "k4", "why": "waived"}],
        "note": "首页即导航页",
    }
    assert data["children"][2]["children"][0]["measures"]["rank"]["periods"]["2022Q1"]["value"] == 1


def test_units_apart_are_in_the_json() -> None:
    units = roster("a", unit("b", exempt=True))
    found = score(SCHEME, units, MEASURES)
    assert results_to_json(found, SCHEME, MEASURES.as_of)["apart"] == {
        "county": [{"unit": "b", "name": "单位b", "why": "exempt"}]
    }


def every_node(tree: ScoreNode) -> list[ScoreNode]:
    return [tree, *(node for child in tree.children for node in every_node(child))]


def test_every_indicator_of_the_scheme_is_in_the_tree() -> None:
    ids = {node.id for node in every_node(RESULTS.trace("c"))}
    assert {node.id for node in SCHEME.nodes()} <= ids


def test_marks_of_criteria_are_called_what_they_are_for() -> None:
    rule = Share((criterion("look", 40, rule=Manual()), criterion("lost", 60, rule=Open("原文缺失"))))
    scored = scheme(part("p", leaf("mixed", 10, rule), leaf("whole", 5, Manual())))
    trace = score(scored, roster("a"), table("a", look=(3,), lost=(UNKNOWN,), whole=(5,))).trace("a")
    titles = {name: one.title for name, one in (trace.find("mixed").measures or {}).items()}
    assert titles == {"look": "得分点look", "lost": "得分点lost"}
    assert [one.title for one in (trace.find("whole").measures or {}).values()] == [""]
