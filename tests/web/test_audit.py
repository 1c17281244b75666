"""The chain of the audit log: any change of what was sealed shows."""

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kaoping.web.accounts.actions.invite_person import invite_person
from kaoping.web.accounts.actions.renew_invitation import renew_invitation
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit
from kaoping.web.audit.models import Entry, Seal
from kaoping.web.audit.sealing import SETTLE, seal_entries, verify_chain
from kaoping.web.imports.actions.upload_list import upload_list
from kaoping.web.registry.actions.change_unit import change_unit
from tests.web.conftest import City


@pytest.fixture
def sealed(city: City, actor: Callable[..., Actor]) -> list[Entry]:
    """Five entries, sealed."""
    body = actor(Role.BODY)
    names = ["东县教育局", "甲", "乙", "丙", "丁", "戊"]
    for before, after in itertools.pairwise(names):
        change_unit(body, city.east.unit.pk, {"name": Edit(before, after)})
    later = timezone.now() + SETTLE + timedelta(seconds=1)
    assert seal_entries(later) == 5
    assert seal_entries(later) == 0
    return list(Entry.objects.order_by("pk"))


def test_an_untouched_log_holds(sealed: list[Entry]) -> None:
    assert list(verify_chain()) == []


def test_young_entries_wait(city: City, actor: Callable[..., Actor]) -> None:
    change_unit(actor(Role.BODY), city.east.unit.pk, {"name": Edit("东县教育局", "甲")})
    assert seal_entries(timezone.now()) == 0
    assert Seal.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"changes": {"name": ["甲", "己"]}},
        {"actor_name": "别人"},
        {"reason": "补写"},
        {"object_label": "别处"},
        {"address": "10.0.0.1"},
        {"action": "registry.add_unit"},
        {"at": timezone.now() - timedelta(days=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_shows(sealed: list[Entry], change: dict[str, object]) -> None:
    Entry.objects.filter(pk=sealed[2].pk).update(**change)
    assert [broken.entry for broken in verify_chain()] == [sealed[2].pk]


def test_a_removed_entry_shows(sealed: list[Entry]) -> None:
    Seal.objects.filter(pk=sealed[2].pk).delete()
    Entry.objects.filter(pk=sealed[2].pk).delete()
    assert [broken.entry for broken in verify_chain()] == [sealed[3].pk]


def test_an_entry_put_in_afterwards_shows(sealed: list[Entry]) -> None:
    Seal.objects.filter(pk=sealed[2].pk).delete()
    assert {broken.entry for broken in verify_chain()} == {sealed[2].pk, sealed[3].pk}


def test_the_pages_say_so(sealed: list[Entry], browse: Callable[..., Client]) -> None:
    client = browse(Role.AUDITOR)
    assert "全部与封存时一致" in client.get(reverse("audit:verify")).content.decode()
    listed = client.get(reverse("audit:entries"), {"label": "戊"}).content.decode()
    assert "单位名称由“丁”改为“戊”" in listed
    Entry.objects.filter(pk=sealed[0].pk).update(reason="改")
    assert f"第 {sealed[0].pk} 条" in client.get(reverse("audit:verify")).content.decode()


def test_the_log_can_be_read_whatever_was_done(
    city: City, actor: Callable[..., Actor], browse: Callable[..., Client]
) -> None:
    admin = actor(Role.ADMIN)
    person, _ = invite_person(
        admin, {"username": "zhangsan", "name": "张三", "email": "z@example.gov.cn"}, timezone.now()
    )
    renew_invitation(admin, person.pk, timezone.now())
    upload_list(admin, "units", "单位.xlsx", [{"单位编号": "a", "line": 2}])
    Entry.objects.create(actor_name="从前", action="gone.act", object_type="gone.thing", changes={"x": [None, 1]})
    text = browse(Role.AUDITOR).get(reverse("audit:entries")).content.decode()
    for said in ("邀请：新链接，旧链接失效", "文件：单位.xlsx；行数：1", "电子邮箱：（已保密）", "x：1"):
        assert said in text
    assert "z@example.gov.cn" not in text
