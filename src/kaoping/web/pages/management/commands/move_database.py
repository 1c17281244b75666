"""Copies this installation's database into another one, whose address stands in the environment."""

import os
from typing import Any

import dj_database_url
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from kaoping.model.errors import InputError
from kaoping.web.moving import move
from kaoping.web.serving import MOVE_TO


class Command(BaseCommand):
    """See `kaoping.web.moving`."""

    help = "把平台的数据库整个搬到另一个空的数据库，并逐行核对"

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, and say how much."""
        connections.databases["target"] = connections.configure_settings(
            {"default": {}, "target": dict(dj_database_url.parse(os.environ[MOVE_TO]))}
        )["target"]
        try:
            connections["target"].ensure_connection()
            moved = move("default", "target", self.stdout.write)
        except OperationalError as error:
            raise CommandError(f"数据库出错：{error}。请检查地址，以及数据库是否已启动；什么也没有搬。") from error
        except InputError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已搬 {moved.tables} 张表 {moved.rows} 行，逐行核对一致。")
