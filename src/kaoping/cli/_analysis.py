"""The analysis of results on the terminal and as JSON."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from kaoping.analysis.analyse import Analysis
    from kaoping.schemes.model import Scheme

MOST_TERMS = 10
_INFLUENCE = ("指标", "占总分差异", "与总分的名次相关", "如果不计")
_DISCRIMINATION = ("指标", "区分度", "平均得分率", "标准差", "单位数")


def show_analysis(console: Console, found: "Analysis", scheme: "Scheme", *, everything: bool) -> None:
    """Print three tables per group; `everything` lists also indicators that tell units apart, and all terms."""
    from kaoping.analysis.discrimination import Verdict
    from kaoping.reports.analysis_words import (
        discrimination_cells,
        influence_cells,
        influence_words,
        perturbation_words,
        robustness_cells,
        robustness_headings,
        robustness_words,
    )

    console.print(perturbation_words(found.robustness), highlight=False, soft_wrap=True)
    for group, members in found.robustness.groups.items():
        if not members:
            continue
        title = scheme.groups.get(group, group)
        firm = map(robustness_cells, members)
        console.print(_table(f"{title}：名次稳不稳", robustness_headings(found.robustness), firm))
        console.print(robustness_words(members), highlight=False, soft_wrap=True)
        terms = found.influence[group].terms[: None if everything else MOST_TERMS]
        if terms:
            deciding = (influence_cells(term, scheme) for term in terms)
            console.print(_table(f"{title}：名次由什么决定", _INFLUENCE, deciding))
        console.print(influence_words(found.influence[group]), highlight=False, soft_wrap=True)
        spread = [one for one in found.discrimination[group] if everything or one.verdict is not Verdict.SOME]
        if spread:
            heading = f"{title}：{'各指标的区分度' if everything else '不起或看不出区分作用的指标'}"
            cells = (discrimination_cells(one, scheme) for one in spread)
            console.print(_table(heading, _DISCRIMINATION, cells))


def analysis_as_json(found: "Analysis") -> dict[str, Any]:
    """Return the analysis as data."""
    from kaoping.analysis.contract import discrimination_to_json, influence_to_json, robustness_to_json
    from kaoping.scoring.contract import number

    firm = found.robustness
    return {
        "perturbation": {
            "draws": firm.perturbation.draws,
            "spread": number(firm.perturbation.spread),
            "seed": firm.perturbation.seed,
        },
        "coverage": number(firm.coverage),
        "pass_mark": number(firm.pass_mark),
        "pass_mark_from_grades": firm.graded,
        "groups": {
            group: {
                "robustness": [robustness_to_json(one) for one in members],
                "influence": influence_to_json(found.influence[group]),
                "discrimination": [discrimination_to_json(one) for one in found.discrimination[group]],
            }
            for group, members in firm.groups.items()
        },
    }


def _table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(title=title)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
