"""The catalogue that schemes and measures are handed: every check and provider column there is."""

from kaoping.checks.discovery import catalogue_entries
from kaoping.measures.providers import PROVIDERS
from kaoping.model.catalogue import Catalogue


def build_catalogue() -> Catalogue:
    """Return all checks found by folder and all provider columns."""
    return Catalogue(
        checks={entry.id: entry for entry in catalogue_entries()},
        providers={entry.name: entry for entry in PROVIDERS},
    )
