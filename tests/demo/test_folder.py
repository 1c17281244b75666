"""The assessment folder is one that the conductor accepts, with something said about everything that is asked."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kaoping.demo.build import BuiltCity
from kaoping.demo.folder import ASSESSMENT, MANIFEST, write_city
from kaoping.demo.handed_in import write_decisions
from kaoping.demo.manifest import read_manifest
from kaoping.demo.testimony import Statement, statements
from kaoping.model.outcomes import State
from kaoping.runs.inputs.assessment import Assessment, read_assessment
from kaoping.runs.inputs.decisions import read_decisions
from kaoping.runs.inputs.imports import read_imports
from kaoping.runs.inputs.marks import read_marks
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import CheckSource, Scheme


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("suqian-2022")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, ports: Mapping[str, int]) -> Path:
    path = tmp_path_factory.mktemp("city")
    write_city(path, ports)
    return path


@pytest.fixture(scope="module")
def assessment(folder: Path) -> Assessment:
    return read_assessment(folder / ASSESSMENT, load_scheme)


def test_the_assessment_file_is_accepted(assessment: Assessment, ports: Mapping[str, int]) -> None:
    assert assessment.as_of == date(2022, 12, 31)
    assert assessment.inspect.canaries == (f"http://127.0.0.1:{ports['platform']}/alive",)
    units = {unit.id: unit for unit in assessment.roster.units}
    assert units["tiyu"].sites == ()
    assert units["dangan"].exempt
    assert units["lanting"].sites == (f"http://127.0.0.1:{ports['lanting']}/",)


def test_marks_and_imports_are_accepted_whole(assessment: Assessment, scheme: Scheme) -> None:
    assert assessment.marks is not None
    assert assessment.imports is not None
    assert assessment.decisions is not None
    given = [
        *read_marks(assessment.marks, scheme, assessment.roster),
        *read_imports(assessment.imports, scheme, assessment.roster),
    ]
    told = {(each.unit, each.measure) for each in given if each.state is not State.UNKNOWN}
    wanted = {name for name, measure in scheme.measures.items() if not isinstance(measure.source, CheckSource)}
    for unit in assessment.roster.units:
        if not unit.exempt and unit.id != "lanting":
            assert {measure for about, measure in told if about == unit.id} == wanted, unit.id
    assert read_decisions(assessment.decisions) == ()


def test_nobody_tells_what_cannot_be_seen(built: BuiltCity, scheme: Scheme) -> None:
    said = [each for each in statements(scheme, built) if each.unit == "lanting"]
    assert said
    assert not [each for each in said if each.asked]


def test_what_is_said_follows_what_the_site_shows(built: BuiltCity, scheme: Scheme) -> None:
    said = {(each.unit, each.measure): each for each in statements(scheme, built)}
    site = built.city.sites["linxi"]
    newest = max(item.when for item in site.column("statistics").items).date()
    assert said["linxi", "service_statistics_updated"].value == newest.isoformat()
    assert said["fagai", "surveys_held"].value == "0"
    assert said["qingke", "harmful_content"].value == "是"
    assert said["wangnan", "harmful_content"].value == "否"
    assert said["lanting", "unreachable_share"].value == "1"
    assert said["tiyu", "data_updated"] == Statement("tiyu", "data_updated", "", "", True, "not_applicable")


def test_the_manifest_is_there(folder: Path, built: BuiltCity) -> None:
    assert read_manifest(folder / MANIFEST) == built.manifest


def test_no_decisions_is_a_file_with_a_heading_only(tmp_path: Path) -> None:
    write_decisions(tmp_path / "decisions.csv", (), date(2022, 12, 31))
    assert read_decisions(tmp_path / "decisions.csv") == ()
