"""Tie what a sign-on provider calls somebody to the person who is registered here."""

from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.models import User
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import TITLES, Act, Actor

NAME = "accounts.link_sign_on"
TITLES[NAME] = gettext_lazy("关联统一身份")


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the provider knows: by its lasting number (`uid`), and by what may find them here, empty where not told.

    `email` is an address that the provider has confirmed.
    """

    provider: str
    uid: str
    username: str
    name: str
    email: str


@transaction.atomic
def link_sign_on(known: Known, makes_people: bool, address: str = "") -> SocialAccount:
    """Return the tie, newly made. Whom the provider vouches for is the person: no permission is asked.

    Raises RefusedError where nobody, or nobody who can be told for certain, is registered; ValidationError where an
    account that may be made cannot be, for what the provider told.
    """
    person = _registered(known) or _made(known, makes_people, address)
    act = Act(NAME, Actor(person, address), Scope())
    act.access(User.objects.all(), person.pk)
    act.refuse_unless(person.is_active, _("您的账号已停用。如有疑问，请联系本级管理员。"))
    taken = SocialAccount.objects.filter(user=person, provider=known.provider).exists()
    act.refuse_unless(not taken, _("这个账号已与另一个统一身份关联。请联系本级管理员。"))
    tie = SocialAccount.objects.create(user=person, provider=known.provider, uid=known.uid)
    act.note(person, single_sign_on=_("已关联"))
    act.write_log()
    return tie


def _made(known: Known, makes_people: bool, address: str) -> User:
    act = Act(NAME, Actor(None, address), Scope())
    act.refuse_unless(makes_people, _("您还没有登记。请联系本级管理员登记账号后再登录。"))
    person = User(username=known.username, name=known.name or known.username, email=known.email)
    person.set_unusable_password()
    act.create(person)
    act.write_log()
    return person


def _registered(known: Known) -> User | None:
    """Return the person of that name or, failing that, the only one with that address."""
    if known.username:
        named = User.objects.filter(username=known.username).first()
        if named is not None:
            return named
    same = list(User.objects.filter(email__iexact=known.email)[:2]) if known.email else []
    return same[0] if len(same) == 1 else None
