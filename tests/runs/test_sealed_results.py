"""Sealed results give the same bytes again, say what another program makes of them, and tell of every changed byte."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kaoping.analysis.case import Case
from kaoping.measures.inputs import Decision, DecisionKind
from kaoping.measures.table import build_table
from kaoping.model.errors import StorageError
from kaoping.model.roster import Roster
from kaoping.reports.between_words import indicator_words, result_words
from kaoping.runs.catalogue import build_catalogue
from kaoping.runs.recomputing import recompute_sealed
from kaoping.runs.sealed_results import Sealed, open_sealed, read_case, seal_results
from kaoping.schemes.model import Scheme
from kaoping.worktime import WorkTime
from tests.measures.builders import AS_OF, SITE, checked, finding, inputs, inspection, scheme, unit
from tests.scoring.build import deduct, leaf, part

FOUND = (finding("a"), finding("b"), finding("c"))


def scored_scheme() -> Scheme:
    """每个死链扣 1 分，共 10 分。"""
    return scheme(checked("dead"), parts=(part("p", leaf("links", 10, deduct("1 per dead"))),))


def inspected(dismissed: str = "") -> Case:
    """One unit with three dead links, one of them dismissed."""
    decisions = (Decision(dismissed, DecisionKind.DISMISS, reason="误报"),) if dismissed else ()
    given = inputs(
        inspections={SITE: (inspection(as_of=date(2022, 6, 1)), inspection(*FOUND))},
        decisions=decisions,
        catalogue=build_catalogue(),
    )
    roster, of = Roster((unit(),)), scored_scheme()
    return Case(of, roster, build_table(of, roster, given, AS_OF), inputs=given)


def sealed_in(folder: Path, case: Case | None = None) -> Sealed:
    return seal_results(folder, case or inspected())


def test_the_same_case_gives_the_same_folder(tmp_path: Path) -> None:
    first, second = sealed_in(tmp_path), sealed_in(tmp_path)
    assert first == second
    assert [path.name for path in tmp_path.iterdir()] == [first.seal[:16]]
    assert first.versions["checks"] == {"dead-link": first.versions["checks"]["dead-link"]}
    assert sealed_in(tmp_path, inspected(FOUND[0].key)).seal != first.seal


def test_all_that_it_came_from_is_read_back(tmp_path: Path) -> None:
    case = inspected(FOUND[1].key)
    sealed = sealed_in(tmp_path, case)
    read = read_case(sealed.folder, sealed.seal, WorkTime())
    assert case.inputs is not None
    assert read.inputs is not None
    assert read.inputs.inspections == case.inputs.inspections
    assert read.inputs.decisions == case.inputs.decisions
    assert build_table(read.scheme, read.roster, read.inputs, AS_OF) == case.table


def test_the_same_program_gives_the_same_bytes(tmp_path: Path) -> None:
    sealed = sealed_in(tmp_path)
    again = recompute_sealed(sealed.folder, sealed.seal, WorkTime())
    assert again.same
    assert again.counted is not None
    assert (again.scored.digest, again.counted.digest) == (sealed.outputs, sealed.outputs)
    assert (again.versions, again.between(), list(again.rows())) == ((), None, [])


def test_another_program_says_what_it_makes_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that counts one link twice: 7 points become 6."""
    sealed = sealed_in(tmp_path)
    rule = "kaoping.runs.recomputing.build_table"
    monkeypatch.setattr("kaoping.runs.sealed_results.SCORING_VERSION", "2")
    extra = inspection(*FOUND, finding("d"))
    monkeypatch.setattr(
        rule, lambda of, who, given, day: build_table(of, who, replace(given, inspections={SITE: (extra,)}), day)
    )
    again = recompute_sealed(sealed.folder, sealed.seal, WorkTime())
    assert (again.same, again.scored.same) == (False, True)
    assert [(row.unit, row.then["total"], row.now["total"]) for row in again.rows()] == [("a", 7, 6)]
    assert again.versions == (("scoring", "1", "2"),)
    between = again.between()
    assert between is not None
    (change,) = between.units
    assert result_words(change, scored_scheme()) == "总分由7.00变为6.00（－1.00分）。"
    (said,) = between.indicators("a")
    assert indicator_words(said, lambda _key: "死链 /d").endswith("由3变为4（巡查）；1处问题（死链 /d）计入。")


def test_measures_handed_in_are_scored_again(tmp_path: Path) -> None:
    sealed = sealed_in(tmp_path, replace(inspected(), inputs=None))
    again = recompute_sealed(sealed.folder, sealed.seal, WorkTime())
    assert (again.same, again.counted) == (True, None)


@pytest.mark.parametrize("place", range(6))
def test_every_file_is_held_to_its_digest(tmp_path: Path, place: int) -> None:
    sealed = sealed_in(tmp_path)
    file = sorted(path for path in sealed.folder.rglob("*") if path.is_file())[place]
    body = file.read_bytes()
    file.write_bytes(bytes([body[0] ^ 1]) + body[1:])
    with pytest.raises(StorageError, match=f"{file.name}：成绩的文件被改动过"):
        open_sealed(sealed.folder, sealed.seal)
    file.write_bytes(body)
    assert open_sealed(sealed.folder, sealed.seal) == sealed


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="不在了"):
        open_sealed(tmp_path / "none", "0" * 64)
