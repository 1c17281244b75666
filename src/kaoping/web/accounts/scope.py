"""How far a person's permission reaches: everywhere, subtrees of regions, single units."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import ALLOWED, Permission, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

Row = TypeVar("Row", bound=models.Model)
NOTHING = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Scope:
    """Where one permission holds. `paths` are those of regions (`Region.path`), `units` primary keys."""

    everywhere: bool = False
    paths: tuple[str, ...] = ()
    units: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.paths) or bool(self.units)

    def regions(self, rows: "QuerySet[Row]", way: str = "") -> "QuerySet[Row]":
        """Narrow rows to those whose region is within the scope; `way` leads to it ("" : the row is one).

        A unit's own region is not within the scope of the unit.
        """
        name = f"{way}__path__startswith" if way else "path__startswith"
        return rows if self.everywhere else rows.filter(any_of(Q(**{name: path}) for path in self.paths))

    def units_of(self, rows: "QuerySet[Row]", way: str = "") -> "QuerySet[Row]":
        """Narrow rows to those whose unit is within the scope; `way` leads from the row to its unit ("" : is one)."""
        if self.everywhere:
            return rows
        step = f"{way}__" if way else ""
        wanted = [Q(**{f"{step}region__path__startswith": path}) for path in self.paths]
        if self.units:
            wanted.append(Q(**{f"{step}pk__in": self.units}))
        return rows.filter(any_of(wanted))

    def covers_region(self, path: str) -> bool:
        """Tell whether a region with this path, and so all below it, is within the scope."""
        return self.everywhere or any(path.startswith(own) for own in self.paths)


def scope_of(user: "User | AnonymousUser", permission: Permission) -> Scope:
    """Return where `user` has `permission`; an empty scope is false."""
    if not user.is_authenticated or not user.is_active:
        return Scope()
    holding = [row for row in memberships_of(user) if permission in ALLOWED[Role(row.role)]]
    return Scope(
        everywhere=any(row.region_id is None and row.unit_id is None for row in holding),
        paths=tuple(sorted({row.region.path for row in holding if row.region is not None})),
        units=tuple(sorted({row.unit_id for row in holding if row.unit_id is not None})),
    )


def memberships_of(user: User) -> list[Membership]:
    """Return the person's roles, read once for each request (the user object lives as long)."""
    known: list[Membership] | None = getattr(user, "_memberships", None)
    if known is None:
        known = list(user.memberships.select_related("region", "unit"))
        user._memberships = known  # type: ignore[attr-defined]
    return known


def any_of(conditions: Iterable[Q]) -> Q:
    """Return the condition that holds where any of these does; where there is none, nowhere."""
    return reduce(or_, conditions, NOTHING)
