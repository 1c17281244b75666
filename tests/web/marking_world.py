"""A county's cycle with five units to be judged, and the people who judge them."""

from dataclasses import dataclass
from datetime import date

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.actions.place_units import place_units
from kaoping.web.cycles.actions.take_step import Wanted, take_step
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.placing import Place as InCycle
from kaoping.web.marking.models import Mark
from kaoping.web.registry.models import Site, Unit
from tests.web.conftest import Place
from tests.web.marking_scheme import marking_scheme


@dataclass(frozen=True, slots=True)
class Judged:
    """An announced cycle, its units in the order of their codes, and three assessors."""

    cycle: Cycle
    units: tuple[Unit, ...]
    assessors: tuple[User, ...]

    def mark(self, unit: int, question: str, seat: int = 1) -> Mark:
        """The mark of a seat."""
        return Mark.objects.get(participant__unit=self.units[unit], question=question, seat=seat)


def judged_in(where: Place, units: int = 5) -> Judged:
    """A cycle of a county whose scheme people judge by."""
    system = Actor(None, reason="宿城政办〔2026〕5号")
    fields = {
        "name": "2026年测评",
        "kind": Cycle.Kind.YEAR,
        "body": where.region,
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 12, 31),
    }
    cycle = create_cycle(system, fields, marking_scheme(), "测评办法.yaml")
    made = [where.unit]
    for number in range(1, units):
        unit = Unit.objects.create(code=f"u{number}", name=f"东县第{number}局", region=where.region)
        host = f"u{number}.example.gov.cn"
        Site.objects.create(unit=unit, name=f"{unit.name}网站", address=f"https://{host}/", host=host)
        made.append(unit)
    place_units(system, cycle.pk, [unit.pk for unit in made], InCycle("county"))
    cycle = take_step(system, cycle.pk, Wanted("announce", "draft", date(2026, 3, 20), looked=True))
    people = [User.objects.create_user(username=f"p{number}", name=f"评估员{number}") for number in (1, 2, 3)]
    for user in people:
        Membership.objects.create(user=user, role=Role.ASSESSOR, region=where.region)
    return Judged(cycle, tuple(sorted(made, key=lambda unit: unit.code)), tuple(people))


def typed(mark: Mark, text: str, note: str = "") -> dict[str, Edit]:
    """What a form says where somebody saw the mark as it is."""
    return {"text": Edit(mark.text, text), "note": Edit(mark.note, note)}
