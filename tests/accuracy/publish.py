"""Writes the figures: the files that are kept, and the page made of them."""

from collections.abc import Mapping
from typing import Any

from tests.accuracy.document import PAGE, render
from tests.accuracy.figures import CHECKS, MEASURED, Plain, check_figures, read, write


def publish(measured: Mapping[str, Any]) -> dict[str, Plain]:
    """Keep what was measured, and write the figures of the checks and docs/accuracy.md; return the former."""
    figures = check_figures(measured["checks"])
    write(MEASURED, measured)
    write(CHECKS, figures)
    PAGE.write_text(render(figures, measured), encoding="utf-8")
    return figures


def publish_fixtures() -> None:
    """Measure the cases again and keep the figures of real pages."""
    publish(read(MEASURED))
