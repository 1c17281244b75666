"""One page per unit: every point with its rule and clause, every deduction opening to its evidence."""

from collections.abc import Iterator

from kaoping.reports.dossier import Dossier, Group
from kaoping.reports.draw_words import drawn_words, unit_draws
from kaoping.reports.registry import Page, report
from kaoping.reports.score_words import by_rate, rate_text, score_words
from kaoping.reports.sheet import build_sheet
from kaoping.reports.unit_words import grade_text, rank_text, remarks, total_text
from kaoping.scoring.results import UnitResult


@report("评分表", order=10)
def score_sheet(dossier: Dossier) -> Iterator[Page]:
    """Yield `units/<unit>.html` for every scored unit, each linked to the one before and after in its group."""
    for group in dossier.groups:
        for place, unit in enumerate(group.units):
            yield Page(f"units/{unit.unit}.html", _values(dossier, group, place, unit))


def _values(dossier: Dossier, group: Group, place: int, unit: UnitResult) -> dict[str, object]:
    scheme = dossier.view.scheme
    sheet = build_sheet(dossier, unit.unit)
    lines = list(sheet.walk())
    draws = unit_draws(dossier.view.draws, unit.unit)
    return {
        "dossier": dossier,
        "view": dossier.view,
        "group": group,
        "unit": unit,
        "roster_unit": dossier.units[unit.unit],
        "sites": [site for site in dossier.view.sites if site.unit == unit.unit],
        "sheet": sheet,
        "draws": [(note, drawn_words(note)) for note in draws],
        "proofs": list({note.seed: note for note in draws}.values()),
        "words": score_words(scheme),
        "rate": rate_text(unit) if by_rate(scheme) else "",
        "total": total_text(unit, scheme.total.round.places),
        "grade": grade_text(unit) if unit.grade else "",
        "rank": rank_text(unit),
        "remarks": remarks(scheme, unit, site=dossier.site_remarks[unit.unit]),
        "lost": [line for line in lines if line.mark == "lost" and line.rule],
        "waiting": [line for line in lines if line.why_open],
        "previous": group.units[place - 1] if place else None,
        "next": group.units[place + 1] if place + 1 < len(group.units) else None,
    }
