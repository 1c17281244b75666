"""Where one inspection of a site looked: by it is known whether a finding that is not seen again is gone, or unseen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.crawl.reasons import DUPLICATE, NOT_CHECKED, NOT_FOUND, SOFT_404
from kaoping.model.attachments import Condition
from kaoping.model.errors import StorageError
from kaoping.model.findings import Plain
from kaoping.model.outcomes import CheckStatus, PageKind
from kaoping.model.pages import Coverage, Life, LinkKind
from kaoping.runs.attachments import NAME as ATTACHMENTS
from kaoping.runs.outputs import read_coverage
from kaoping.runs.segments import row_groups

OF_LIFE = frozenset({"dead-link"})
"""Checks of which a target's life alone is the verdict; others have read what stands in it."""

CAPPED = 20
"""From so many pages on, a finding's `values.pages` may not be all that carried it."""

_HARMLESS = frozenset({DUPLICATE, NOT_CHECKED})
_GONE = frozenset({NOT_FOUND, SOFT_404})
_GONE_STATUS = frozenset({404, 410})
_OPENED = frozenset({Condition.READ, Condition.OPENED, Condition.BLANK})


class Look(StrEnum):
    """What came of looking at a page: it was read, it is there no more, or it could not be read."""

    READ = "read"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SiteLook:
    """Where a run looked. `complete`: every address that the site links to was followed, and nothing failed."""

    pages: Mapping[str, Look] = field(default_factory=dict)
    targets: Mapping[str, Life] = field(default_factory=dict)
    attachments: Mapping[str, bool] = field(default_factory=dict)  # of those linked to, whether it was read
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """An earlier finding that this run does not tell again.

    `tells_pass` says that its check says so of whatever it finds in order: its silence is then no all-clear.
    """

    check: str
    page: PageKind
    url: str
    values: Mapping[str, Plain] = field(default_factory=dict)
    tells_pass: bool = False


def was_looked_at(sought: Sought, status: CheckStatus | None, examined: int, look: SiteLook) -> bool:
    """Tell whether the run looked where the finding was, so that it is gone and not only unseen.

    `status` and `examined` are of its check with the same parameters (None: it was not executed). A check that was not
    measured, a page that was not visited under the page budget or did not open, and a target that was not asked for say
    nothing: what is unknown stays as it was.
    """
    if status is not CheckStatus.DONE:
        return False
    if look.complete and examined:
        return True
    target = sought.values.get("target")
    if isinstance(target, str) and sought.check in OF_LIFE:
        return _link_seen(sought, target, look)
    if sought.tells_pass:
        return _page_look(sought.url, look) is Look.GONE
    if isinstance(target, str) and not _attachment_seen(target, look):
        return False
    if sought.page is PageKind.SITE:
        return examined > 0
    return _page_seen(sought.url, look)


def read_look(directory: Path) -> SiteLook:
    """Return where the inspection in a sealed folder looked. Raises StorageError for damaged tables."""
    try:
        coverage = read_coverage(directory / "coverage.json")
        with pq.ParquetFile(directory / "targets.parquet") as file:
            rows = list(_rows(file, ["url", "life", "reason", "kind"]))
        targets = {url: (Life(life), reason) for url, life, reason, _ in rows}
        pages = {url: Look.GONE for url, (life, reason) in targets.items() if life is Life.DEAD and reason in _GONE}
        with pq.ParquetFile(directory / "pages.parquet") as file:
            for url, final, status, fault, reason in _rows(file, ["url", "final_url", "status", "fault", "reason"]):
                pages[url] = pages[final] = _look(status, fault, reason)
        attachments = {url: False for url, _, _, kind in rows if kind == LinkKind.ATTACHMENT}
        attachments |= _read_attachments(directory / ATTACHMENTS)
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise StorageError(f"{directory}：事实数据缺失或损坏（{error}）。请重新巡检该网站。") from error
    lives = {url: life for url, (life, _) in targets.items()}
    return SiteLook(pages, lives, attachments, is_complete(coverage, pages.values()))


def is_complete(coverage: Coverage, pages: Iterable[Look]) -> bool:
    """Tell whether a crawl followed everything: it was not ended by a limit, left nothing out, and nothing failed."""
    left_out = {reason for reason, count in coverage.skipped if count} - _HARMLESS
    return coverage.stopped_because == "done" and not left_out and Look.FAILED not in pages


def _link_seen(sought: Sought, target: str, look: SiteLook) -> bool:
    life = look.targets.get(target)
    if life in (Life.UNSEEN, Life.UNKNOWN):
        return False
    if life is Life.ALIVE:
        return True
    carriers = sought.values.get("pages")
    pages = [one for one in carriers if isinstance(one, str)] if isinstance(carriers, list | tuple) else []
    return bool(pages) and len(pages) < CAPPED and all(_page_seen(page, look) for page in pages)


def _attachment_seen(target: str, look: SiteLook) -> bool:
    """What a document holds is known where it was read, where it is gone, and where nothing seen links to it."""
    return look.attachments.get(target, True) or _page_look(target, look) is Look.GONE


def _page_seen(url: str, look: SiteLook) -> bool:
    return _page_look(url, look) in (Look.READ, Look.GONE)


def _page_look(url: str, look: SiteLook) -> Look | None:
    return look.pages.get(url)


def _look(status: int | None, fault: str | None, reason: str) -> Look:
    if reason in _GONE or status in _GONE_STATUS:
        return Look.GONE
    return Look.FAILED if fault or reason else Look.READ


def _read_attachments(path: Path) -> dict[str, bool]:
    if not path.exists():
        return {}
    with pq.ParquetFile(path) as file:
        return {url: condition in _OPENED for url, condition in _rows(file, ["url", "condition"])}


def _rows(file: pq.ParquetFile, columns: list[str]) -> Iterable[tuple[Any, ...]]:
    for table in row_groups(file, columns):
        yield from zip(*(table.column(name).to_pylist() for name in columns), strict=True)
