"""延安 2016: deductions without a base. The document's figures come out of a year's file with invented deductions."""

from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.model.roster import Roster
from kaoping.schemes.linter import lint
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme
from kaoping.scoring import score
from tests.scoring.build import UNKNOWN, plain, roster, table, unit

# 测试用扣分细则：原文的指标未取得，数值是编的
INVENTED = """\
id: yanan-invented
title: 测试用扣分细则（数值是编的）
extends: yanan-2016
measures:
  stale: {ask: 更新不及时的栏目数, kind: count}
  overdue: {ask: 超过期限答复的留言数, kind: count}
  missing: {ask: 办事指南缺少的要素数, kind: count}
parts:
  - id: website
    indicators:
      - {id: updates, title: 信息更新, text: 每个扣5分, deduct: [5 per stale]}
      - {id: replies, title: 互动回应, text: 每条扣2.5分, deduct: [2.5 per overdue]}
      - {id: guides, title: 网上服务, text: 每处扣0.5分, deduct: [0.5 per missing]}
"""


@pytest.fixture
def filled(tmp_path: Path) -> Scheme:
    path = tmp_path / "year.yaml"
    path.write_text(INVENTED, encoding="utf-8")
    return load_scheme(path)


def departments(*names: str) -> Roster:
    return roster(*(unit(name, "department") for name in names))


def test_the_year_file_leaves_nothing_open(filled: Scheme) -> None:
    left = [problem for problem in lint(filled, None) if problem.severity != "note"]
    assert [(problem.code, problem.where) for problem in left] == [
        ("unused", name)
        for name in load_scheme("yanan-2016").parameters
        if name != "named_above"  # 原文的其他要求，这里编的指标没有引用
    ]


def test_the_extremes_of_the_document_and_the_order_between(filled: Scheme) -> None:
    units = departments("best", "worst", "hundred", "over", "tied")
    # 5+2.5+2×0.5=8.5；40×5+20×2.5+33×0.5=266.5；20×5=100；20×5+0.5=100.5；17×0.5=8.5
    counts = table(units, stale=(1, 40, 20, 20, 0), overdue=(1, 20, 0, 0, 0), missing=(2, 33, 0, 1, 17))
    results = score(filled, units, counts)
    found = [(one.unit, one.rank, one.total, one.labels) for one in results.groups["department"]]
    named = ("扣分超过100分",)
    assert plain(found) == [
        ("best", 1, Decimal("8.5"), ()),
        ("tied", 1, Decimal("8.5"), ()),
        ("hundred", 3, 100, ()),
        ("over", 4, Decimal("100.5"), named),
        ("worst", 5, Decimal("266.5"), named),
    ]
    worst = results.unit("worst")
    assert (worst.of, worst.rate, worst.grade, worst.complete, worst.failed) == (None, None, None, True, False)
    assert plain([part.points for part in worst.parts]) == [Decimal("266.5")]


def test_the_deductions_themselves_may_be_entered_while_the_indicators_are_open() -> None:
    scheme = load_scheme("yanan-2016")
    units = departments("a", "b", "c")
    results = score(scheme, units, table(units, website=("266.5", "8.5", UNKNOWN)))
    found = [(one.unit, one.rank, one.total, one.labels, one.complete) for one in results.groups["department"]]
    assert plain(found) == [
        ("b", 1, Decimal("8.5"), (), True),
        ("a", 2, Decimal("266.5"), ("扣分超过100分",), True),
        ("c", None, None, (), False),
    ]
    waiting = results.unit("c")
    # 未录入：最少扣0分，最多没有限度；名次可能在第1至第3
    assert plain((waiting.low, waiting.high, waiting.rank_best, waiting.rank_worst)) == (0, None, 1, 3)
    assert waiting.open_vetoes == ("over-limit",)


def test_three_lists_and_units_without_a_site_apart(filled: Scheme) -> None:
    units = roster(
        unit("luochuan", "county"),
        unit("fagai", "department"),
        unit("pingshen", "institution"),
        unit("chenggai", "department", sites=()),
    )
    zeros = (0,) * 4
    results = score(filled, units, table(units, stale=(22, 1, 1, 0), overdue=zeros, missing=zeros))
    assert {group: [one.unit for one in members] for group, members in results.groups.items()} == {
        "county": ["luochuan"],
        "department": ["fagai"],
        "institution": ["pingshen"],
    }
    assert results.unit("luochuan").labels == ("扣分超过100分",)
    assert [(one.unit, one.why) for one in results.apart["department"]] == [("chenggai", "no_site")]
