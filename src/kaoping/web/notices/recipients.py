"""Who is told: people by role and place, looked up when the notice is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import UNIT_ROLES, Role
from kaoping.web.notices.models import Robot
from kaoping.web.registry.models import Region, Unit


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person (key), and the unit or region for which they are told, where they are told for one; or a robot."""

    person: int | None = None
    unit: int | None = None
    region: int | None = None
    robot: int | None = None


class Group(Protocol):
    """Something that people and group robots belong to."""

    def addressees(self) -> list[Addressee]:
        """Return the people who can sign in."""

    def robots(self) -> "QuerySet[Robot]":
        """Return the robots that write to groups of these people."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Some people; `one | other` are those of both."""

    groups: tuple[Group, ...]

    def __or__(self, other: "Recipients") -> "Recipients":
        return Recipients(self.groups + other.groups)


def people_of_units(units: Iterable[Unit], roles: Iterable[Role] = UNIT_ROLES) -> Recipients:
    """Return those who have one of the roles in one of the units (rows or a query set): liaisons and leaders."""
    return Recipients((_UnitPeople(units, frozenset(roles)),))


def people_of_region(region: Region, roles: Iterable[Role] = (Role.BODY,)) -> Recipients:
    """Return those who have one of the roles in a region: its assessing body.

    Where nobody has it there, those of the nearest region above are meant.
    """
    return Recipients((_RegionPeople(region, frozenset(roles)),))


def these(*people: User) -> Recipients:
    """Return single people."""
    return Recipients((_People(people),))


@dataclass(frozen=True, slots=True)
class _UnitPeople:
    units: Iterable[Unit]
    roles: frozenset[Role]

    def addressees(self) -> list[Addressee]:
        rows = _active().filter(unit__in=self.units, role__in=self.roles)
        return [Addressee(person, unit=unit) for person, unit in rows.values_list("user_id", "unit_id")]

    def robots(self) -> "QuerySet[Robot]":
        for_units = Q(region__isnull=False, audience=Robot.Audience.UNITS)
        named = Unit.objects.filter(
            pk__in=self.units if isinstance(self.units, QuerySet) else [u.pk for u in self.units]
        )
        below = named.filter(region__path__startswith=OuterRef("region__path"))
        return _robots().filter(Q(unit__in=named) | (for_units & Exists(below)))


@dataclass(frozen=True, slots=True)
class _RegionPeople:
    region: Region
    roles: frozenset[Role]

    def addressees(self) -> list[Addressee]:
        line = [int(key) for key in self.region.path.split("/") if key]
        rows = _active().filter(region__in=line, role__in=self.roles).values_list("user_id", "region_id")
        found = [(line.index(region), person, region) for person, region in rows if region]
        nearest = max((depth for depth, _person, _region in found), default=0)
        return [Addressee(person, region=region) for depth, person, region in found if depth == nearest]

    def robots(self) -> "QuerySet[Robot]":
        return _robots().filter(region=self.region, audience=Robot.Audience.OFFICE)


@dataclass(frozen=True, slots=True)
class _People:
    people: tuple[User, ...]

    def addressees(self) -> list[Addressee]:
        return [Addressee(person.pk) for person in self.people if person.is_active]

    def robots(self) -> "QuerySet[Robot]":
        return Robot.objects.none()


def _active() -> "QuerySet[Membership]":
    return Membership.objects.filter(user__is_active=True).order_by("user_id", "pk")


def _robots() -> "QuerySet[Robot]":
    return Robot.objects.filter(active=True)
