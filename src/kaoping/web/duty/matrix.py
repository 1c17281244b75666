"""The calendar of readings: units down, the days of a month across, gaps on working days only."""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kaoping.web.duty.expected import Rules, is_duty_day, units_on_duty
from kaoping.web.duty.models import Reading
from kaoping.web.registry.models import Unit

READ, MISSING, TODAY, OFF, NOTHING = "read", "missing", "today", "off", "nothing"


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit on one day. `found`: how many problems its reading found; `reading`: its key."""

    day: date
    kind: str
    reading: int | None = None
    found: int = 0

    @property
    def mark(self) -> str:
        """What stands in the cell."""
        marks = {READ: "✓", MISSING: _("缺"), TODAY: _("待"), OFF: "–", NOTHING: ""}
        return f"{marks[self.kind]}{self.found or ''}"

    @property
    def said(self) -> str:
        """What the mark means."""
        words = {
            READ: _("已读，发现 %s 个问题") % self.found if self.found else _("已读，没有问题"),
            MISSING: _("没有读网记录"),
            TODAY: _("今天还没有读网记录"),
            OFF: _("不要求读网"),
            NOTHING: "",
        }
        return f"{self.day.isoformat()} {words[self.kind]}"


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in a month."""

    unit: Unit
    cells: tuple[Cell, ...]

    @property
    def missing(self) -> int:
        """On how many days of duty there is no reading."""
        return sum(cell.kind == MISSING for cell in self.cells)

    @property
    def read(self) -> int:
        """How many readings there are."""
        return sum(cell.kind == READ for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Month:
    """One month; `today` parts what is missing from what is to come."""

    first: date
    today: date

    @property
    def days(self) -> list[date]:
        """Return its days."""
        last = calendar.monthrange(self.first.year, self.first.month)[1]
        return [self.first.replace(day=number) for number in range(1, last + 1)]

    def units(self, units: "QuerySet[Unit]") -> "QuerySet[Unit]":
        """Keep the units that are on duty now or read in the month."""
        read = Reading.objects.filter(unit=OuterRef("pk"), day__gte=self.days[0], day__lte=self.days[-1])
        on_duty = units_on_duty(Unit.objects.filter(pk=OuterRef("pk")))
        return units.filter(Q(Exists(on_duty)) | Q(Exists(read)))

    def lines(self, units: Sequence[Unit]) -> Iterator[Line]:
        """Yield a line for each unit; three queries however many there are (their regions are to be loaded)."""
        rules, asked = Rules.load(), dict[int, frozenset[date]]()
        known = self._readings(units)
        for unit in units:
            rule = rules.of(unit.region.path)
            if rule is not None and rule.pk not in asked:
                asked[rule.pk] = frozenset(day for day in self.days if is_duty_day(rule, day))
            expected = asked[rule.pk] if rule is not None else None
            yield Line(unit, tuple(self._cell(day, known.get((unit.pk, day)), expected) for day in self.days))

    def _cell(self, day: date, reading: "tuple[int, int] | None", expected: "frozenset[date] | None") -> Cell:
        if reading is not None:
            return Cell(day, READ, *reading)
        if expected is None:
            return Cell(day, NOTHING)
        if day not in expected:
            return Cell(day, OFF)
        return Cell(day, MISSING if day < self.today else TODAY if day == self.today else NOTHING)

    def _readings(self, units: Iterable[Unit]) -> Mapping[tuple[int, date], tuple[int, int]]:
        keys = [unit.pk for unit in units]
        rows = Reading.objects.filter(day__gte=self.days[0], day__lte=self.days[-1])
        if len(keys) <= 500:  # more keys than a query takes: all of the month
            rows = rows.filter(unit__in=keys)
        counted = rows.order_by().annotate(found=Count("problems")).values_list("unit", "day", "pk", "found")
        return {(unit, day): (pk, found) for unit, day, pk, found in counted}
