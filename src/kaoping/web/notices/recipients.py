"""Who is told: people by role and place, looked up when the notice is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q, QuerySet

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import UNIT_ROLES, Role
from kaoping.web.registry.models import Region, Unit


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person (key), and the unit or region for which they are told, where they are told for one."""

    person: int
    unit: int | None = None
    region: int | None = None


class Group(Protocol):
    """Something that people and group robots belong to."""

    def addressees(self) -> list[Addressee]:
        """Return the people who can sign in."""

    def places(self) -> Q:
        """Return the condition by which rows with `unit` and `region` belong to the group's places."""


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

    def places(self) -> Q:
        return Q(unit__in=self.units)


@dataclass(frozen=True, slots=True)
class _RegionPeople:
    region: Region
    roles: frozenset[Role]

    def addressees(self) -> list[Addressee]:
        line = [int(key) for key in self.region.path.split("/") if key]
        rows = _active().filter(region__in=line, role__in=self.roles).values_list("user_id", "region_id")
        found = [Addressee(person, region=region) for person, region in rows]
        nearest = max((line.index(one.region) for one in found if one.region), default=None)
        return [one for one in found if nearest is not None and one.region == line[nearest]]

    def places(self) -> Q:
        return Q(region=self.region)


@dataclass(frozen=True, slots=True)
class _People:
    people: tuple[User, ...]

    def addressees(self) -> list[Addressee]:
        return [Addressee(person.pk) for person in self.people if person.is_active]

    def places(self) -> Q:
        return Q(pk__in=())


def _active() -> "QuerySet[Membership]":
    return Membership.objects.filter(user__is_active=True).order_by("user_id", "pk")
