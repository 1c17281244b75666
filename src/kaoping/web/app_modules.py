"""Finds what each app declares in a module of an agreed name, so that adding to it takes a file and nothing else."""

import importlib
from collections.abc import Iterator
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def modules_named(name: str) -> Iterator[ModuleType]:
    """Yield the module `name` of each of our apps that has one, in the order of the apps."""
    for config in apps.get_app_configs():
        if config.name.startswith("kaoping.web.") and module_has_submodule(config.module, name):
            yield importlib.import_module(f"{config.name}.{name}")
