"""Gathers all figures and keeps them: what `kaoping checks list` shows, and what docs/accuracy.md is made of.

`measured.json` beside this module keeps what was counted on real pages, of checks and of facts (columns and dates), and
in the sample city. `accuracy.json` of the checks is made of it and of the cases. Without the corpus only the part made
of fixtures is measured again.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kaoping.checks.discovery import all_checks
from tests.accuracy.aside import elsewhere
from tests.accuracy.check_measures import Measured, measure_cases
from tests.accuracy.fact_measures import MEASURES, Difference, measure_facts
from tests.accuracy.labels import labelled_checks
from tests.accuracy.page_truth import PageTruth, page_truths
from tests.accuracy.sources import Seen, corpus, inspected_sites, see_page, sources
from tests.accuracy.tally import Tally, wilson
from tests.checks.case_files import load_cases

CHECKS = Path(__file__).parents[2] / "src/kaoping/checks/data/accuracy.json"
MEASURED = Path(__file__).parent / "measured.json"
Plain = dict[str, Any]


@dataclass(slots=True)
class Real:
    """What was measured on real pages."""

    checks: Measured = field(default_factory=Measured)
    facts: dict[str, Tally] = field(default_factory=lambda: dict.fromkeys(MEASURES, Tally()))
    by_source: dict[str, dict[str, Tally]] = field(default_factory=dict)
    differences: list[tuple[str, Difference]] = field(default_factory=list)


def measure_real() -> Real | None:
    """Measure every check and fact on the labelled sources of the corpus; None where there is no corpus."""
    folder = corpus()
    if folder is None:
        return None
    real, labelled, truths = Real(), labelled_checks(), page_truths()
    wanted = {label.source for each in labelled.values() for label in each.labels} | set(truths)
    with inspected_sites(folder) as sites:
        single = (see_page(n, path) for n, path in sources(folder).items() if path.is_file() and n in wanted)
        for seen in (*sites, *single):
            real.checks.add(seen, labelled)
            _add_facts(real, seen, truths.get(seen.source, []))
    return real


def _add_facts(real: Real, seen: Seen, truths: Sequence[PageTruth]) -> None:
    if not truths:
        return
    tallies, differences = measure_facts(seen, truths)
    group = seen.source if seen.source.startswith("sites/") else "pages"
    before = real.by_source.setdefault(group, dict.fromkeys(MEASURES, Tally()))
    for name, counted in tallies.items():
        real.facts[name] += counted
        before[name] += counted
    real.differences += [(seen.source, each) for each in differences]


def real_counts(real: Real) -> dict[str, dict[str, int]]:
    """Return what was counted of the checks that have labels."""
    return {check: counted.plain() for check, counted in sorted(real.checks.tallies.items()) if counted.labelled}


def real_figures(real: Real) -> Plain:
    """Return all that is kept of a measurement on real pages, as it is stored."""
    return {
        "checks": real_counts(real),
        "facts": fact_figures(real),
        "held_out": held_out_counts(real),
        "aside": aside_counts(real),
    }


def held_out_counts(real: Real) -> dict[str, dict[str, int]]:
    """Return what was counted on the pages that were kept back from mending."""
    return {check: counted.plain() for check, counted in sorted(real.checks.held_out.items()) if counted.labelled}


def aside_counts(real: Real) -> dict[str, dict[str, int]]:
    """Return by check how many findings bear no label, by the reason; what is measured elsewhere is left out."""
    found: dict[str, dict[str, int]] = {}
    for (check, why), count in sorted(real.checks.aside.items()):
        if check not in elsewhere():
            found.setdefault(check, {})[why] = count
    return found


def check_figures(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Plain]:
    """Return the entry of every check, from what was counted on real pages and from its cases."""
    cases = Counter(case.check for case in load_cases())
    made = measure_cases()
    figures = {}
    for check in all_checks():
        figures[check] = _entry(Tally(**counts.get(check, {}))) | {
            "n_fixture": cases[check],
            "made": made[check].plain(),
        }
        if check in elsewhere():
            figures[check]["elsewhere"] = elsewhere()[check]
    return figures


def _entry(counted: Tally) -> Plain:
    return {
        "precision": counted.precision,
        "recall": counted.recall,
        "n_real": counted.labelled,
        "precision_range": wilson(*counted.told),
        "recall_range": wilson(counted.right + counted.hints_right, counted.faults),
        "enough": counted.enough,
        "real": counted.plain(),
    }


def fact_figures(real: Real) -> Plain:
    """Return the figures of the facts, all and by source."""
    by_source = {
        source: {name: counted.plain() for name, counted in tallies.items()}
        for source, tallies in sorted(real.by_source.items())
    }
    return {"all": {name: counted.plain() for name, counted in real.facts.items()}, "by_source": by_source}


def read(path: Path) -> Plain:
    """Return the stored figures of a file, or nothing where there is none yet."""
    stored: Plain = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return stored


def write(path: Path, figures: Mapping[str, Any]) -> None:
    """Store figures, an entry a line, so that two changes of different checks merge."""
    lines = [f" {json.dumps(name)}: {json.dumps(entry, ensure_ascii=False)}" for name, entry in figures.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
