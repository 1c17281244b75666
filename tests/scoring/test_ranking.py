"""Ranks, grades, units that stand apart, and the order of the lists."""

from decimal import Decimal
from typing import Any

import pytest

from kaoping.model.errors import InputError, SchemeError
from kaoping.reports.unit_words import rank_text
from kaoping.schemes.model import Applies, ByKey, Full, Grade, Manual, Scheme
from kaoping.scoring import score
from tests.scoring.build import UNKNOWN, leaf, part, plain, roster, scheme, table, unit, veto

GRADES = tuple(
    Grade(title, Decimal(from_)) for title, from_ in (("良好", 80), ("优秀", 90), ("合格", 60), ("不合格", 0))
)


def by_hand(**more: Any) -> Scheme:
    return scheme(part("p", leaf("m", 100, Manual())), **more)


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    results = score(by_hand(), roster(*"abcde"), table("abcde", m=(70, 90, 80, 80, 90)))
    assert [(one.unit, one.rank) for one in results.groups["county"]] == [
        ("b", 1),
        ("e", 1),
        ("c", 3),
        ("d", 3),
        ("a", 5),
    ]


def test_groups_are_ranked_apart_in_the_order_of_the_scheme() -> None:
    units = roster(unit("z", "department"), "a", unit("b", "department"))
    results = score(by_hand(), units, table(units, m=(50, 40, 60)))
    assert list(results.groups) == ["county", "department"]
    assert [(one.unit, one.rank) for one in results.groups["department"]] == [("b", 1), ("z", 2)]
    assert [(one.unit, one.rank) for one in results.groups["county"]] == [("a", 1)]


def test_unknown_totals_have_no_rank_but_a_range_of_them() -> None:
    results = score(by_hand(), roster(*"abc"), table("abc", m=(70, (60, 80), 50)))
    assert [(one.unit, one.rank, one.rank_best, one.rank_worst) for one in results.groups["county"]] == [
        ("a", 1, 1, 2),
        ("c", 2, 3, 3),
        ("b", None, 1, 2),
    ]


def test_rank_by_rate() -> None:
    # a 50/50 满分率100%;b 90/100
    nodes = (leaf("m", 50, Manual()), leaf("n", 50, Manual(), except_=Applies(("a",))))
    scored = scheme(part("p", *nodes), rank_by="rate")
    results = score(scored, roster("a", "b"), table("ab", m=(50, 45), n=(0, 45)))
    assert plain([(one.unit, one.rank, one.total, one.rate) for one in results.groups["county"]]) == [
        ("a", 1, 50, 1),
        ("b", 2, 90, Decimal("0.9")),
    ]


def test_grades_whatever_their_order_in_the_scheme() -> None:
    results = score(by_hand(grades=GRADES), roster(*"abcde"), table("abcde", m=(90, "89.99", 60, "59.99", UNKNOWN)))
    assert [results.unit(one).grade for one in "abcde"] == ["优秀", "良好", "合格", "不合格", None]


def test_below_the_lowest_grade_there_is_none() -> None:
    results = score(by_hand(grades=GRADES[:2]), roster("a"), table("a", m=(10,)))
    assert results.unit("a").grade is None


def test_grades_by_key() -> None:
    grades = (Grade("优秀", ByKey((("county", Decimal(90)), ("default", Decimal(95))))), Grade("合格", Decimal(60)))
    units = roster("a", unit("b", "department"))
    results = score(by_hand(grades=grades), units, table(units, m=(92, 92)))
    assert [results.unit(one).grade for one in "ab"] == ["优秀", "合格"]


def test_a_bar_takes_away_the_grade_it_names() -> None:
    scored = by_hand(grades=GRADES, vetoes=(veto("v", "faked", ("bar", "优秀")),))
    results = score(scored, roster("a", "b"), table("ab", m=(95, 95), faked=(1, 0)))
    assert [results.unit(one).grade for one in "ab"] == ["良好", "优秀"]
    assert [results.unit(one).rank for one in "ab"] == [1, 1]


def test_a_failed_unit_comes_last_and_is_graded_so() -> None:
    scored = by_hand(grades=GRADES, vetoes=(veto("v", "hacked", "fail"),))
    results = score(scored, roster(*"abc"), table("abc", m=(95, 0, UNKNOWN), hacked=(1, 0, 1)))
    assert plain([(one.unit, one.total, one.rank, one.grade, one.failed) for one in results.groups["county"]]) == [
        ("b", 0, 1, "不合格", False),
        ("a", 0, 2, "不合格", True),
        ("c", 0, 2, "不合格", True),
    ]


def test_a_failed_unit_comes_after_those_that_are_still_open() -> None:
    scored = by_hand(no_site="fail")
    units = roster(unit("a", sites=()), "b", "c")
    results = score(scored, units, table(units, m=(0, UNKNOWN, UNKNOWN)))
    found = [(one.unit, one.rank, one.rank_best, one.rank_worst) for one in results.groups["county"]]
    # 没有网站的必定垫底：同组只有它已确定，名次仍是第3
    assert found == [("b", None, 1, 2), ("c", None, 1, 2), ("a", 1, 3, 3)]
    assert rank_text(results.unit("a")) == "3"


def test_exempt_units_are_listed_apart() -> None:
    units = roster("a", unit("b", exempt=True), unit("c", "department", exempt=True))
    results = score(by_hand(), units, table(units, m=(50, 90, 90)))
    assert [one.unit for one in results.groups["county"]] == ["a"]
    assert results.unit("a").rank == 1
    assert {group: [(one.unit, one.why) for one in found] for group, found in results.apart.items()} == {
        "county": [("b", "exempt")],
        "department": [("c", "exempt")],
    }
    with pytest.raises(InputError, match="免予考评"):
        results.trace("b")


@pytest.mark.parametrize(
    ("no_site", "apart", "scored"),
    [("list", [("b", "no_site")], ["a"]), ("exclude", [("b", "excluded")], ["a"]), ("", [], ["b", "a"])],
)
def test_units_without_a_site(no_site: str, apart: list[object], scored: list[str]) -> None:
    units = roster("a", unit("b", sites=()))
    results = score(by_hand(no_site=no_site), units, table(units, m=(50, 90)))
    assert [(one.unit, one.why) for one in results.apart.get("county", ())] == apart
    assert [one.unit for one in results.groups["county"]] == scored


def test_units_without_a_site_may_fail() -> None:
    units = roster("a", unit("b", sites=()))
    results = score(by_hand(no_site="fail"), units, table(units, m=(50, 90)))
    b = results.unit("b")
    assert plain((b.total, b.grade, b.rank, b.vetoes, b.failed)) == (0, "不合格", 2, ("no_site",), True)
    assert results.trace("b").notes[0].text == "没有网站，判定为不合格"


def test_a_unit_the_table_does_not_have_is_unknown() -> None:
    results = score(by_hand(), roster("a", "b"), table("a", m=(50,)))
    b = results.unit("b")
    assert plain((b.total, b.low, b.high, b.rank)) == (None, 0, 100, None)


def test_an_empty_roster_gives_empty_groups() -> None:
    results = score(by_hand(), roster(), table(""))
    assert results.groups == {"county": (), "department": ()}


def test_a_roster_that_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="两次"):
        score(by_hand(), roster("a", "a"), table("a", m=(1,)))
    with pytest.raises(InputError, match="请改正名册的分类"):
        score(by_hand(), roster(unit("a", "village")), table("a", m=(1,)))


def test_a_unit_without_a_number_is_named() -> None:
    scored = scheme(part("p", leaf("x", ByKey((("department", Decimal(4)),)), Full())))
    with pytest.raises(SchemeError, match="单位a"):
        score(scored, roster("a"), table("a"))
