"""Who may open the pages of reports that units hand in, and what they are about."""

from kaoping.web.accounts.roles import Role
from kaoping.web.cycles.models import Cycle
from tests.web.conftest import Place
from tests.web.reporting_world import about_reports, asked_in
from tests.web.site_report_world import about_site_reports, collect_in

EDITORS = frozenset({Role.ADMIN, Role.BODY})
OVERSEERS = EDITORS | {Role.APPROVER, Role.AUDITOR}
UNIT_PEOPLE = frozenset({Role.LIAISON, Role.LEADER})

REPORT_PAGES: dict[str, frozenset[Role]] = {
    "selfassessment:own": UNIT_PEOPLE,
    "selfassessment:unit": UNIT_PEOPLE,
    "selfassessment:cycles": OVERSEERS,
    "selfassessment:cycle": OVERSEERS,
    "selfassessment:cycle-call": EDITORS,
    "selfassessment:cycle-section-add": EDITORS,
    "selfassessment:section": EDITORS,
    "selfassessment:report": OVERSEERS,
    "sitereports:own": UNIT_PEOPLE,
    "sitereports:fill": UNIT_PEOPLE,
    "sitereports:collections": OVERSEERS,
    "sitereports:collection": OVERSEERS,
    "sitereports:collection-add": EDITORS,
    "sitereports:collection-edit": EDITORS,
    "sitereports:report": OVERSEERS,
}
REPORTS_POSTED = {
    "selfassessment:section-remove": EDITORS,
    "selfassessment:unit-begin": UNIT_PEOPLE,
    "selfassessment:unit-prefill": UNIT_PEOPLE,
    "sitereports:begin": UNIT_PEOPLE,
}


def reports_in(cycle: Cycle, where: Place) -> None:
    """A report of each kind, begun."""
    asked_in(cycle)
    collect_in(where)


def about_report(name: str, where: Place) -> dict[str, object]:
    """What an address about reports takes."""
    if name.startswith("sitereports:"):
        return about_site_reports(name, where)
    return about_reports(name, Cycle.objects.get(body=where.region))
