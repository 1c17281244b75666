"""A scheme printed as official tables and imported again keeps its names and points."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kaoping.cli.schemes import command
from kaoping.schemes.drafting.import_report import import_report
from kaoping.schemes.drafting.importer import import_document
from kaoping.schemes.expanded import expand_json
from kaoping.schemes.loader import load_scheme

SCHEMES = ("suqian-2022", "suizhou-website-2023", "suizhou-disclosure-2023", "state-council-2019", "xingning-2016")
KEPT = 0.95


def leaves_of(name: str) -> Iterator[tuple[str, str]]:
    """Name and points of every leaf of a scheme of the library, adjustments included."""
    scheme = expand_json(load_scheme(name))
    roots = [node for part in scheme["parts"] for node in part["indicators"]]
    adjusting = [each for part in (*scheme["parts"], scheme) for each in part["adjust"]]
    for node in [*roots, *(node for each in adjusting for node in each["indicators"])]:
        yield from _leaves(node)


def _leaves(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    children = node.get("indicators", [])
    if not children:
        yield node["title"], _shown(node["points"])
    for child in children:
        yield from _leaves(child)


def _shown(points: Any) -> str:
    return f"{points:g}" if isinstance(points, int | float) else ""


@pytest.mark.parametrize("form", ["docx", "xlsx", "html"])
@pytest.mark.parametrize("name", SCHEMES)
def test_names_and_points_survive(name: str, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"printed.{form}"
    printed = CliRunner().invoke(command, ["render", name, "--out", str(file)])
    assert printed.exit_code == 0, printed.output
    wanted = list(leaves_of(name))
    left = [(leaf["name"], _shown(leaf["points"])) for leaf in import_report(import_document(file))["leaves"]]
    lost = []
    for leaf in wanted:
        if leaf in left:
            left.remove(leaf)
        else:
            lost.append(leaf)
    assert len(lost) <= (1 - KEPT) * len(wanted), lost
    assert len(left) <= (1 - KEPT) * len(wanted), left
