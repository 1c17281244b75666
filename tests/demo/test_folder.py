"""The assessment folders are ones that the conductor accepts, with something said about everything that is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kaoping.demo.build import BuiltCity
from kaoping.demo.casts import CASTS, cast_for
from kaoping.demo.folder import ASSESSMENT, MANIFEST, write_city
from kaoping.demo.handed_in import write_decisions
from kaoping.demo.manifest import read_manifest
from kaoping.demo.testimony import Matter, Statement, is_probed, statements
from kaoping.draws.book import DrawBook
from kaoping.draws.plans import plan_pools
from kaoping.measures import Given, questions
from kaoping.measures.questions import passed_over
from kaoping.model.errors import InputError
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster
from kaoping.runs.catalogue import build_catalogue
from kaoping.runs.draw_files import DrawFolder
from kaoping.runs.drawing import check
from kaoping.runs.inputs.assessment import Assessment, read_assessment
from kaoping.runs.inputs.decisions import read_decisions
from kaoping.runs.inputs.draws import AssessedDraws, read_draws
from kaoping.runs.inputs.imports import read_imports
from kaoping.runs.inputs.marks import read_marks
from kaoping.runs.usable import usable_scheme
from kaoping.schemes.loader import library_ids, load_scheme
from kaoping.schemes.model import CheckSource, Open
from kaoping.schemes.standing import is_judged
from tests.draws import independent


@dataclass(frozen=True, slots=True)
class Played:
    """The folder written for one scheme, as the conductor reads it."""

    folder: Path
    assessment: Assessment
    given: tuple[Given, ...]
    draws: AssessedDraws


@pytest.fixture(scope="module", params=sorted(CASTS))
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, built: BuiltCity) -> Played:
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, built, cast_for(request.param), "")
    asked = read_assessment(folder / ASSESSMENT, lambda name: usable_scheme(name, build_catalogue()))
    assert asked.marks is not None
    assert asked.imports is not None
    marks, imports = (
        read_marks(asked.marks, asked.scheme, asked.roster),
        read_imports(asked.imports, asked.scheme, asked.roster),
    )
    return Played(folder, asked, (*marks, *imports), read_draws(asked, datetime.now(UTC)))


@pytest.fixture(scope="module")
def said(built: BuiltCity) -> Mapping[tuple[str, str], Statement]:
    """What is said for the default scheme, by unit and measure."""
    scheme, cast = load_scheme("suqian-2022"), cast_for("suqian-2022")
    roster = Roster(tuple(cast.unit(unit, built.manifest.sites) for unit in built.city.units))
    return {(each.unit, each.measure): each for each in statements(Matter(built, scheme, roster, DrawBook()))}


def test_the_city_plays_every_scheme_of_the_library() -> None:
    assert set(CASTS) == set(library_ids())
    with pytest.raises(InputError, match="没有为方案“other”分配角色；可用的有：suqian-2022、"):
        cast_for("other")


def test_the_assessment_file_is_accepted(played: Played, ports: Mapping[str, int]) -> None:
    asked = played.assessment
    assert asked.as_of == date(2022, 12, 31)
    assert asked.inspect.canaries == (f"http://127.0.0.1:{ports['platform']}/alive",)
    units = {unit.id: unit for unit in asked.roster.units}
    assert units["tiyu"].sites == ()
    assert units["dangan"].exempt
    assert units["lanting"].sites == ("http://www.lanting.yunze.example/",)
    assert units["qingke"].sites == (f"http://127.0.0.1:{ports['qingke']}/",)
    assert asked.inspect.trust == played.folder / "authority.pem"
    assert asked.inspect.name_server == f"127.0.0.1:{ports['names']}"
    assert asked.decisions is not None
    assert read_decisions(asked.decisions) == ()


def test_whatever_a_document_leaves_open_is_filled_with_test_values_that_say_so(played: Played) -> None:
    scheme = played.assessment.scheme
    library = load_scheme(next(name for name in (scheme.id, *scheme.lineage) if name in library_ids()))
    is_open = any(part.open for part in library.parts) or any(
        isinstance(node.points, Open) or isinstance(node.rule, Open) for node in library.nodes()
    )
    named = "测试赋值" in scheme.title and "测试赋值" in scheme.note and scheme.id != library.id
    assert is_open is named
    if not named:
        assert scheme.digest == library.digest
    assert not [node.id for node in scheme.nodes() if isinstance(node.points, Open)]
    assert "测试赋值" not in library.title


def test_indicators_made_up_for_the_city_say_so_themselves(played: Played) -> None:
    scheme = played.assessment.scheme
    for lineage in scheme.lineage:
        library = {node.id: node for node in load_scheme(lineage).nodes()}
        for leaf in (node for node in scheme.nodes() if not node.children):
            if leaf.id not in library or (leaf.rule != library[leaf.id].rule):
                assert leaf.clause == "测试赋值", leaf.id
                assert leaf.text.endswith("（测试赋值）"), leaf.id


def _due(played: Played) -> Iterator[tuple[str, str]]:
    """Whom something must be said of: unit and measure, or marked indicator."""
    scheme = played.assessment.scheme
    asked = questions(scheme)
    names = {one.name for one in asked}
    for unit in played.assessment.roster.units:
        if unit.id == "lanting" or not is_judged(unit, scheme):
            continue
        idle = passed_over(scheme, played.draws.book.indicators(), unit.id)
        for question in asked:
            if question.name not in idle and question.concerns(unit) and not question.each:
                yield unit.id, question.name
        measures = ((name, one) for name, one in scheme.measures.items() if not is_probed(one))
        others = (name for name, one in measures if not isinstance(one.source, CheckSource))
        yield from ((unit.id, name) for name in others if name not in names)


def test_marks_and_imports_are_accepted_whole_and_say_something_about_everything(played: Played) -> None:
    told = {(each.unit, each.measure) for each in played.given if each.state is not State.UNKNOWN}
    nobody = {(unit, name) for unit, name in _due(played) if (unit, name) not in told}
    empty = {
        (drawn.pool.name.unit, measure.name)
        for drawn in played.draws.book.drawn.values()
        for measure in played.assessment.scheme.measures.values()
        if measure.sample is not None and measure.sample.id == drawn.pool.name.id and not drawn.items
    }
    assert nobody <= empty


def test_the_draw_is_published_and_fits(played: Played, built: BuiltCity) -> None:
    plans = plan_pools(played.assessment.scheme, played.assessment.roster)
    folder = DrawFolder(played.folder / "draws")
    if not plans:
        assert not folder.path.exists()
        return
    assert {plan.name.unit for plan in played.draws.missing} <= {"lanting"}, "only the site that is down has no list"
    (done,) = check(folder)
    assert done.fits
    assert independent.agrees(folder.path)


def test_nobody_tells_what_cannot_be_seen(said: Mapping[tuple[str, str], Statement]) -> None:
    about = [each for each in said.values() if each.unit == "lanting"]
    assert about
    assert not [each for each in about if each.asked]


def test_what_is_said_follows_what_the_site_shows(built: BuiltCity, said: Mapping[tuple[str, str], Statement]) -> None:
    site = built.city.sites["linxi"]
    newest = max(item.when for item in site.column("statistics").items).date()
    assert said["linxi", "service_statistics_updated"].value == newest.isoformat()
    assert said["fagai", "surveys_held"].value == "0"
    assert said["qingke", "harmful_content"].value == "是"
    assert said["wangnan", "harmful_content"].value == "否"
    assert ("lanting", "unreachable_share") not in said  # the visits themselves are handed in
    assert said["tiyu", "data_updated"] == Statement("tiyu", "data_updated", "", "", True, "not_applicable")


def test_the_manifest_is_there(played: Played, built: BuiltCity) -> None:
    assert read_manifest(played.folder / MANIFEST) == built.manifest


def test_no_decisions_is_a_file_with_a_heading_only(tmp_path: Path) -> None:
    write_decisions(tmp_path / "decisions.csv", (), date(2022, 12, 31))
    assert read_decisions(tmp_path / "decisions.csv") == ()
