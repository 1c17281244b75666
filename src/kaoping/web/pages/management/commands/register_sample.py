"""Puts the sample city of the data folder into an empty platform; started by `kaoping serve --demo`."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from kaoping.web.installation import data_folder
from kaoping.web.sample.city import read_sample
from kaoping.web.sample.registering import register


class Command(BaseCommand):
    """Does nothing where there is a registry already."""

    help = "登记示例城市（由 kaoping serve --demo 启动）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Register it."""
        sample, ports = read_sample(data_folder())
        register(ports, date.fromisoformat(sample.as_of))
