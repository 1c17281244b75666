"""Times scoring of a whole province: `python -m bench.scoring [--units 14000] [--leaves 120] [--unknown 2]`.

Prints tables: median seconds for totals and ranks (as columns), for the results of every unit as well, for one score
tree, and the peak memory, for an invented scheme and for the largest of the library; what-if; random draws of points;
and the same totals reckoned with Polars. `--unknown` is the percentage of cells that are not known, `--pending` of
those with suspected findings; both make every column an interval.
"""

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal

from bench.province import Province, from_library, invented
from kaoping.analysis.case import Case
from kaoping.analysis.changes import SetPoints, Siblings
from kaoping.analysis.perturbation import Perturbation
from kaoping.analysis.robustness import robustness
from kaoping.analysis.trial import try_changes
from kaoping.model.measure_table import SCALE
from kaoping.scoring import score

DRAWS = 1000
FEW_UNITS = 200


def main() -> None:
    """Run the rounds asked for and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("units", 14_000), ("leaves", 120), ("unknown", 2), ("pending", 1), ("rounds", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    percent = asked.unknown, asked.pending
    print(f"{asked.units} units, median of {asked.rounds}; seconds\n")
    print("| scheme | cells | totals and ranks | what-if: totals after a change | results of all units | first tree |")
    print("|---|---|---|---|---|---|")
    kinds = (("all known", (0, 0)), (f"{asked.unknown} % unknown, {asked.pending} % suspected", percent))
    for said, cells in kinds:
        _row(invented(asked.units, asked.leaves, cells), said, asked.rounds)
    for said, cells in kinds:
        _row(from_library(asked.units, cells), said, asked.rounds)
    print(f"\nPeak memory, measures included: {_peak_mb()} MB\n")
    print(f"| {DRAWS} random draws of points and weights, {FEW_UNITS} units | all known | with unknown |")
    print("|---|---|---|")
    for name, make in (("invented", _invented(asked.leaves)), ("library", from_library)):
        _draws(name, make, percent, asked.rounds)
    print()
    _compare(invented(asked.units, asked.leaves, (0, 0)), asked.leaves, asked.rounds)


def _invented(leaves: int) -> Callable[[int, tuple[int, int]], Province]:
    return lambda units, percent: invented(units, leaves, percent)


def _row(province: Province, cells: str, rounds: int) -> None:
    scheme, roster, table = province.scheme, province.roster, province.table
    leaves = [node for node in scheme.nodes() if not node.children]
    seconds: dict[str, list[float]] = {name: [] for name in ("totals", "what-if", "results", "trace")}
    for _ in range(rounds):
        began = time.perf_counter()
        results = score(scheme, roster, table)
        scored = time.perf_counter()
        assert any(results.groups.values())
        listed = time.perf_counter()
        results.trace(roster.units[0].id)
        seconds["totals"].append(scored - began)
        seconds["results"].append(listed - began)
        seconds["trace"].append(time.perf_counter() - listed)
        del results  # two at a time would double the peak
        began = time.perf_counter()
        change = SetPoints(next(leaf.id for leaf in leaves if isinstance(leaf.points, Decimal)), Decimal(3))
        trial = try_changes(Case(scheme, roster, table), [change], Siblings.KEEP)
        assert trial.after.totals.known.size
        seconds["what-if"].append(time.perf_counter() - began)
        del trial
    medians = [f"{statistics.median(times):.2f}" for times in seconds.values()]
    print(f"| {scheme.id}, {len(leaves)} leaves | {cells} | {' | '.join(medians)} |", flush=True)


def _draws(name: str, make: Callable[[int, tuple[int, int]], Province], percent: tuple[int, int], rounds: int) -> None:
    found = []
    for cells in ((0, 0), percent):
        province = make(FEW_UNITS, cells)
        results = score(province.scheme, province.roster, province.table)
        found.append(_median(lambda: robustness(results, Perturbation(DRAWS)), rounds))  # noqa: B023
    print(f"| {name} scheme | {found[0]:.2f} | {found[1]:.2f} |", flush=True)


def _compare(province: Province, leaves: int, rounds: int) -> None:
    """Print our totals beside those of Polars, in turns, and check that they are the same."""
    from bench.polars_totals import frame_of, totals

    frame = frame_of(province)
    ours, theirs = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        results = score(province.scheme, province.roster, province.table)
        reckoned = time.perf_counter()
        found = totals(frame, leaves)
        ours.append(reckoned - began)
        theirs.append(time.perf_counter() - reckoned)
    expected = dict(zip(found["unit"], found["total"], strict=True))
    farthest = max(
        abs(points / SCALE - expected[unit])
        for unit, points in zip(results.totals.units, results.totals.points.tolist(), strict=True)
    )
    assert farthest < 0.011, f"a total differs by {farthest}"
    mine, other = statistics.median(ours), statistics.median(theirs)
    print("| totals and ranks, all known, on one table in memory | seconds | ratio |\n|---|---|---|")
    print(f"| kaoping: fixed-point, ranges, kept for score trees | {mine:.2f} | 1.0 |")
    print(f"| Polars: floats, all cores | {other:.2f} | {other / mine:.1f} |")
    print(f"\nThe totals of both differ by {farthest:.3f} at most (halves of a hundredth rounded from floats).")


def _median(action: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 if sys.platform != "darwin" else 1024) // 1024


if __name__ == "__main__":
    main()
