"""What is printed can be read back: `schemes import` finds the indicators with their points in every format."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.reports.scheme_document.content import build_document
from kaoping.schemes.drafting.draft_file import write_draft
from kaoping.schemes.drafting.importer import import_document
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme
from tests.reports.scheme_document.test_formats import FORMS, write

PRINTED = ("suqian-2022", "xingning-2016", "suizhou-disclosure-2023", "suizhou-website-2023")


def leaves(scheme: Scheme) -> Counter[tuple[str, Decimal | None]]:
    """Names and points of all indicators without others below them."""
    ends = (node for node in scheme.nodes() if not node.children)
    return Counter((node.title, node.points if isinstance(node.points, Decimal) else None) for node in ends)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", PRINTED)
def test_names_and_points_come_back(name: str, form: str, tmp_path: Path) -> None:
    scheme = load_scheme(name)
    path = write(build_document(scheme), tmp_path / f"{name}.{form}")
    draft = tmp_path / "draft.yaml"
    draft.write_text(write_draft(import_document(path).draft), encoding="utf-8")
    printed, read = leaves(scheme), leaves(load_scheme(draft))
    assert (printed & read).total() >= 0.95 * printed.total()
    assert read.total() <= 1.05 * printed.total()
