"""Two schemes differ exactly where they mean something else, and the difference is told where it belongs."""

from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping.model.errors import SchemeError
from kaoping.schemes.difference import Change, compare
from kaoping.schemes.loader import library_ids, load_scheme
from kaoping.schemes.model import Open, Scheme
from tests.schemes.conftest import BASE, WriteScheme

D = Decimal
EVERYTHING = (Path(__file__).parent / "data" / "everything.yaml").read_text(encoding="utf-8")


@pytest.fixture
def changes(write: WriteScheme) -> Any:
    """Compares the base (or `text`) with itself after replacements."""

    def changes_of(*replacements: tuple[str, str], text: str = BASE) -> tuple[Change, ...]:
        old = load_scheme(write(text=text, name="old.yaml"))
        return compare(old, load_scheme(write(*replacements, text=text))).changes

    return changes_of


def brief(change: Change) -> tuple[str, str, str, str]:
    return change.kind, change.subject, change.id, change.field


@pytest.mark.parametrize("name", library_ids())
def test_a_scheme_does_not_differ_from_itself(name: str) -> None:
    assert compare(load_scheme(name), load_scheme(name)).changes == ()


LINKS = "deduct: [0.5 per dead, 1 per slow]"
SURVEYS_LINE = (
    "      - {id: surveys, title: 调查, points: 4, text: 达标得4分, award: {tiers: [4 if held >= $target and good]}}\n"
)
CASES = [
    ("title: 示范考评办法", "title: 示范办法", ("changed", "scheme", "base-2024", "title")),
    ("id: base-2024", "id: base-2025", ("changed", "scheme", "base-2025", "id")),
    ("document: 示范〔2024〕1号", "document: 示范〔2024〕2号", ("changed", "scheme", "base-2024", "basis.document")),
    ("total: {combine: sum}", "no_site: list", ("changed", "scheme", "base-2024", "no_site")),
    ("{county: 县区, department", "{county: 县市区, department", ("changed", "group", "county", "title")),
    ("groups: {", "groups: {school: 学校, ", ("added", "group", "school", "")),
    ("big: {of: department", "big: {of: county", ("changed", "class", "big", "of")),
    ("  small: {of: department, title: 小部门}\n", "", ("removed", "class", "small", "")),
    ("tags: {urban: 四城区}", "tags: {urban: 城区}", ("changed", "tag", "urban", "title")),
    ("default: 3}, clause: 一", "default: 3}, clause: 二", ("changed", "parameter", "target", "clause")),
    ("kind: count}\n  held", "kind: number}\n  held", ("changed", "measure", "slow", "kind")),
    ("where: {page: home}", "where: {page: inner}", ("changed", "measure", "dead", "source")),
    ("    title: 网站\n", "    title: 政府网站\n", ("changed", "part", "website", "title")),
    ("    clause: 一\n", "    clause: 一\n    ceiling: 10\n", ("changed", "part", "website", "ceiling")),
    ("title: 链接,", "title: 可用性,", ("changed", "indicator", "links", "title")),
    ("points: 6,", "points: 5,", ("changed", "indicator", "links", "points")),
    ("text: 每处扣0.5分", "text: 每处扣0.5分，扣完为止", ("changed", "indicator", "links", "text")),
    ("0.5 per dead", "0.4 per dead", ("changed", "indicator", "links", "rule")),
    (LINKS, LINKS + ", zero_if: [slow > 9]", ("changed", "indicator", "links", "zero_if")),
    (LINKS, LINKS + ", applies_to: [county]", ("changed", "indicator", "links", "applies_to")),
    (LINKS, LINKS + ", method: 网络测评", ("changed", "indicator", "links", "method")),
    (SURVEYS_LINE, "", ("removed", "indicator", "surveys", "")),
    ("total: {combine: sum}", "total: {combine: sum, ceiling: 9}", ("changed", "total", "total", "ceiling")),
    ("total: {combine: sum}", "total: {combine: sum, round: {places: 1}}", ("changed", "total", "total", "round")),
    ("total: {combine: sum}", "grades: [{title: 合格, from: 6}]", ("added", "grade", "合格", "")),
    ("total: {combine: sum}", "convert: [{from: website, to: 5}]", ("added", "conversion", "website", "")),
    ("total: {combine: sum}", "vetoes: [{id: v, if: good, then: zero}]", ("added", "veto", "v", "")),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_one_change_is_told_once(changes: Any, old: str, new: str, expected: tuple[str, str, str, str]) -> None:
    found = changes((old, new))
    assert expected in [brief(change) for change in found]
    assert len(found) == 1 or expected[0] == "removed"  # what only the removed indicator read goes with nothing


def test_a_number_is_compared_as_units_meet_it(changes: Any) -> None:
    def points(written: str) -> list[tuple[tuple[str, ...], object, object]]:
        return [(one.audience, one.old, one.new) for one in changes(("points: 6,", f"points: {written},"))]

    assert points("5") == [((), D(6), D(5))]
    assert points("{county: 6, default: 5}") == [(("department",), D(6), D(5))]
    assert points("{big: 7, county: 5, default: 6}") == [(("county",), D(6), D(5)), (("big",), D(6), D(7))]
    assert points("{urban: 7, default: 6}") == [(("urban",), D(6), D(7))]
    assert points("{open: 原文缺失}") == [((), D(6), Open("原文缺失"))]
    ((audience, _, new),) = points("{default: 6}")  # another way of writing the same
    assert audience == ()
    assert type(new).__name__ == "ByKey"


def test_a_parameter_is_told_where_it_is_read(changes: Any) -> None:
    (one,) = changes(("county: 6, default: 3", "county: 6, default: 4"))
    assert brief(one) == ("changed", "parameter", "target", "value")
    assert (one.part, one.clause, one.uses) == ("website", "一", ("surveys",))
    assert (one.audience, one.old, one.new) == (("department",), D(3), D(4))


def test_points_by_parameter_are_told_at_the_indicator_too(changes: Any) -> None:
    text = BASE.replace("points: 6,", "points: $worth,").replace("parameters:\n", "parameters:\n  worth: {value: 6}\n")
    found = changes(("value: 6}", "value: 7}"), text=text)
    assert [brief(one) for one in found] == [
        ("changed", "indicator", "links", "points"),
        ("changed", "parameter", "worth", "value"),
    ]
    assert (found[0].old, found[0].new) == (D(6), D(7))


NESTED = """\
id: nested
title: 两级
groups: {county: 县区}
parts:
  - id: first
    title: 甲部分
    clause: 一
    points: 4
    indicators:
      - {id: one, title: 一级, points: 4, method: 网络测评, indicators: [{id: a, title: 甲, points: 1, text: 甲}, {id: b, title: 乙, points: 3, text: 乙}]}
  - id: second
    title: 乙部分
    clause: 二
    points: 2
    indicators:
      - {id: c, title: 丙, points: 2, text: 丙}
"""  # noqa: E501
B = "{id: b, title: 乙, points: 3, text: 乙}"


def test_an_indicator_that_moved_is_not_lost(changes: Any) -> None:
    found = changes((", " + B, ""), ("      - {id: c", f"      - {B}\n      - {{id: c"), text=NESTED)
    moved = next(one for one in found if one.field == "parent")
    assert (moved.id, moved.part, moved.old.id, moved.new.id) == ("b", "second", "one", "second")
    assert {one.kind for one in found} == {"changed"}


def test_what_follows_from_above_is_told_once(changes: Any) -> None:
    assert [brief(one) for one in changes(("title: 一级", "title: 首级"), text=NESTED)] == [
        ("changed", "indicator", "one", "title")
    ]
    assert [brief(one) for one in changes(("method: 网络测评", "method: 模拟测试"), text=NESTED)] == [
        ("changed", "indicator", "one", "method")
    ]
    assert [brief(one) for one in changes(("clause: 一", "clause: 三"), text=NESTED)] == [
        ("changed", "part", "first", "clause")
    ]


def test_an_adjustment_that_is_its_own_indicator_is_told_once(changes: Any) -> None:
    bonus = "adjust: [{id: a, title: 甲, kind: bonus, limit: 3, clause: 一, text: 甲, full: true}]"
    text = BASE + bonus + "\n"
    assert [brief(one) for one in changes(("limit: 3", "limit: 4"), text=text)] == [
        ("changed", "adjustment", "a", "limit")
    ]
    assert [brief(one) for one in changes(("title: 甲", "title: 乙"), text=text)] == [
        ("changed", "adjustment", "a", "title")
    ]


def test_order_is_part_of_the_document(changes: Any) -> None:
    a = "{id: a, title: 甲, points: 1, text: 甲}"
    (one,) = changes((f"{a}, {B}", f"{B}, {a}"), text=NESTED)
    assert brief(one) == ("changed", "indicator", "one", "order")
    assert (one.old, one.new) == (("a", "b"), ("b", "a"))


def test_a_part_comes_with_all_that_is_in_it(changes: Any) -> None:
    second = NESTED[NESTED.index("  - id: second") :]
    found = changes((second, ""), text=NESTED)
    assert [brief(one) for one in found] == [("removed", "part", "second", ""), ("removed", "indicator", "c", "")]


OWN = {"place", "digest", "lineage"}  # not part of what a scheme means
TOLD = {
    "id", "title", "edition", "note", "rank_by", "no_site", "basis", "groups", "tags", "bodies", "site_types",
    "classes", "units", "unit_clauses", "parameters", "measures", "samples", "checklists", "checklist_clauses",
    "parts", "vetoes", "adjust", "total", "grades", "convert",
}  # fmt: skip


def test_a_new_field_of_schemes_must_be_compared() -> None:
    """Add what you added to the scheme to `difference.declared`, then here."""
    assert {field.name for field in fields(Scheme)} - OWN == TOLD


def test_who_is_listed(changes: Any) -> None:
    text = BASE.replace("tags:", "units: {county: {clause: 附件1, names: [甲县, 乙县]}}\ntags:")
    (one,) = changes(("[甲县, 乙县]", "[甲县, 丙县]"), text=text)
    assert brief(one) == ("changed", "units", "county", "names")
    (one,) = changes(("clause: 附件1", "clause: 附件2"), text=text)
    assert brief(one) == ("changed", "units", "county", "clause")
    (one,) = changes(("units: {county: {clause: 附件1, names: [甲县, 乙县]}}\n", ""), text=text)
    assert brief(one) == ("removed", "units", "county", "")


EDITS = st.lists(
    st.tuples(
        st.integers(0, len(EVERYTHING)),
        st.integers(0, 4),
        st.sampled_from([*"0123456789.甲,[]{}", "county", "", "$rate"]),
    ),
    min_size=1,
    max_size=2,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_no_change_exactly_where_the_digests_are_equal(tmp_path: Path, edits: list[tuple[int, int, str]]) -> None:
    text = EVERYTHING
    for at, removed, inserted in edits:
        text = text[:at] + inserted + text[at + removed :]
    path = tmp_path / "new.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        new = load_scheme(path)
    except SchemeError:
        return
    before = load_scheme(Path(__file__).parent / "data" / "everything.yaml")
    for pair in ((before, new), (new, before)):
        assert (compare(*pair).changes == ()) == (before.digest == new.digest)
