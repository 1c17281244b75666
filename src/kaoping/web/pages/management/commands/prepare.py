"""Makes the data folder ready to serve from: its database, the assets, a first administrator."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection


class Command(BaseCommand):
    """Does what is needed and no more, however often it is run."""

    help = "准备数据目录：建立或升级数据库，收集静态文件，建立第一位系统管理员"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in one process."""
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"连不上数据库：{error}。请检查 DATABASE_URL，以及数据库是否已启动。") from error
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        call_command("create_first_admin")
