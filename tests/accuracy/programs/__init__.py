"""Independent searches that label what is objective: written apart from the product's own reading of pages.

A module here may define `CHECKS` and `labels(check, seen, store, folder)`, which gives the truth by locus: it is
asked for every source, beside the label files. From the record it may take which pages were visited; what is on them
it reads from the stored files by itself. Where its loci are coarser than the check's, `locus` makes them equal.
"""

import importlib
import pkgutil
from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Label
from tests.accuracy.sources import Seen, corpus


@lru_cache(maxsize=1)
def programs() -> Sequence[ModuleType]:
    """Return the programs that label a check."""
    found = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return tuple(module for module in found if hasattr(module, "CHECKS"))


def coarse_locus(check: str, locus: str) -> str:
    """Return a check's locus as its program names it."""
    for module in programs():
        if check in module.CHECKS and hasattr(module, "locus"):
            return str(module.locus(check, locus))
    return locus


def program_labels(check: str, seen: Seen, store: FactStore) -> list[Label]:
    """Return what the programs for a check say of a source."""
    folder = corpus()
    if folder is None:
        return []
    labels: list[Label] = []
    for module in programs():
        if check in module.CHECKS:
            by = f"program {module.__name__.rpartition('.')[2]}"
            truths = module.labels(check, seen, store, folder / seen.source)
            labels += [Label(seen.source, seen.digest, locus, truth, by) for locus, truth in truths.items()]
    return labels
