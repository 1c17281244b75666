"""Modules that few runs need and that are dear to load: imported when something of them is first used.

Who uses one names it twice, so that types and the guard on imports see it and a run does not load it:

    if TYPE_CHECKING:
        from kaoping.runs import browsing
    else:
        browsing = Deferred("kaoping.runs.browsing")
"""

from importlib import import_module
from typing import Any


class Deferred:
    """Stands for the module `name` until something of it is needed; what importing raises is raised then."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
