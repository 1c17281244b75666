"""The days of newest posts in the registry, as the measures of a cycle read them."""

import functools
from datetime import date

import pytest

from kaoping.measures.inputs import Given
from kaoping.model.measure_table import SCALE
from kaoping.model.outcomes import State
from kaoping.schemes.handed_in import read_handed_in
from kaoping.schemes.model import Scheme
from kaoping.web.actions import Actor, Edit
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.actions.place_units import place_units
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.placing import Place as InCycle
from kaoping.web.cycles.scheme_copies import catalogue
from kaoping.web.monitoring.measures import SOURCE
from kaoping.web.registry.actions.change_media_account import change_media_account
from kaoping.web.registry.models import MediaAccount
from kaoping.web.results.gathering import case_of
from tests.web.conftest import City
from tests.web.schemes import small_scheme

TEXT = """\
id: sucheng-media-2024
title: 宿城市2024年新媒体考评办法
basis: {document: 宿城政办〔2024〕6号, issued: "2024-01-02", by: 宿城市人民政府办公室}
groups: {county: 县区}
measures:
  stale: {from: media.stale_accounts, kind: count, window: 14d, title: 前2周内没有更新的账号数}
  accounts: {from: media.accounts, kind: count, title: 账号数}
  weibo: {from: media.accounts, where: {platform: weibo}, kind: count, title: 微博账号数}
  dormant: {from: media.zombie, kind: count, title: 僵尸账号数}
parts:
  - id: media
    title: 新媒体
    points: 100
    clause: 一
    indicators:
      - {id: fresh, title: 更新, points: 40, text: 每个扣10分, deduct: [10 per stale]}
      - {id: many, title: 账号, points: 40, text: 没有的不得分, zero_if: [accounts = 0 and weibo = 0]}
      - {id: awake, title: 僵尸, points: 20, text: 每个扣10分, deduct: [10 per dormant]}
total: {combine: sum}
no_site: fail
"""
SYSTEM = Actor(None, reason="测试")
LAST = date(2024, 6, 30)


@functools.cache
def media_scheme() -> Scheme:
    """The scheme, read once."""
    return read_handed_in(TEXT.encode(), "新媒体办法.yaml", catalogue())[0]


def cycle_with(city: City, scheme: Scheme) -> Cycle:
    """A cycle of the city whose half year is over, with both counties' units."""
    fields = {
        "name": "2024年上半年新媒体",
        "kind": Cycle.Kind.YEAR,
        "body": city.region,
        "period_from": date(2024, 1, 1),
        "period_to": LAST,
    }
    cycle = create_cycle(SYSTEM, fields, scheme, "办法.yaml")
    place_units(SYSTEM, cycle.pk, [city.east.unit.pk, city.west.unit.pk], InCycle("county"))
    return cycle


@pytest.fixture
def cycle(city: City) -> Cycle:
    """A cycle whose scheme reads media accounts."""
    return cycle_with(city, media_scheme())


def told(cycle: Cycle, unit: str, measure: str) -> Given | None:
    """What scoring is given of a measure of a unit."""
    inputs = case_of(cycle, LAST).inputs
    assert inputs is not None
    found = [one for one in inputs.providers if (one.unit, one.measure) == (unit, measure)]
    assert len(found) <= 1
    return found[0] if found else None


def posted(account: MediaAccount, day: date | None) -> None:
    """Somebody registers the day of the newest post."""
    now = MediaAccount.objects.get(pk=account.pk)
    change_media_account(SYSTEM, account.pk, {"last_post_on": Edit(now.last_post_on, day)})


def number(given: Given | None) -> int | None:
    """The number that was told; None where it is unknown."""
    assert given is not None
    return given.value // SCALE if given.state is State.KNOWN else None


def test_an_account_is_stale_by_its_newest_post(city: City, cycle: Cycle) -> None:
    account, code = city.east.account, city.east.unit.code
    first = told(cycle, code, "stale")
    assert number(first) is None
    assert first is not None
    assert account.name in first.note
    seen = []
    for day in (date(2024, 6, 1), date(2024, 6, 25)):
        before = SOURCE.stamp(cycle)
        posted(account, day)
        assert SOURCE.stamp(cycle) != before
        seen.append(number(told(cycle, code, "stale")))
    assert seen == [1, 0]
    MediaAccount.objects.create(unit=city.east.unit, platform="weibo", name="旧微博", identifier="old", active=False)
    assert number(told(cycle, code, "stale")) == 0  # one that is not in use needs no day
    assert number(told(cycle, code, "accounts")) == 1
    assert number(told(cycle, code, "weibo")) == 0


def test_a_post_after_the_monitoring_point_proves_nothing(city: City, cycle: Cycle) -> None:
    account, code = city.east.account, city.east.unit.code
    posted(account, date(2024, 6, 1))
    posted(account, date(2024, 7, 20))
    given = told(cycle, code, "stale")
    assert number(given) is None  # there may have been posts in June after the first
    assert given is not None
    assert "晚于监测时间点" in given.note
    posted(account, date(2024, 6, 29))
    posted(account, date(2024, 7, 30))
    assert number(told(cycle, code, "stale")) == 0  # the log knows of one in the window


def test_what_the_registry_does_not_know_is_unknown(city: City, cycle: Cycle) -> None:
    city.west.account.delete()
    given = told(cycle, city.west.unit.code, "accounts")
    assert number(given) is None
    assert given is not None
    assert "没有登记" in given.note
    posted(city.east.account, date(2024, 6, 25))
    assert told(cycle, city.east.unit.code, "dormant") is None


def test_schemes_that_do_not_ask_are_given_nothing(city: City) -> None:
    cycle = cycle_with(city, small_scheme())
    before = SOURCE.stamp(cycle)
    posted(city.east.account, date(2024, 6, 25))
    assert SOURCE.stamp(cycle) == before
    assert told(cycle, city.east.unit.code, "stale") is None
