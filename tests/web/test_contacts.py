"""People of units: who sees how to reach them, and where it does not stand."""

import io
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from openpyxl import Workbook

from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.encryption import UnreadableError
from kaoping.web.imports.models import Draft
from kaoping.web.registry.actions.add_contact import add_contact
from kaoping.web.registry.actions.change_contact import change_contact
from kaoping.web.registry.actions.remove_contact import remove_contact
from kaoping.web.registry.models import Contact
from tests.web.conftest import City

ActorOf = Callable[..., Actor]
PHONE, MAIL = "0527-8435-0001", "wang@example.gov.cn"


def leader(city: City) -> Contact:
    """The leader of the east's unit."""
    fields = {"unit": city.east.unit, "kind": "leader", "name": "王某", "post": "副局长", "phone": PHONE, "email": MAIL}
    return add_contact(Actor(None), fields)


def stored(table: str, columns: str) -> str:
    """What stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table}")
        return repr(cursor.fetchall())


def test_phone_and_mail_are_unreadable_in_the_database_and_in_no_log(city: City) -> None:
    contact = leader(city)
    again = Contact.objects.get(pk=contact.pk)
    assert (again.phone, again.email) == (PHONE, MAIL)
    change_contact(Actor(None), contact.pk, {"phone": Edit(PHONE, "0527-8435-0002")})
    rows, log = stored("registry_contact", "phone, email"), repr(list(Entry.objects.values()))
    for secret in (PHONE, "0527-8435-0002", MAIL):
        assert secret not in rows
        assert secret not in log
    assert Entry.objects.filter(action="registry.change_contact").get().changes["phone"][1].startswith("hmac:")


def test_another_installations_key_does_not_open_them(city: City) -> None:
    leader(city)
    with override_settings(SECRET_KEY="another"), pytest.raises(UnreadableError):
        Contact.objects.get()


def test_nothing_stays_of_somebody_who_is_removed(city: City, actor: ActorOf) -> None:
    remove_contact(actor(Role.LIAISON), leader(city).pk)
    assert not Contact.objects.exists()
    assert Entry.objects.filter(action="registry.remove_contact").exists()


def test_a_liaison_keeps_the_own_units_people_only(city: City, actor: ActorOf) -> None:
    liaison = actor(Role.LIAISON)
    add_contact(liaison, {"unit": city.east.unit, "name": "李某", "phone": "+86 527 1234"})
    with pytest.raises(RefusedError, match="范围"):
        add_contact(liaison, {"unit": city.west.unit, "name": "李某"})
    foreign = Contact.objects.create(unit=city.west.unit, name="赵某")
    with pytest.raises(OutOfReachError):
        change_contact(liaison, foreign.pk, {"post": Edit("", "局长")})
    with pytest.raises(OutOfReachError):
        remove_contact(liaison, foreign.pk)


@pytest.mark.parametrize("wrong", [{"phone": "打办公室电话"}, {"email": "not mail"}, {"name": ""}])
def test_what_is_no_phone_or_mail_is_refused(city: City, wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        add_contact(Actor(None), {"unit": city.east.unit, "name": "李某", **wrong})


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.EXPERT, Role.EDITOR, Role.AUDITOR])
def test_others_see_the_unit_without_its_people(city: City, browse: Callable[..., Client], role: Role) -> None:
    leader(city)
    text = browse(role).get(reverse("registry:unit", kwargs={"pk": city.east.unit.pk})).content.decode()
    assert PHONE not in text
    assert "王某" not in text


def test_people_are_kept_in_the_browser(city: City, browse: Callable[..., Client]) -> None:
    client, unit = browse(Role.LIAISON), city.east.unit
    sent = {"kind": "leader", "name": "王某", "post": "副局长", "phone": PHONE, "email": MAIL}
    text = client.post(reverse("registry:unit-new-contact", kwargs={"pk": unit.pk}), sent, follow=True).content.decode()
    assert PHONE in text
    assert PHONE in client.get(reverse("registry:contacts"), {"q": "王某"}).content.decode()
    pk = Contact.objects.get().pk
    edit = reverse("registry:contact-edit", kwargs={"pk": pk})
    shown = {f"initial-{name}": value for name, value in sent.items()}
    client.post(edit, sent | shown | {"phone": "0527-1"})
    assert Contact.objects.get(pk=pk).phone == "0527-1"
    remove = reverse("registry:contact-remove", kwargs={"pk": pk})
    assert "不能恢复" in client.get(remove).content.decode()
    client.post(remove)
    assert not Contact.objects.exists()


def test_an_uploaded_list_is_unreadable_while_it_waits_and_empty_afterwards(
    city: City, browse: Callable[..., Client]
) -> None:
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["单位", "身份", "姓名", "电话"])
    book.active.append([city.east.unit.code, "分管领导", "王某", PHONE])
    book.save(file)
    client, upload = browse(Role.BODY), SimpleUploadedFile("通讯录.xlsx", file.getvalue())
    preview = client.post(reverse("imports:imports"), {"kind": "contacts", "file": upload})["Location"]
    assert PHONE in client.get(preview).content.decode()
    assert PHONE not in stored("imports_draft", "rows")
    client.post(preview)
    assert Contact.objects.get().phone == PHONE
    assert Draft.objects.get().rows == []
    assert PHONE not in repr(list(Entry.objects.values()))
