"""How often each check was right, from the one generated file that says so."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Figures of one check. `precision` and `recall` are of real pages only and None where none are labelled yet.

    `n_real` counts labelled real pages, `n_fixture` the cases made for it.
    """

    precision: float | None
    recall: float | None
    n_real: int
    n_fixture: int


NOTHING = Accuracy(None, None, 0, 0)


def accuracy() -> Mapping[str, Accuracy]:
    """Return the figures by check id; a check that the file does not name has none."""
    text = resources.files("kaoping.checks").joinpath("data/accuracy.json").read_text(encoding="utf-8")
    return {name: Accuracy(**figures) for name, figures in json.loads(text).items()}
