"""What may be registered twice: questions to the registry, a few queries each, however much there is."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from kaoping.web.registry.models import Site, Unit

Row = TypeVar("Row", Unit, Site)
GONE = (Site.State.CLOSED, Site.State.MIGRATED)
_MOBILE = re.compile(r"^(?:www|m|wap|mobile|3g)\.")
_NUMBER_OF_SITE = re.compile(r"[-－—]\s*\d+\s*$")


@dataclass(frozen=True, slots=True)
class Group(Generic[Row]):
    """Rows that have the same mark."""

    mark: str
    rows: tuple[Row, ...]


def same_names(units: "QuerySet[Unit]") -> list[Group[Unit]]:
    """Return units on the books of one region that have one name, whatever its spaces and brackets."""
    rows = units.filter(active=True).select_related("region").only("pk", "code", "name", "region__name")
    return _groups(rows, lambda unit: (unit.region_id, plain(unit.name)), lambda unit: f"{unit.region} {unit.name}")


def same_codes(sites: "QuerySet[Site]") -> list[Group[Site]]:
    """Return sites in operation that have one 标识码."""
    rows = _living(sites).exclude(site_code="")
    return _groups(rows, lambda site: site.site_code, lambda site: site.site_code)


def same_licences(sites: "QuerySet[Site]") -> list[Group[Site]]:
    """Return sites of different units that have one ICP licence; the number of the site within it does not count."""
    rows = _living(sites).exclude(icp="")
    found = _groups(rows, lambda site: licence(site.icp), lambda site: licence(site.icp))
    return _of_several(found)


def same_hosts(sites: "QuerySet[Site]") -> list[Group[Site]]:
    """Return sites of different units whose hosts differ only in what tells a version for phones."""
    found = _groups(_living(sites), lambda site: bare_host(site.host), lambda site: bare_host(site.host))
    return _of_several(found)


def plain(name: str) -> str:
    """Return a name as it is compared: full-width forms, spaces and brackets do not count."""
    return re.sub(r"[\s()（）·]", "", unicodedata.normalize("NFKC", name)).casefold()


def licence(icp: str) -> str:
    """Return an ICP number without the number of the site: 苏ICP备12345678号."""
    return _NUMBER_OF_SITE.sub("", plain(icp)).upper()


def bare_host(host: str) -> str:
    """Return a host without what tells a version for phones."""
    return _MOBILE.sub("", host)


def _living(sites: "QuerySet[Site]") -> "QuerySet[Site]":
    return sites.exclude(state__in=GONE).select_related("unit")


def _groups(rows: "Iterable[Row]", key: Callable[[Row], Hashable], mark: Callable[[Row], str]) -> "list[Group[Row]]":
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return [Group(mark(same[0]), tuple(same)) for same in found.values() if len(same) > 1]


def _of_several(groups: Iterable[Group[Site]]) -> list[Group[Site]]:
    return [group for group in groups if len({site.unit_id for site in group.rows}) > 1]
