"""The reference of the language names every key, rule, function and lint code there is, and its example loads."""

import re
from pathlib import Path

import pytest

from kaoping.runs.catalogue import build_catalogue
from kaoping.schemes import linter
from kaoping.schemes.expression_parser import FUNCTIONS, SPECIALS
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.numbers_text import DURATION_UNITS
from kaoping.schemes.read_document import BASIS_KEYS, CONVERT_KEYS, TOP_KEYS
from kaoping.schemes.read_measures import KINDS, MEASURE_KEYS, METHODS, PARAMETER_KEYS, SAMPLE_KEYS
from kaoping.schemes.read_nodes import NODE_KEYS
from kaoping.schemes.read_parts import ADJUST_KEYS, PART_KEYS, VETO_KEYS
from kaoping.schemes.read_rules import RULE_KEYS
from tests.schemes.conftest import WriteScheme

DOCUMENT = Path(__file__).parents[2] / "docs" / "scheme-language.md"
KEYS = {*TOP_KEYS, *BASIS_KEYS, *MEASURE_KEYS, *SAMPLE_KEYS, *NODE_KEYS, *PART_KEYS, *VETO_KEYS, *ADJUST_KEYS}
KEYS |= {*PARAMETER_KEYS, *CONVERT_KEYS}
WORDS = KEYS | {*RULE_KEYS, *KINDS, *FUNCTIONS, *SPECIALS}


@pytest.fixture(scope="module")
def text() -> str:
    return DOCUMENT.read_text(encoding="utf-8")


def test_every_word_is_explained(text: str) -> None:
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    coded = " ".join(re.findall(r"`([^`]+)`", prose))
    words = set(re.findall(r"[a-z_]+", coded))
    assert sorted(WORDS - words) == []
    assert [method for method in METHODS if method not in text] == []
    assert [unit for unit in DURATION_UNITS if not re.search(rf"`\d+{unit}`", text)] == []


def test_every_lint_code_is_explained(text: str) -> None:
    folder = Path(linter.__file__).parent
    sources = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'(?:at\(\s*\w+(?:\[0\])?, |Report\(\s*)"([a-z-]+)"', sources))
    assert len(codes) > 15
    assert sorted(code for code in codes if f"`{code}`" not in text) == []


def test_the_example_loads(text: str, write: WriteScheme) -> None:
    example, _ = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    scheme = load_scheme(write(text=example))
    assert scheme.parts[0].vetoes[0].id == "national-serious-problems"


def test_the_example_of_a_year_fills_everything(text: str, write: WriteScheme) -> None:
    _, example = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    scheme = load_scheme(write(text=example))
    assert scheme.lineage == ("xingning-2016",)
    assert {problem.code for problem in linter.lint(scheme, None)} == {"note"}


def test_the_example_of_the_library_page_is_sound(write: WriteScheme) -> None:
    page = (DOCUMENT.parent / "library.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    scheme = load_scheme(write(text=example))
    assert scheme.lineage == ("suqian-2022",)
    assert not [problem for problem in linter.lint(scheme, build_catalogue()) if problem.severity == "error"]
