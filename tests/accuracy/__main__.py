"""Measures and writes everything: `python -m tests.accuracy` (`make accuracy`).

Without KAOPING_CORPUS only the fixtures are measured, and the stored figures of real pages are kept. `--demo` also
plays the sample city; `--differences` prints what differs from the labels and what nobody has labelled.
"""

import sys
from collections.abc import Sequence

from tests.accuracy.demo_city import measure_demo
from tests.accuracy.document import remark
from tests.accuracy.fact_measures import MEASURES
from tests.accuracy.figures import MEASURED, Real, measure_real, read, real_figures
from tests.accuracy.publish import publish
from tests.accuracy.tally import Tally


def main(arguments: Sequence[str]) -> None:
    """Measure, print a table, and write the figures and the page."""
    real = measure_real()
    if real is None:
        _say("KAOPING_CORPUS 没有指明真实页面的文件夹：只测量自编样本，真实页面的数字沿用已公布的。")
    measured = read(MEASURED)
    if real is not None:
        measured |= real_figures(real)
    if "--demo" in arguments:
        measured["demo"] = measure_demo()
    for name, entry in publish(measured).items():
        counted = Tally(**entry["real"])
        words = remark(counted) if counted.labelled else "真实页面尚未标注"
        _say(f"{name:28} 精确率 {counted.precision} 召回率 {counted.recall} 样本 {counted.labelled} {words}")
    if real is not None and "--differences" in arguments:
        _differences(real)


def _differences(real: Real) -> None:
    for source, difference in real.differences:
        _say("事实", source, *difference)
    for name, counted in real.facts.items():
        _say(MEASURES[name], *map(str, (counted.right, counted.wrong, counted.missed)))
    for row in real.checks.wrong:
        _say("不符", *row)
    for loose in real.checks.loose:
        _say("未标注", *loose)


def _say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
