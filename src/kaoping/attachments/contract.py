"""What goes into fetching attachments: which ones of which site, and how much of them at most."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kaoping.model.attachments import AttachmentRecord


@dataclass(frozen=True, slots=True)
class AttachmentOptions:
    """For each site: how many attachments (0: none at all), bytes of one, bytes of all together."""

    files: int = 30
    size: int = 10 * 1024 * 1024
    total: int = 100 * 1024 * 1024

    @property
    def enabled(self) -> bool:
        return self.files > 0


MODERATE = AttachmentOptions()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One attachment to fetch: the number and address of its target, the text that links to it."""

    target: int
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class AttachedSite:
    """A crawled site with the attachments to fetch, the most important first. `directory` holds its WARC spool."""

    url: str
    directory: Path
    wanted: tuple[Wanted, ...]


Refine = Callable[[AttachmentRecord], AttachmentRecord]
"""Told each attachment as it was read; returns it as it is to be kept (personal data masked, say)."""
