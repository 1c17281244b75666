"""Who must read on which day, and who has not: pure questions to the database and the calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from kaoping.web.duty.models import DutyRule, Reading
from kaoping.web.registry.models import Site, Unit
from kaoping.web.working_time import worktime_of
from kaoping.worktime import beijing_date, in_beijing

READ = (Site.State.RUNNING, Site.State.REDESIGN)
"""Sites in these states are read."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, for asking which holds for a region."""

    rows: tuple[DutyRule, ...]

    @classmethod
    def load(cls) -> "Rules":
        """Read them, those of the lowest regions first."""
        rows = DutyRule.objects.select_related("region")
        return cls(tuple(sorted(rows, key=lambda rule: -len(rule.region.path))))

    def of(self, path: str) -> DutyRule | None:
        """Return the rule that holds for a region (its path): its own, or the nearest above; None where it is off."""
        found = next((rule for rule in self.rows if path.startswith(rule.region.path)), None)
        return found if found is not None and found.active else None

    def below(self, rule: DutyRule) -> list[DutyRule]:
        """Return the rules that stand in place of this one further down."""
        return [one for one in self.rows if one != rule and one.region.path.startswith(rule.region.path)]


def is_duty_day(rule: DutyRule, day: date) -> bool:
    """Tell whether reading is asked for on a day: a working day of the region, since the rule holds.

    Where the arrangement of a year is not published, Monday to Friday but for the fixed holidays count.
    """
    return day >= rule.since and worktime_of(rule.region.code).provisionally().calendar.is_working_day(day)


def units_on_duty(units: "QuerySet[Unit]") -> "QuerySet[Unit]":
    """Keep the units on the books that have a site to read and are not exempt."""
    own = Site.objects.filter(unit=OuterRef("pk"), state__in=READ)
    return units.filter(Exists(own), active=True, exempt=False)


def units_under(rule: DutyRule, rules: Rules) -> "QuerySet[Unit]":
    """Return the units of which a rule asks that they read."""
    rows = units_on_duty(Unit.objects.filter(region__path__startswith=rule.region.path))
    for other in rules.below(rule):
        rows = rows.exclude(region__path__startswith=other.region.path)
    return rows


def without_reading(units: "QuerySet[Unit]", day: date) -> "QuerySet[Unit]":
    """Keep the units that have no reading of a day."""
    return units.exclude(Exists(Reading.objects.filter(unit=OuterRef("pk"), day=day)))


def rules_due(now: datetime, rules: Iterable[DutyRule]) -> list[DutyRule]:
    """Return the rules whose hour of reminding has come on a day of duty and that have not reminded on it."""
    today, hour = beijing_date(now), in_beijing(now).time()
    return [
        rule
        for rule in rules
        if rule.active and rule.reminded_on != today and hour >= rule.remind_at and is_duty_day(rule, today)
    ]
