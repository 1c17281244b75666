"""How much of one file is looked at: beyond lies what no person would read, or what wants to do harm."""

from typing import Final

MAX_TEXT: Final = 200_000  # characters of one file that are handed on
MAX_COUNTED: Final = 5_000_000  # characters that are counted at all
MAX_PAGES: Final = 150
MAX_SHEETS: Final = 50
MAX_ENTRIES: Final = 5_000  # files in a package or archive
MAX_UNPACKED: Final = 200_000_000  # bytes of all of them together
MAX_PART: Final = 60_000_000  # bytes of one part of a package
MAX_RATIO: Final = 250  # how many times its packed size a part may be, beyond SMALL
SMALL: Final = 10_000_000
MAX_DEPTH: Final = 200  # elements within one another

ENTITIES: Final = "attachment-entities"
SWOLLEN: Final = "attachment-swollen"
TOO_DEEP: Final = "attachment-too-deep"
NOT_READABLE_HERE: Final = "attachment-format"
FAILED: Final = "attachment-reader-failed"
TOO_HEAVY: Final = "attachment-too-heavy"
TOO_LARGE: Final = "attachment-too-large"


class RefusedError(Exception):
    """A file that is not read because it would cost too much or holds what does harm; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DamagedError(Exception):
    """A file that is broken, or not at all of the kind it begins like."""


class LockedError(Exception):
    """A file that opens only with a password."""
