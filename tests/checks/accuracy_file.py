"""Makes the file of figures that `kaoping checks list` shows: `python -m tests.checks.accuracy_file`."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from kaoping.checks.discovery import all_checks
from tests.checks.case_files import load_cases

FILE = Path(__file__).parents[2] / "src/kaoping/checks/data/accuracy.json"


def figures() -> dict[str, dict[str, Any]]:
    """Return the figures of every check: its cases counted; no real pages are labelled yet."""
    counts = Counter(case.check for case in load_cases())
    return {
        check: {"precision": None, "recall": None, "n_real": 0, "n_fixture": counts[check]} for check in all_checks()
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(figures(), indent=1) + "\n", encoding="utf-8")
