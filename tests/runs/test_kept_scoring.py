"""What a scoring was computed from is kept beside its results and gives the same results again."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings

from kaoping.analysis.case import Case
from kaoping.measures.inputs import Decision, DecisionKind, Draw, Given, MeasureInputs
from kaoping.measures.table import build_table
from kaoping.model.catalogue import Catalogue
from kaoping.model.errors import InputError, StorageError
from kaoping.model.measure_table import Cell
from kaoping.model.outcomes import State
from kaoping.runs.assess import AssessRequest, assess
from kaoping.runs.kept_inputs import KeptInputs, read_inputs, write_inputs
from kaoping.runs.kept_scoring import keep_scoring, read_scoring
from kaoping.runs.score_tables import score_tables
from kaoping.schemes.canonical_form import canonical
from kaoping.schemes.loader import library_ids, load_scheme
from kaoping.schemes.model import Scheme
from kaoping.schemes.stored import scheme_from_data, scheme_to_data
from kaoping.scoring import results_to_json
from kaoping.worktime import WorkTime
from tests.runs.small_site import pages, served
from tests.runs.test_assess import write_assessment
from tests.runs.test_score_tables import request
from tests.scoring.build import NA, UNKNOWN, deduct, leaf, part, roster, scheme, table, unit, with_cells
from tests.scoring.generated import schemes


def as_json(case: Case) -> object:
    return results_to_json(case.results(), case.scheme, case.table.as_of)


@pytest.mark.parametrize("name", library_ids())
def test_library_schemes_are_read_back_as_they_were(name: str) -> None:
    before = load_scheme(name)
    after = scheme_from_data(json.loads(json.dumps(scheme_to_data(before))))
    assert canonical(after) == canonical(before)
    assert after.digest == before.digest
    assert [replace(node, place=None) for node in before.nodes() if not node.children] == [
        node for node in after.nodes() if not node.children
    ]


@settings(max_examples=40, deadline=None)
@given(schemes())
def test_any_scheme_is_read_back_as_it_was(before: Scheme) -> None:
    assert scheme_from_data(json.loads(json.dumps(scheme_to_data(before)))) == before


@pytest.mark.parametrize(
    "data", [None, {}, {"is": "Nothing"}, {"is": "Node", "colour": "red"}, {"is": "mapping", "of": {}}]
)
def test_other_data_is_no_scheme(data: object) -> None:
    with pytest.raises(StorageError):
        scheme_from_data(data)


def small_case() -> Case:
    scored = scheme(part("p", leaf("a", 10, deduct("1 per m")), leaf("b", 5)), tags={"t": "标签"})
    units = roster(unit("y", tags=("t",)), unit("x", exempt=True), "z")
    values = table(units, m=(1, 2, (0, 1, 4)), n=(UNKNOWN, NA, (1, 3)), b={"": (2, 3, UNKNOWN)})
    cell = Cell(("k1", "k2"), ("k3",), (("k4", "waived"),), "备注")
    case = Case(scored, units, with_cells(values, {("y", "m", ""): cell, ("z", "b", ""): Cell(note="尚未填报")}))
    return replace(
        case, scheme=replace(scored, tags={"t": "标签"}), draws={"d": {"*": ("a",)}}, period_start=date(2022, 3, 1)
    )


def test_a_case_is_read_back_as_it_was(tmp_path: Path) -> None:
    case = small_case()
    keep_scoring(tmp_path, case)
    read = read_scoring(tmp_path).case
    assert as_json(read) == as_json(case)
    assert read.roster == case.roster
    assert read.table.cells == case.table.cells
    assert read.period_start == case.period_start
    assert {node: {unit: tuple(ids) for unit, ids in drawn.items()} for node, drawn in read.draws.items()} == case.draws
    for key, column in case.table.columns.items():
        kept = read.table.columns[key]
        assert (kept.low, kept.high, kept.state) == (column.low, column.high, column.state)


def test_results_may_be_named_by_their_file(tmp_path: Path) -> None:
    keep_scoring(tmp_path, small_case())
    assert as_json(read_scoring(tmp_path / "results.json").case) == as_json(small_case())


def test_a_roster_in_another_order_than_the_table(tmp_path: Path) -> None:
    case = small_case()
    turned = replace(case, roster=replace(case.roster, units=case.roster.units[::-1]))
    keep_scoring(tmp_path, turned)
    assert as_json(read_scoring(tmp_path).case) == as_json(case)


def test_scored_tables_give_the_same_results_again(tmp_path: Path) -> None:
    wanted = request(tmp_path, "ab", "a,dead,,3,known\n")
    score_tables(wanted)
    (tmp_path / "small.yaml").unlink()
    kept = read_scoring(wanted.out)
    assert as_json(kept.case) == json.loads((wanted.out / "results.json").read_text(encoding="utf-8"))
    with pytest.raises(InputError, match="没有巡检发现的问题"):
        kept.with_inputs()


def test_an_assessment_gives_the_same_measures_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with served(pages()) as url:
        done = assess(
            AssessRequest(write_assessment(tmp_path, {"jia": url}), out), lambda: datetime(2023, 1, 5, tzinfo=UTC)
        )
    case = read_scoring(out).with_inputs()
    assert as_json(case) == json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert case.inputs is not None
    assert build_table(case.scheme, case.roster, case.inputs, case.table.as_of) == done.table


def test_inputs_are_read_back_as_they_were(tmp_path: Path) -> None:
    inputs = MeasureInputs(
        catalogue=Catalogue({}, {}),
        decisions=(
            Decision("k", DecisionKind.WAIVE, date(2022, 1, 1), None, "某人", "理由"),
            Decision("l", DecisionKind.CONFIRM),
        ),
        marks=(Given("a", "m", "2022Q1", 5, by="某人"), Given("a", "n", state=State.NOT_APPLICABLE)),
        imports=(Given("b", "m", value=-7, note="注"),),
        draws=(Draw("s", "a", ("x", "y"), ("y",), "seed"),),
        below={"a": ("http://b/", "http://c/")},
        counts_from=date(2022, 3, 1),
    )
    (tmp_path / "scoring").mkdir()
    path = tmp_path / "scoring/inputs.json"
    write_inputs(path, KeptInputs({}, inputs))
    read = read_inputs(path, date(2022, 12, 31), WorkTime())
    assert replace(read, catalogue=inputs.catalogue, worktime=inputs.worktime) == inputs


def test_results_without_what_they_came_from_are_refused(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="没有保存计分依据"):
        read_scoring(tmp_path / "results.json")


@pytest.mark.parametrize(
    ("text", "error"),
    [("{", StorageError), ("[]", InputError), ('{"format": 2}', InputError), ('{"format": 1}', StorageError)],
)
def test_damaged_and_later_files_are_told(tmp_path: Path, text: str, error: type[Exception]) -> None:
    keep_scoring(tmp_path, small_case())
    (tmp_path / "scoring/scoring.json").write_text(text, encoding="utf-8")
    with pytest.raises(error, match=r"scoring\.json"):
        read_scoring(tmp_path)


def test_a_damaged_measure_table_is_told(tmp_path: Path) -> None:
    keep_scoring(tmp_path, small_case())
    (tmp_path / "scoring/measures.parquet").write_bytes(b"PAR1")
    with pytest.raises(StorageError, match=r"measures\.parquet"):
        read_scoring(tmp_path)
