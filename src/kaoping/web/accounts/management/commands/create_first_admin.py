"""The first system administrator: asked for at the first start, or taken from the environment."""

import getpass
import os
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Actor, problems_of

NAME = "KAOPING_ADMIN"
PASSWORD = "KAOPING_ADMIN_PASSWORD"  # noqa: S105 the name of a variable


class Command(BaseCommand):
    """Does nothing where there is an administrator already."""

    help = "建立第一位系统管理员（已有则什么也不做）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask or read, check, create."""
        if Membership.objects.filter(role=Role.ADMIN, region=None, user__is_active=True).exists():
            return
        login, password = os.environ.get(NAME, ""), os.environ.get(PASSWORD, "")
        if not (login and password):
            if not sys.stdin.isatty():
                raise CommandError(
                    f"还没有系统管理员。请设置环境变量 {NAME} 和 {PASSWORD}，或在终端中启动并按提示输入。"
                )
            self.stdout.write("首次启动：请设置系统管理员。")
            login = input("登录名：").strip()
            password = getpass.getpass("密码（至少 10 位，含大小写字母、数字、符号中的三种）：")
            if getpass.getpass("再输一次：") != password:
                raise CommandError("两次输入的密码不一致，请重新启动。")
        try:
            create_admin(login, password)
        except ValidationError as error:
            why = "；".join(text for found in problems_of(error).values() for text in found)
            raise CommandError(f"不能建立系统管理员“{login}”：{why}") from error
        self.stdout.write(f"已建立系统管理员“{login}”。")


@transaction.atomic
def create_admin(login: str, password: str) -> User:
    """Create a system administrator for everything. Raises ValidationError for a bad name or a weak password."""
    person = User(username=login, name="系统管理员")
    validate_password(password, person)
    person.set_password(password)
    act = Act("accounts.create_first_admin", Actor(None), Scope(everywhere=True))
    act.create(person)
    act.create(Membership(user=person, role=Role.ADMIN))
    act.write_log()
    return person
