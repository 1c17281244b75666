"""A small city with two counties, and one person of each role in the first county and in the second."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import GLOBAL_ROLES, UNIT_ROLES, Role
from kaoping.web.actions import Actor
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.actions.place_units import place_units
from kaoping.web.cycles.actions.take_step import Wanted, take_step
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.placing import Place as InCycle
from kaoping.web.registry.actions.add_region import place_region
from kaoping.web.registry.models import MediaAccount, Region, Site, SiteStateChange, Unit
from tests.evidence.conftest import inspected_once  # noqa: F401 a fixture
from tests.web.robot_group import Group, stand_in
from tests.web.schemes import small_scheme


@dataclass(frozen=True, slots=True)
class Place:
    """A county with one unit, its site and its account."""

    region: Region
    unit: Unit
    site: Site
    account: MediaAccount


@dataclass(frozen=True, slots=True)
class City:
    """The city and its two counties."""

    region: Region
    east: Place
    west: Place


def region(code: str, name: str, level: str, parent: Region | None = None) -> Region:
    """A region in its place."""
    row = Region.objects.create(code=code, name=name, level=level, parent=parent)
    place_region(row)
    return row


def place(parent: Region, code: str, name: str) -> Place:
    """A county with what belongs to it."""
    county = region(code, name, Region.Level.COUNTY, parent)
    unit = Unit.objects.create(code=f"{code}-jyj", name=f"{name}教育局", region=county)
    host = f"jyj-{code}.example.gov.cn"
    site = Site.objects.create(unit=unit, name=f"{name}教育网", address=f"https://{host}/", host=host)
    SiteStateChange.objects.create(site=site, state=site.state, since="2026-01-01", reason="登记")
    account = MediaAccount.objects.create(unit=unit, platform="weixin", name=f"{name}教育", identifier=f"wx{code}")
    return Place(county, unit, site, account)


@pytest.fixture
def city(db: None) -> City:
    """The sample city."""
    top = region("321300", "宿城市", Region.Level.CITY)
    return City(top, place(top, "321301", "东县"), place(top, "321302", "西县"))


@pytest.fixture
def person(city: City) -> Callable[..., User]:
    """Makes somebody with a role in a county; roles that hold everywhere hold everywhere."""

    def make(role: Role, where: Place | None = None, name: str = "") -> User:
        where = where or city.east
        user = User.objects.create_user(username=name or f"{role.value}-{where.region.code}", name=f"某{role.label}")
        unit = where.unit if role in UNIT_ROLES else None
        county = None if role in UNIT_ROLES | GLOBAL_ROLES else where.region
        Membership.objects.create(user=user, role=role, region=county, unit=unit)
        return user

    return make


@pytest.fixture
def actor(person: Callable[..., User]) -> Callable[..., Actor]:
    """Makes an actor of a role."""
    return lambda role, where=None: Actor(person(role, where), "127.0.0.1", "")


def signed_in(user: User | None) -> Client:
    """The browser of somebody."""
    assert user is not None
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def browse(person: Callable[..., User]) -> Callable[..., Client]:
    """Makes a signed-in client of a role."""

    def make(role: Role, where: Place | None = None) -> Client:
        return signed_in(person(role, where))

    return make


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Count attempts to sign in anew for each test."""
    cache.clear()


@pytest.fixture(autouse=True)
def usual_language() -> None:
    """Begin in Chinese, whatever language the last request of the test before was answered in."""
    translation.deactivate()


@pytest.fixture
def cycle_in(city: City) -> Callable[..., Cycle]:
    """Makes a draft of a year with the county's unit in it."""

    def make(where: Place, name: str = "2026年度考评", placed: bool = True) -> Cycle:
        system = Actor(None)
        fields = {
            "name": name,
            "kind": Cycle.Kind.YEAR,
            "body": where.region,
            "period_from": date(2026, 1, 1),
            "period_to": date(2026, 12, 31),
        }
        cycle = create_cycle(system, fields, small_scheme(), "考评办法.yaml")
        if placed:
            place_units(system, cycle.pk, [where.unit.pk], InCycle("county"))
        return cycle

    return make


@pytest.fixture
def announced_in(cycle_in: Callable[..., Cycle]) -> Callable[..., Cycle]:
    """Makes a cycle that was announced on a day."""

    def make(where: Place, on: date = date(2026, 3, 20)) -> Cycle:
        cycle = cycle_in(where)
        by = Actor(None, reason="宿城政办〔2026〕3号")
        return take_step(by, cycle.pk, Wanted("announce", "draft", on, looked=True))

    return make


@pytest.fixture
def group(settings: Settings) -> Iterator[tuple[Group, str]]:
    """A stand-in for the servers of group robots, and its address, to which the operator lets robots belong."""
    with stand_in(settings) as found:
        yield found
