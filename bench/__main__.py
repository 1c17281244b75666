"""Run every measurement and write it into docs/performance.md between its marks: `make bench`.

usage: python -m bench [--quick] [--only MARK …]
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
RESULTS = ROOT / "bench-results"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement: its mark in the page, and the module with its arguments, full and quick."""

    mark: str
    module: str
    arguments: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()


MEASUREMENTS = (
    Measurement("crawl", "bench.crawl", (), ("--pages", "501", "--dead", "60", "--rounds", "1")),
    Measurement("profile", "bench.profile_inspection", (), ("--pages", "501", "--dead", "60")),
    Measurement("probe", "bench.probe", (), ("--rate", "50", "--seconds", "10")),
    Measurement("growth", "bench.growth", (), ("--sizes", "501", "1001")),
    Measurement("again", "bench.again", (), ("--pages", "301", "--dead", "40", "--changed", "5")),
    Measurement("many-sites", "bench.many_sites", (), ("--sites", "20", "--pages", "5")),
    Measurement("shards", "bench.shards", (), ("--sites", "4", "--pages", "101", "--rounds", "1")),
    Measurement("network", "bench.network", (), ("--hosts", "40", "--requests", "200", "--rounds", "1")),
    Measurement("scoring", "bench.scoring", (), ("--units", "1000", "--rounds", "1")),
    Measurement("platform", "bench.platform_pages", (), ("--sites", "300", "--findings", "3000", "--rounds", "3")),
    Measurement("national", "bench.national", (), ("--sites", "1000", "--draws", "5")),  # reads what the others found
)


def main() -> None:
    parser = argparse.ArgumentParser(description="measure and write docs/performance.md")
    parser.add_argument("--quick", action="store_true", help="small sizes, printed only: to see that everything runs")
    parser.add_argument("--only", nargs="+", choices=[each.mark for each in MEASUREMENTS], help="some of them")
    arguments = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    for measurement in MEASUREMENTS:
        if not arguments.only or measurement.mark in arguments.only:
            _measure(measurement, quick=arguments.quick)


def _measure(measurement: Measurement, *, quick: bool) -> None:
    """Run one measurement, print and keep what it says, and put it into the page unless sizes are small."""
    arguments = measurement.quick if quick else measurement.arguments
    command = ["python", "-m", measurement.module, *arguments]
    print(f"$ {' '.join(command)}", flush=True)
    output = subprocess.run(
        [sys.executable, *command[1:]], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ).stdout
    print(output)
    (RESULTS / f"{measurement.mark}.txt").write_text(output, encoding="utf-8")
    if not quick:
        _insert(measurement.mark, f"`{' '.join(command)}`, {_where()}\n\n{_shown(output)}")


def _insert(mark: str, text: str) -> None:
    """Replace what stands between the marks of one measurement in the page."""
    page = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"{PAGE} has no place for {mark!r}: <!-- {mark} --> … <!-- /{mark} -->")
    PAGE.write_text(pattern.sub(lambda found: f"{found[1]}{text.strip()}\n{found[2]}", page), encoding="utf-8")


def _shown(output: str) -> str:
    """Return a JSON object as a table, everything else as it is."""
    try:
        values = json.loads(output)
    except ValueError:
        return output
    return "\n".join(["| what | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in values.items())])


def _where() -> str:
    day = datetime.now(UTC).date()
    return (
        f"{day}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
