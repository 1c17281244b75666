"""Puts the sample city into the platform by the actions that people use: registry, people, cycles, inspections."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from kaoping.demo.build import SEED, build_city
from kaoping.demo.casts import DEFAULT, cast_for
from kaoping.demo.city import UnitSpec
from kaoping.demo.roster import CITY, UNITS
from kaoping.web.accounts.actions.grant_role import Grant, grant_role
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import GLOBAL_ROLES
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Actor
from kaoping.web.cycles.actions.add_child_cycles import Series, add_child_cycles
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.actions.exempt_units import exempt_units
from kaoping.web.cycles.actions.place_units import place_units
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.placing import Place
from kaoping.web.cycles.scheme_copies import from_library
from kaoping.web.monitoring.actions.add_patrol import add_patrol
from kaoping.web.monitoring.actions.order_run import Order, order_run
from kaoping.web.monitoring.models import Patrol
from kaoping.web.registry.actions.add_region import add_region
from kaoping.web.registry.actions.add_site import add_site
from kaoping.web.registry.actions.add_unit import add_unit
from kaoping.web.registry.models import Region, Site, Unit
from kaoping.web.sample.course import go_through
from kaoping.web.sample.people import ASSESSOR, PASSWORD, PEOPLE, Person
from kaoping.web.sample.quarters import FEEDS, FILE, bulletin_scheme, judge_quarter

_SYSTEM = Actor(None)
_CODE = 329900  # of no region there is
_OPTIONS = {"max_pages": 300, "pace": 20.0, "browser": False}


@transaction.atomic
def register(ports: Mapping[str, int], as_of: date) -> None:
    """Fill an empty platform; one that holds regions already stays as it is."""
    if Region.objects.exists():
        return
    built = build_city(ports, as_of, SEED)
    city = add_region(_SYSTEM, {"code": str(_CODE), "name": CITY, "level": Region.Level.CITY})
    units = {spec.id: _unit(number, spec, city) for number, spec in enumerate(UNITS, 1)}
    for name, address in built.manifest.sites.items():
        fields: dict[str, Any] = {"unit": units[name], "name": f"{units[name].name}门户网站", "address": address}
        if name in built.city.sites:
            site = built.city.sites[name]
            fields |= {"site_code": site.code, "icp": site.icp, "police": site.police}
        add_site(_SYSTEM, fields, as_of.replace(month=1, day=4))
    for person in PEOPLE:
        _person(person, city, units)
    year = _cycles(city, units, as_of)
    _inspections(year)


def _unit(number: int, spec: UnitSpec, city: Region) -> Unit:
    """A government of a county or zone in its own region, or a department of the city."""
    zone, county = spec.class_ == "zone", spec.group == "county"
    region = city
    if county:
        level = Region.Level.ZONE if zone else Region.Level.COUNTY
        region = add_region(_SYSTEM, {"code": str(_CODE + number), "name": spec.name, "level": level, "parent": city})
    kind = Unit.Kind.DEPARTMENT if not county else Unit.Kind.ZONE if zone else Unit.Kind.GOVERNMENT
    name = f"{spec.name}人民政府" if kind == Unit.Kind.GOVERNMENT else spec.name
    fields: dict[str, Any] = {"code": spec.id, "name": name, "region": region, "kind": kind}
    return add_unit(_SYSTEM, {**fields, "short_name": spec.name.removeprefix(CITY)[:30]})


def _cycles(city: Region, units: Mapping[str, Unit], as_of: date) -> Cycle:
    """The year's cycle under way, its past quarters carried to their end, the current one begun."""
    scheme, _remarks = from_library(DEFAULT)
    start = date(as_of.year, 1, 1)
    fields = {
        "name": f"{as_of.year}年{CITY}政府网站年度考评",
        "kind": Cycle.Kind.YEAR,
        "body": city,
        "period_from": start,
        "period_to": date(as_of.year, 12, 31),
    }
    year = create_cycle(_SYSTEM, fields, scheme)
    places: dict[Place, list[int]] = {}
    cast = cast_for(DEFAULT)
    for spec in UNITS:
        places.setdefault(Place(*cast.places[spec.class_]), []).append(units[spec.id].pk)
    for place, members in places.items():
        place_units(_SYSTEM, year.pk, members, place)
    exempt = year.participants.filter(unit__code__in=[spec.id for spec in UNITS if spec.exempt])
    exempt_units(_SYSTEM, year.pk, list(exempt.values_list("pk", flat=True)), "网站建设期内（示例）")
    series = Series(Cycle.Kind.QUARTER, bulletin_scheme(), FILE, FEEDS)
    quarters = add_child_cycles(_SYSTEM, year.pk, series)
    judge = partial(judge_quarter, judge=User.objects.get(username=ASSESSOR))
    go_through(year, start + timedelta(days=6), as_of, until="monitoring")
    for quarter in quarters:
        over = quarter.period_to < as_of
        go_through(quarter, quarter.period_from, as_of, until="closed" if over else "monitoring", judge=judge)
    return year


def _person(person: Person, city: Region, units: Mapping[str, Unit]) -> None:
    user = User.objects.filter(username=person.login).first()
    if user is None:
        user = User(username=person.login, name=person.name)
        user.set_password(PASSWORD)
        act = Act("accounts.invite_person", _SYSTEM, Scope(everywhere=True))
        act.create(user)
        act.write_log()
    if person.role in GLOBAL_ROLES:
        grant = Grant(person.role)
    elif person.unit:
        grant = Grant(person.role, unit=units[person.unit])
    else:
        grant = Grant(person.role, region=units[person.county].region if person.county else city)
    grant_role(_SYSTEM, user.pk, grant)


def _inspections(year: Cycle) -> None:
    """A plan for every night, and a first inspection that begins as soon as the platform is up."""
    fields = {
        "name": "每日巡查",
        "body": year.body,
        "cycle": Cycle.objects.get(pk=year.pk),
        "rhythm": Patrol.Rhythm.DAILY,
        "at": time(1, 0),
        "pace": _OPTIONS["pace"],
    }
    add_patrol(_SYSTEM, fields)
    sites = list(Site.objects.values_list("pk", flat=True))
    order_run(_SYSTEM, Order(sites, "首次巡查", _OPTIONS, Cycle.objects.get(pk=year.pk)))
