"""Whatever is done to a scheme file, it loads or is refused with a SchemeError; what loads can be linted and shown."""

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping.model.catalogue import Catalogue
from kaoping.model.errors import Problem, SchemeError
from kaoping.schemes.expanded import expand_json
from kaoping.schemes.linter import lint, lint_file
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme
from tests.schemes.conftest import BASE

CATALOGUE = Catalogue({}, {})
PIECES = st.sampled_from(
    [*"{}[]:,-#\"'\n\t$%&*!|>0a分\uff1a", "null", "{}", "[]", "$x", "5%", "none", "3 per dead", "open"]
)
EDITS = st.lists(st.tuples(st.integers(0, len(BASE)), st.integers(0, 6), PIECES), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_any_edit_loads_or_is_refused(tmp_path: Path, edits: list[tuple[int, int, str]]) -> None:
    text = BASE
    for at, removed, inserted in edits:
        text = text[:at] + inserted + text[at + removed :]
    path = tmp_path / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    problems = lint_file(path, CATALOGUE)
    scheme, refused = loaded(path)
    assert set(problems) >= set(refused)
    if scheme is not None:
        assert problems == lint(scheme, CATALOGUE)
        assert json.dumps(expand_json(scheme))


def loaded(path: Path) -> tuple[Scheme | None, tuple[Problem, ...]]:
    try:
        return load_scheme(path), ()
    except SchemeError as error:
        return None, error.problems
