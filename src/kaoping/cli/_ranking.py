"""The ranking of every group on the terminal, in the words of the reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from kaoping.model.roster import Roster
    from kaoping.reports.view import InspectedSite
    from kaoping.schemes.model import Scheme
    from kaoping.scoring.results import Results


@dataclass(frozen=True, slots=True)
class Ranked:
    """Results with what they are said with; `sites` as they were inspected, none where nothing was."""

    scheme: "Scheme"
    roster: "Roster"
    results: "Results"
    sites: "Sequence[InspectedSite]" = ()


def show_ranking(console: Console, ranked: Ranked, city: str = "") -> None:
    """Print one table per group that has units, and the units that stand apart; `city` stands before each title."""
    from kaoping.reports.reasons import reason_text
    from kaoping.reports.score_words import by_rate, rate_text, score_words
    from kaoping.reports.site_remarks import site_remarks
    from kaoping.reports.unit_words import grade_text, rank_text, remarks, total_text

    scheme, seen = ranked.scheme, site_remarks(ranked.roster, ranked.sites)
    graded, places = bool(scheme.grades), scheme.total.round.places
    words, rated = score_words(scheme), by_rate(scheme)
    for group, units in ranked.results.groups.items():
        if not units:
            continue
        table = Table(title=" ".join(filter(None, (city, scheme.groups.get(group, group)))))
        numbers = ("名次", words.total, *(["得分率"] if rated else []))
        for heading in (numbers[0], "单位", *numbers[1:], *(["等次"] if graded else []), "说明"):
            table.add_column(heading, justify="right" if heading in numbers else "left", overflow="fold")
        for unit in units:
            said = "；".join(remarks(scheme, unit, site=seen[unit.unit]))
            grade = [grade_text(unit)] if graded else []
            rate = [rate_text(unit)] if rated else []
            table.add_row(rank_text(unit), unit.name, total_text(unit, places), *rate, *grade, said)
        console.print(table)
    for group, apart in ranked.results.apart.items():
        names = "、".join(f"{unit.name}（{reason_text(unit.why)}）" for unit in apart)
        if names:
            console.print(f"{scheme.groups.get(group, group)}单列：{names}")
