"""Reads what a site's folder may hold beside its tables; what is damaged is as if it had never been written."""

import logging
from pathlib import Path
from typing import TypeVar

import msgspec

Value = TypeVar("Value")
_log = logging.getLogger(__name__)


def read_or_none(path: Path, kind: type[Value]) -> Value | None:
    """Return the file's value; None where there is no such file, or it cannot be read (which is logged)."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError):
        _log.warning("%s cannot be read", path)
        return None
