"""A table renewed for some units is the table that building it whole gives."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.measures.inputs import Given, MeasureInputs
from kaoping.measures.renewal import renewed
from kaoping.measures.table import build_table
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster
from kaoping.schemes.model import AskSource, ImportSource, Measure, Panel, Scheme
from tests.measures.builders import AS_OF, CATALOGUE, checked, scheme, unit
from tests.scoring.build import deduct, leaf, part

UNITS = tuple(unit(name) for name in "abcd")
PERIODS = {"plain": [""], "quarters": ["2022Q1", "2022Q4", "2023Q1"], "items": ["", "1", "2", "3"], "panel": ["1", "2"]}


def asked() -> Scheme:
    """A plain value, a series, a list, a mark of a panel, and a measure of a check that stays."""
    measures = (
        checked("dead"),
        Measure(name="plain", title="plain", kind="count", source=AskSource("几处")),
        Measure(name="quarters", title="quarters", kind="number", source=ImportSource("季度"), by="quarter"),
        Measure(name="items", title="items", kind="list", source=AskSource("各项")),
    )
    nodes = (leaf("links", 10, deduct("1 per dead")), leaf("panel", 10, Panel(Decimal(100))))
    return scheme(*measures, parts=(part("p", *nodes),))


@st.composite
def values(draw: st.DrawFn, who: str) -> tuple[Given, ...]:
    """What is given for some units, each thing once."""
    places = [(name, measure, period) for name in who for measure, several in PERIODS.items() for period in several]
    chosen = draw(st.lists(st.sampled_from(places), unique=True, max_size=12))
    states = st.sampled_from([State.KNOWN, State.KNOWN, State.UNKNOWN, State.NOT_APPLICABLE])
    return tuple(
        Given(name, measure, period, draw(st.integers(0, 5)) * 1_000_000, draw(states))
        for name, measure, period in chosen
    )


@settings(max_examples=300, deadline=None)
@given(values("abcd"), st.sampled_from(["a", "b", "ac", "abcd"]), st.data())
def test_renewing_is_building_anew(before: tuple[Given, ...], who: str, data: st.DataObject) -> None:
    now = data.draw(values(who))
    others = tuple(one for one in before if one.unit not in who)
    of, roster = asked(), Roster(UNITS)

    def table(marks: tuple[Given, ...]) -> Any:
        return build_table(of, roster, MeasureInputs(CATALOGUE, marks=marks), AS_OF)

    changed = [one for one in UNITS if one.id in who]
    found = renewed(table(before), of, changed, MeasureInputs(CATALOGUE, marks=now))
    whole = table((*others, *now))
    if found is None:  # only where a series or a list may have another period
        assert {one.measure for one in (*before, *now)} & {"quarters", "items", "panel"}
        return
    assert found.columns == whole.columns
    assert found.cells == whole.cells


def test_a_plain_mark_never_needs_building_anew() -> None:
    of, roster = asked(), Roster(UNITS)
    marks = tuple(Given(one.id, "plain", "", 1_000_000) for one in UNITS)
    table = build_table(of, roster, MeasureInputs(CATALOGUE, marks=marks), AS_OF)
    found = renewed(table, of, UNITS[:1], MeasureInputs(CATALOGUE, marks=(Given("a", "plain", "", 3_000_000),)))
    assert found is not None
    assert list(found.columns["plain", ""].value) == [3_000_000, 1_000_000, 1_000_000, 1_000_000]
    assert list(table.columns["plain", ""].value) == [1_000_000] * 4
