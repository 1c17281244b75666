"""A rule of the duty and a reading that found something, for tests of all pages."""

from datetime import time

from django.utils import timezone

from kaoping.web.actions import Actor
from kaoping.web.duty.actions.ask_for_duty import ask_for_duty
from kaoping.web.duty.actions.note_problem import note_problem
from kaoping.web.duty.actions.write_reading import write_reading
from kaoping.web.duty.models import Reading
from tests.web.conftest import Place


def about_duty(name: str, where: Place) -> dict[str, object]:
    """What an address about the duty takes."""
    reading = Reading.objects.get(unit=where.unit)
    rows = {"unit": where.unit, "reading": reading, "problem": reading.problems.get(), "rule": where.region.duty_rule}
    kind = name.partition(":")[2].partition("-")[0]
    return {"pk": rows[kind].pk} if kind in rows and name != "duty:rule-add" else {}


def read_in(where: Place) -> None:
    """A rule, and a reading that found something."""
    now = timezone.now()
    ask_for_duty(Actor(None), {"region": where.region, "since": timezone.localdate(now)})
    fields = {
        "unit": where.unit,
        "day": timezone.localdate(now),
        "reader": "某",
        "read_at": time(9),
        "looked_at": "首页",
    }
    row = write_reading(Actor(None), fields, [where.site.pk], now)
    note_problem(Actor(None), row.pk, {"text": "错别字"})
