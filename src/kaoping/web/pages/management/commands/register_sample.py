"""Puts the sample city of the data folder into an empty platform; started by `kaoping serve --demo`."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kaoping.web.sample.city import read_sample
from kaoping.web.sample.registering import register


class Command(BaseCommand):
    """Does nothing where there is a registry already."""

    help = "登记示例城市（由 kaoping serve --demo 启动）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Register it."""
        sample, ports = read_sample(settings.DEPLOYMENT.data)  # type: ignore[misc]  # ours, known by no plugin
        register(ports, date.fromisoformat(sample.as_of))
