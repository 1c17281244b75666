"""Makes the data folder ready to serve from: its database, the assets, a first administrator."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Does what is needed and no more, however often it is run."""

    help = "准备数据目录：建立或升级数据库，收集静态文件，建立第一位系统管理员"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in one process."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        call_command("create_first_admin")
