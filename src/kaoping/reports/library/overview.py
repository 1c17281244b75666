"""The first page of an assessment: who was assessed, how they stand, what was found, how much was seen."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kaoping.model.outcomes import Outcome
from kaoping.model.pages import Coverage
from kaoping.reports.dossier import Dossier, Group, is_final
from kaoping.reports.figures import NONE, number_text, score_text, share_text
from kaoping.reports.part_columns import PartColumn, part_columns
from kaoping.reports.problems import Problem, unmeasured
from kaoping.reports.reasons import reason_text
from kaoping.reports.registry import Page, report
from kaoping.reports.score_words import by_rate, mean_words, open_mean_words, rate_text, score_words
from kaoping.reports.unit_words import grade_text, rank_text, remarks, total_text
from kaoping.reports.view import InspectedSite
from kaoping.scoring.results import UnitResult


@report("总览", path="index.html", order=0)
def overview(dossier: Dossier) -> Iterator[Page]:
    """Yield `index.html`."""
    scored = dossier.scored
    final = sum(map(is_final, scored))
    missed = unmeasured(dossier.view)
    yield Page(
        "index.html",
        {
            "dossier": dossier,
            "view": dossier.view,
            "words": score_words(dossier.view.scheme),
            "rated": by_rate(dossier.view.scheme),
            "final": final,
            "final_share": share_text(final, len(scored)),
            "groups": [_group(dossier, group) for group in dossier.groups],
            "problems": [_problem(problem, missed) for problem in dossier.problems],
            "counted": sum(len(problem.counted) for problem in dossier.problems),
            "pending": sum(len(problem.pending) for problem in dossier.problems),
            "sites": [_site(dossier, site) for site in dossier.view.sites],
            "pages": sum(site.coverage.pages for site in dossier.view.sites if site.coverage),
            "links": sum(site.coverage.links_checked for site in dossier.view.sites if site.coverage),
            "skipped": _skipped([site.coverage for site in dossier.view.sites if site.coverage]),
        },
    )


def _group(dossier: Dossier, group: Group) -> dict[str, object]:
    scheme = dossier.view.scheme
    columns = part_columns(scheme, group.units)
    known = [unit for unit in group.units if is_final(unit)]
    return {
        "id": group.id,
        "title": group.title,
        "count": len(group.units),
        "final": len(known),
        "mean": mean_words(known, scheme),
        "mean_all": open_mean_words(group.mean_low, group.mean_high, scheme),
        "best": group.best,
        "worst": group.worst,
        "parts": [column.title for column in columns],
        "rows": [_row(dossier, group, unit, columns) for unit in group.units],
    }


def _row(dossier: Dossier, group: Group, unit: UnitResult, columns: Sequence[PartColumn]) -> dict[str, object]:
    parts = [column.of(unit) for column in columns]
    full = unit.of if by_rate(dossier.view.scheme) and unit.of else group.full
    return {
        "unit": unit,
        "rank": rank_text(unit),
        "total": total_text(unit, dossier.view.scheme.total.round.places),
        "of": number_text(unit.of),
        "rate": rate_text(unit),
        "grade": grade_text(unit),
        "final": is_final(unit),
        "low": _width(unit.low, full),
        "span": max(Decimal(0), _width(unit.high, full) - _width(unit.low, full)),
        "parts": [score_text(part.points, part.low, part.high) if part else NONE for part in parts],
        "remarks": remarks(dossier.view.scheme, unit, site=dossier.site_remarks[unit.unit]),
    }


def _width(value: Decimal | None, full: Decimal) -> Decimal:
    """Share of a bar in per cent, between 0 and 100; what nothing bounds reaches its end."""
    if value is None:
        return Decimal(100)
    return min(Decimal(100), max(Decimal(0), value * 100 / full)).quantize(Decimal("0.1"))


def _problem(problem: Problem, missed: Mapping[str, int]) -> dict[str, object]:
    reasons = "；".join(
        f"{reason_text(why)} {count} 处" for why, count in problem.left_out.items() if why != "not_measured"
    )
    return {"problem": problem, "left_out": reasons, "missed": missed.get(problem.check, 0)}


def _site(dossier: Dossier, site: InspectedSite) -> dict[str, object]:
    outcomes = Counter(finding.outcome for finding in site.findings)
    return {
        "site": site,
        "unit": dossier.units[site.unit],
        "fail": outcomes[Outcome.FAIL],
        "suspected": outcomes[Outcome.SUSPECTED],
        "missed": outcomes[Outcome.NOT_MEASURED],
        "state": site.note or (reason_text(site.coverage.stopped_because) if site.coverage else "没有巡检"),
    }


def _skipped(coverages: list[Coverage]) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for coverage in coverages:
        counts.update(dict(coverage.skipped))
    return [(reason_text(reason), count) for reason, count in counts.most_common()]
