"""This installation, for whatever runs in it: what its environment says, and its data folder."""

from pathlib import Path

from django.conf import settings

from kaoping.web.deployment import Deployment


def installation() -> Deployment:
    """Return what the environment of this installation says."""
    found: Deployment = settings.DEPLOYMENT  # type: ignore[misc]  # ours, known by no plugin
    return found


def data_folder() -> Path:
    """Return the data folder of this installation."""
    return installation().data
