"""A county's cycle with five units to be judged, and the people who judge them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.db.transaction import atomic

from kaoping.schemes.model import Scheme
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Actor, Edit
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.actions.place_units import place_units
from kaoping.web.cycles.actions.take_step import Wanted, take_step
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.placing import Place as InCycle
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.models import Mark, MarkFile, Material
from kaoping.web.registry.models import Site, Unit
from kaoping.web.results.freezing import freeze, prepare_version
from kaoping.web.results.models import ResultVersion
from kaoping.web.results.recomputing import recompute_scores
from tests.web.conftest import Place
from tests.web.marking_scheme import marking_scheme

_OVERSEERS = frozenset({Role.ADMIN, Role.BODY, Role.APPROVER, Role.AUDITOR})
_EDITORS = frozenset({Role.ADMIN, Role.BODY})
_OF_VERSION = ("version", "version-file", "feedback", "difference", "consequences", "conversions")
VERSION_PAGES = dict.fromkeys(("results:versions", *(f"results:{name}" for name in _OF_VERSION)), _OVERSEERS)
VERSION_POSTS = {"results:again": _OVERSEERS, "results:freeze": _EDITORS}
"""Addresses of pages and posts about frozen results → roles that get in."""

AT = datetime(2026, 10, 20, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Judged:
    """An announced cycle, its units in the order of their codes, and three assessors."""

    cycle: Cycle
    units: tuple[Unit, ...]
    assessors: tuple[User, ...]

    def mark(self, unit: int, question: str, seat: int = 1) -> Mark:
        """The mark of a seat."""
        return Mark.objects.get(participant__unit=self.units[unit], question=question, seat=seat)


def judged_in(where: Place, units: int = 5, scheme: Scheme | None = None, category: str = "") -> Judged:
    """A cycle of a county whose scheme people judge by; every unit is a county's."""
    system = Actor(None, reason="宿城政办〔2026〕5号")
    fields = {
        "name": "2026年测评",
        "kind": Cycle.Kind.YEAR,
        "body": where.region,
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 12, 31),
    }
    cycle = create_cycle(system, fields, scheme or marking_scheme(), "测评办法.yaml")
    made = [where.unit]
    for number in range(1, units):
        unit = Unit.objects.create(code=f"u{number}", name=f"东县第{number}局", region=where.region)
        host = f"u{number}.example.gov.cn"
        Site.objects.create(unit=unit, name=f"{unit.name}网站", address=f"https://{host}/", host=host)
        made.append(unit)
    place_units(system, cycle.pk, [unit.pk for unit in made], InCycle("county", category))
    cycle = take_step(system, cycle.pk, Wanted("announce", "draft", date(2026, 3, 20), looked=True))
    people = [User.objects.create_user(username=f"p{number}", name=f"评估员{number}") for number in (1, 2, 3)]
    for user in people:
        Membership.objects.create(user=user, role=Role.ASSESSOR, region=where.region)
    return Judged(cycle, tuple(sorted(made, key=lambda unit: unit.code)), tuple(people))


def typed(mark: Mark, text: str, note: str = "") -> dict[str, Edit]:
    """What a form says where somebody saw the mark as it is."""
    return {"text": Edit(mark.text, text), "note": Edit(mark.note, note)}


def mark_in(cycle: Cycle, judge: User) -> None:
    """Something to judge in a cycle, and a file that supports it."""
    made = allot_marks(Actor(None), cycle.pk, Dealing("unit", [judge.pk], "seed"))
    proof = MarkFile(mark=made.marks.order_by("pk")[0], name="录音.mp3", kind="audio/mpeg", size=3, sha256="0" * 64)
    proof.file.save("proof.mp3", ContentFile(b"ID3"))
    said = {"name": "总结.pdf", "kind": "application/pdf", "size": 4, "sha256": "1" * 64, "indicator": "fixed"}
    material = Material(participant=cycle.participants.get(), submitted_by=judge, submitted_at=AT, **said)
    material.file.save("proof.pdf", ContentFile(b"%PDF"))
    recompute_scores(Actor(None), cycle.pk, AT, date(2026, 10, 20))
    with atomic():  # as an act of the body would, whatever the state of the cycle
        act = Act("results.freeze", Actor(None, reason="供研究"), Scope(everywhere=True))
        freeze(act, cycle, ResultVersion.Kind.PRELIMINARY, prepare_version(cycle, date(2026, 10, 20)))


def about_marking(name: str, cycle: Cycle) -> dict[str, object]:
    """What an address about marks takes."""
    if name in ("marking:cycles", "marking:desk", "marking:materials", "results:cycles"):
        return {}
    rows: dict[str, QuerySet[Any]] = {
        "marking:mark": cycle.marks.order_by("pk"),
        "marking:allotment-withdraw": cycle.allotments.all(),
        "marking:unit-materials": cycle.participants.all(),
        "marking:material": Material.objects.filter(participant__cycle=cycle),
        "marking:own-material": Material.objects.filter(participant__cycle=cycle),
        "results:unit": cycle.participants.all(),
        "results:unit-gains": cycle.participants.all(),
        "results:unit-whatif": cycle.participants.all(),
        "results:mark-file": MarkFile.objects.filter(mark__cycle=cycle),
        "marking:file": MarkFile.objects.filter(mark__cycle=cycle),
    }
    if name in {*VERSION_PAGES, "results:again"} - {"results:versions"}:
        rows[name] = ResultVersion.objects.filter(cycle=cycle, kind=ResultVersion.Kind.PRELIMINARY)
    row = rows[name].first() if name in rows else cycle
    assert row is not None
    return {"pk": row.pk, **({"name": "results.json"} if name == "results:version-file" else {})}
