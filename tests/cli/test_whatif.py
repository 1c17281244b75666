"""`kaoping whatif`: trying changes on stored results from the command line."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kaoping.cli.whatif import command
from kaoping.model.errors import InputError
from kaoping.runs.assess import AssessRequest, assess
from kaoping.runs.kept_scoring import keep_scoring
from kaoping.scoring import results_to_json
from tests.analysis.build import case, two_leaves
from tests.runs.small_site import pages, served
from tests.runs.test_assess import write_assessment


def whatif(results: Path, *arguments: str) -> Result:
    found = CliRunner().invoke(command, [str(results), *arguments], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """x 得 7＋10，y 得 10＋6。"""
    base = case(two_leaves(), "xy", m=(3, 0), n=(0, 4))
    keep_scoring(tmp_path, base)
    results = results_to_json(base.results(), base.scheme, base.table.as_of)
    (tmp_path / "results.json").write_text(json.dumps(results), encoding="utf-8")
    return tmp_path


def test_the_table_says_who_moves_and_why(kept: Path) -> None:
    said = whatif(kept, "--set", "a=16").output
    assert "试改：“指标a”改为16分" in said
    assert "按比例调整" in said
    assert "县区" in said
    for piece in ("2→1", "16.00→18.40", "赶超单位x", "共 2 个单位：名次变化 2 个"):
        assert piece in said


def test_only_units_with_a_change_are_listed_unless_all_are_wanted(kept: Path) -> None:
    assert "单位y" not in whatif(kept, "--unit", "x", "--measure", "m=2").output
    assert "单位y" in whatif(kept, "--unit", "x", "--measure", "m=2", "--all").output


def test_json_holds_before_after_and_causes(kept: Path) -> None:
    said = json.loads(whatif(kept / "results.json", "--set", "a=16", "--siblings", "scale", "--json").stdout)
    assert said["changes"] == ["“指标a”改为16分"]
    assert said["siblings"] == "scale"
    assert said["summary"] == {"units": 2, "moved": 2, "judged_otherwise": 0, "scored_otherwise": 2}
    x, y = said["groups"]["county"]
    assert (x["unit"], x["before"]["rank"], x["after"]["rank"], x["after"]["total"]) == ("x", 1, 2, 15.2)
    assert y["causes"][0] == {"kind": "indicator", "id": "b", "title": "指标b", "points": -3.6, "lead": 2.4}
    assert y["rivals"] == ["x"]


def test_nothing_that_is_stored_changes(kept: Path) -> None:
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    whatif(kept, "--remove", "a", "--siblings", "keep")
    assert {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "没有说明要试改什么"),
        (("--set", "c=1"), "没有名称或编号为“c”的指标"),
        (("--set", "a"), "应写成"),
        (("--dismiss", "0" * 24), "没有巡检发现的问题"),
    ],
)
def test_what_cannot_be_tried_is_told(kept: Path, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        whatif(kept, *arguments)


def test_the_analysis_says_how_firm_ranks_are_and_what_decides(kept: Path) -> None:
    said = whatif(kept, "--analyse", "--draws", "50", "--pass-mark", "16.5", "--all").output
    told = ("上下20%内随机变动50次", "以16.5分为及格线", "名次稳不稳", "名次由什么决定", "各指标的区分度", "有区分")
    assert [piece for piece in told if piece not in said] == []
    assert "试改" not in said


def test_indicators_of_the_same_title_are_told_apart(tmp_path: Path) -> None:
    scheme = two_leaves()
    (one,) = scheme.parts
    alike = replace(one, nodes=tuple(replace(node, title="指标") for node in one.nodes))
    base = case(replace(scheme, parts=(alike,)), "xy", m=(3, 0), n=(0, 4))
    keep_scoring(tmp_path, base)
    said = whatif(tmp_path, "--analyse", "--draws", "20", "--all").output
    assert "指标（a）" in said
    assert "指标（b）" in said


def test_the_analysis_is_of_what_is_tried(kept: Path) -> None:
    """原来 x 第 1；甲改为 16 分后 y 第 1。"""
    asked = ("--analyse", "--draws", "40", "--json")
    plain, tried = (json.loads(whatif(kept, *more, *asked).stdout) for more in ((), ("--set", "a=16")))
    assert plain["groups"] == {}
    assert plain["analysis"]["perturbation"] == {"draws": 40, "spread": 0.2, "seed": 1}
    firm = [[one["unit"] for one in each["analysis"]["groups"]["county"]["robustness"]] for each in (plain, tried)]
    assert firm == [["x", "y"], ["y", "x"]]
    group = plain["analysis"]["groups"]["county"]
    assert {one["indicator"]: one["verdict"] for one in group["discrimination"]} == {"a": "some", "b": "some"}
    assert [one["id"] for one in group["influence"]["terms"]] == ["b", "a"]
    assert group["robustness"][0]["below"] is None


def test_the_same_seed_gives_the_same_bytes(kept: Path) -> None:
    asked = ("--analyse", "--draws", "60", "--json", "--seed")
    one, again, other = (whatif(kept, *asked, seed).stdout for seed in ("5", "5", "6"))
    assert one == again
    assert one != other


@pytest.mark.parametrize("wrong", [("--spread", "x"), ("--spread", "100%"), ("--pass-mark", "六十")])
def test_a_wrong_spread_or_mark_is_told(kept: Path, wrong: tuple[str, str]) -> None:
    found = CliRunner().invoke(command, [str(kept), "--analyse", *wrong])
    assert found.exit_code != 0
    assert "不对" in found.output or isinstance(found.exception, InputError)


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assessed")
    with served(pages()) as url:
        assess(
            AssessRequest(write_assessment(folder, {"jia": url}), folder / "out"),
            lambda: datetime(2023, 1, 5, tzinfo=UTC),
        )
    return folder / "out"


def findings_of(out: Path, leaf: str) -> list[str]:
    return list(node(json.loads((out / "units/jia.json").read_text(encoding="utf-8")), leaf)["findings"])


def node(tree: dict[str, Any], name: str) -> dict[str, Any]:
    found = [tree] if tree["id"] == name else [one for child in tree["children"] if (one := node(child, name))]
    return found[0] if found else {}


@pytest.mark.parametrize("decision", ["--dismiss", "--waive"])
def test_a_finding_that_is_none_costs_nothing(assessed: Path, decision: str) -> None:
    """可用性：首页一处打不开扣 0.5 分，占网站部分的 80%；人工测评都没有填，可能的总分范围不变，也要说明。"""
    (key,) = findings_of(assessed, "link-health")
    said = json.loads(whatif(assessed, decision, key, "--json").stdout)
    (unit,) = said["groups"]["county"]
    assert [(cause["id"], cause["points"]) for cause in unit["causes"]] == [("link-health", 0.4)]
    assert unit["hidden_by"] == "open"
    assert unit["why"] == ["还有未定事项，指标得分变了，可能的总分不变"]


def test_a_finding_that_is_not_there_is_told(assessed: Path) -> None:
    with pytest.raises(InputError, match="没有编号为"):
        whatif(assessed, "--dismiss", "0" * 24)


def test_findings_judged_again_after_scoring_are_told(assessed: Path, tmp_path: Path) -> None:
    (key,) = findings_of(assessed, "link-health")
    (file,) = assessed.glob("sites/*/findings.jsonl")
    before = file.read_text(encoding="utf-8")
    lines = before.splitlines(keepends=True)
    other = next(one for one in findings_of(assessed, "content-updates") if one != key)
    file.write_text("".join(line for line in lines if other not in line), encoding="utf-8")
    try:
        with pytest.raises(InputError, match="重新判定过"):
            whatif(assessed, "--dismiss", key)
    finally:
        file.write_text(before, encoding="utf-8")
