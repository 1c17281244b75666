"""Changes to be tried, as people type them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kaoping.analysis.changes import Decide, Remove, SetParameter, SetPoints, SetValue, SetWeight
from kaoping.measures.inputs import DecisionKind
from kaoping.model.measure_table import SCALE
from kaoping.model.outcomes import State
from kaoping.runs.inputs.changes import TypedChanges, read_changes
from kaoping.runs.inputs.problems import BadInputError
from kaoping.schemes.expressions import Duration
from tests.scoring.build import deduct, leaf, part, roster, scheme

SCHEME = scheme(part("p", leaf("a", 10, deduct("1 per m")), leaf("b", 5)), kinds={"m": "count", "s": "share"})
UNITS = roster("x", "y")


def read(**typed: object) -> tuple[object, ...]:
    return read_changes(TypedChanges(**typed), SCHEME, UNITS)  # type: ignore[arg-type]


def test_every_kind_of_change() -> None:
    assert read(points=("a=4", " a @ county = 2.5 ")) == (
        SetPoints("a", Decimal(4)),
        SetPoints("a", Decimal("2.5"), "county"),
    )
    assert read(weights=("p=75%", "p@county=0.6")) == (
        SetWeight("p", Decimal("0.75")),
        SetWeight("p", Decimal("0.6"), "county"),
    )
    assert read(parameters=("$n=8", "share=5%", "limit=3wd")) == (
        SetParameter("n", Decimal(8)),
        SetParameter("share", Decimal("0.05")),
        SetParameter("limit", Duration(Decimal(3), "wd")),
    )
    assert read(removed=("a",), dismissed=("ABC",), waived=("d",), confirmed=("e",)) == (
        Remove("a"),
        Decide("e", DecisionKind.CONFIRM),
        Decide("abc", DecisionKind.DISMISS),
        Decide("d", DecisionKind.WAIVE),
    )


def test_values_of_units() -> None:
    assert read(unit="x", measures=("m=3", "y:m=4", "b=2.5", "s=80%")) == (
        SetValue("x", "m", "", 3 * SCALE),
        SetValue("y", "m", "", 4 * SCALE),
        SetValue("x", "b", "", 2_500_000),
        SetValue("x", "s", "", 800_000),
    )
    assert read(unit="x", measures=("m=不适用", "b=unknown")) == (
        SetValue("x", "m", "", 0, State.NOT_APPLICABLE),
        SetValue("x", "b", "", 0, State.UNKNOWN),
    )


def test_things_may_be_called_by_their_titles() -> None:
    """名称唯一时可以直接写；引号被命令行去掉也认得。"""
    assert read(points=("指标a=4",), weights=("部分p@县区=50%",), removed=("“指标b”",)) == (
        SetWeight("p", Decimal("0.5"), "county"),
        Remove("b"),
        SetPoints("a", Decimal(4)),
    )
    assert read(unit="单位x", measures=("指标b=2",)) == (SetValue("x", "b", "", 2 * SCALE),)
    alike = scheme(part("p", leaf("a", 10), replace(leaf("b", 5), title="指标a")))
    with pytest.raises(BadInputError, match="不止一个，请写编号：a、b"):
        read_changes(TypedChanges(points=("指标a=1",)), alike, UNITS)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"points": ("a",)}, "应写成 指标=分值"),
        ({"points": ("a=x",)}, "不是数"),
        ({"points": ("a=-1",)}, "不能是负数"),
        ({"weights": ("p=75",)}, "0 到 100%"),
        ({"parameters": ("n=",)}, "应写成 参数名=值"),
        ({"measures": ("m=3",)}, "应写成 单位:测评值"),
        ({"measures": ("x:m=-3",)}, "不能是负数"),
        ({"measures": ("x:b=7",)}, "应在 0 到 5 之间"),
        ({"measures": ("nobody:m=1",)}, "没有单位“nobody”"),
        ({"measures": ("x:k=1",)}, "没有测评值或指标“k”"),
        ({"measures": ("x:m@2022Q1=1",)}, "不分期"),
        ({"measures": ("x:m=1", "x:m=2")}, "重复"),
    ],
)
def test_what_is_miswritten_is_told_with_its_option(typed: dict[str, object], message: str) -> None:
    with pytest.raises(BadInputError, match=message) as caught:
        read(**typed)
    assert str(caught.value).startswith("[--")


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(BadInputError) as caught:
        read(points=("a",), weights=("p=x",), measures=("m=1",))
    assert len(caught.value.problems) == 3
