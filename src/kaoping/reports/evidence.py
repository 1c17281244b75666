"""Findings by key, with the site they were seen on, the link to its page and what people decided about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kaoping.model.findings import Finding
from kaoping.model.roster import RosterUnit
from kaoping.reports.view import AssessmentView, DecisionNote, InspectedSite


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding as a report shows it. `href` is relative to the assessment's folder; `title` is the check's."""

    finding: Finding
    site: InspectedSite
    unit: RosterUnit
    title: str
    href: str
    decisions: tuple[DecisionNote, ...] = ()

    def decided(self, as_of: date) -> str:
        """Return the kind of the last decision in force on the monitoring day; nothing where there is none."""
        kinds = [one.kind for one in self.decisions if (one.from_ or as_of) <= as_of <= (one.until or as_of)]
        return kinds[-1] if kinds else ""


@dataclass(frozen=True, slots=True)
class EvidenceIndex:
    """All findings of an assessment by key; the last sighting stands for a key."""

    by_key: Mapping[str, Evidence]

    def of(self, keys: Iterable[str]) -> tuple[Evidence, ...]:
        """Return what is known of `keys`, in their order; a key that no inspection holds is left out."""
        return tuple(self.by_key[key] for key in keys if key in self.by_key)


def index_evidence(view: AssessmentView) -> EvidenceIndex:
    """Return the findings of all inspected sites, each with the decisions on it in the order they were made."""
    decisions: dict[str, list[DecisionNote]] = {}
    for decision in view.decisions:
        decisions.setdefault(decision.key, []).append(decision)
    units = {unit.id: unit for unit in view.roster.units}
    found: dict[str, Evidence] = {}
    for site in view.sites:
        for finding in site.findings:
            found[finding.key] = Evidence(
                finding=finding,
                site=site,
                unit=units[site.unit],
                title=view.check_titles.get(finding.check, finding.check),
                href=f"{site.directory}/index.html#f-{finding.key}",
                decisions=tuple(decisions.get(finding.key, ())),
            )
    return EvidenceIndex(found)
