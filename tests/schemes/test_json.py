"""The published JSON Schema accepts what the loader accepts, and the expanded JSON says what the contract promises."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from kaoping.schemes.canonical_form import canonical
from kaoping.schemes.expanded import expand_json
from kaoping.schemes.json_schema import json_schema
from kaoping.schemes.loader import LIBRARY, library_ids, load_scheme
from tests.schemes.conftest import BASE
from tests.schemes.test_composition import CHILD, SOURCE

EVERYTHING = Path(__file__).with_name("data") / "everything.yaml"


def plain(text: str) -> Any:
    """YAML as other programs see it: JSON data, dates as text."""
    data = YAML(typ="safe", pure=True).load(text)
    return json.loads(json.dumps(data, default=str))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


TEXTS = {
    **{name: (LIBRARY / f"{name}.yaml").read_text(encoding="utf-8") for name in library_ids()},
    "everything": EVERYTHING.read_text(encoding="utf-8"),
    "base": BASE,
    "child": CHILD,
    "source": SOURCE,
}


@pytest.mark.parametrize("name", TEXTS)
def test_accepts(validator: Draft202012Validator, name: str) -> None:
    errors = [
        f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(plain(TEXTS[name]))
    ]
    assert errors == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: base-2024", "id: Base 2024"),
        ("points: 6", "pionts: 6"),
        ("points: 6", "points: six"),
        ("deduct: [0.5 per dead, 1 per slow]", "deduct: 0.5 per dead"),
        ("deduct: [0.5 per dead, 1 per slow]", "deduct: [0.5 dead]"),
        ("kind: bool", "kind: boolean"),
        ("check: dead-link", "chek: dead-link"),
        ("  dead:", "  Dead:"),
        ("total: {combine: sum}", "total: {combine: add}"),
        ("parts:", "Parts:"),
        ("title: 网站", "title: [网站]"),
        ("{of: department, title: 大部门}", "{title: 大部门}"),
    ],
)
def test_refuses(validator: Draft202012Validator, old: str, new: str) -> None:
    assert old in BASE
    assert not validator.is_valid(plain(BASE.replace(old, new)))


def test_expanded_scheme_is_what_the_contract_says() -> None:
    expanded = json.loads(json.dumps(expand_json(load_scheme(EVERYTHING)), ensure_ascii=False))
    by_id = {leaf["id"]: leaf for leaf in expanded["leaves"]}
    for leaf in expanded["leaves"]:
        assert {"title", "path", "points", "rule", "clause"} <= set(leaf)
    assert by_id["links"] | {} == by_id["links"]
    assert (by_id["links"]["points"], by_id["links"]["rule"]) == (10, "deduct")
    assert by_id["links"]["path"] == ["第一部分", "一级", "链接"]
    assert by_id["late"]["rule"] == "ratio"
    assert by_id["named"]["points"] is None
    assert expanded["parts"][0]["weight"] == {"county": 0.8, "department": 0.7}
    assert expanded["parameters"]["limit"]["value"]["urban"] == 8
    assert expanded["vetoes"][0]["if"] == "$strict and mean(ranks) > 10 or age(updated) > $window"
    assert [node["id"] for node in expanded["parts"][0]["indicators"]] == ["group-one", "group-two", "carried"]


def test_points_differ_by_group_or_class(tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    text = BASE.replace("points: 6", "points: {county: 6, default: 5}").replace(
        "points: 4", "points: {big: 3, default: 4}"
    )
    path.write_text(text, encoding="utf-8")
    links, surveys = expand_json(load_scheme(path))["leaves"]
    assert links["points"] == {"county": 6, "department": 5}
    assert surveys["points"] == {"county": 4, "big": 3, "small": 4}


def test_canonical_form_is_plain_and_without_places() -> None:
    text = json.dumps(canonical(load_scheme(EVERYTHING)), default=str, ensure_ascii=False)
    assert "everything.yaml" not in text
    assert '"links/dead"' in text
