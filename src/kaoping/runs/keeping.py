"""What of a judged site proves something: pages with findings, home and column pages, targets that do not open."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kaoping.crawl.warc import NAME as SPOOL
from kaoping.evidence.keeping import drop_spool, keep_answers, pending_moves
from kaoping.evidence.keys import KeyFile
from kaoping.evidence.store import EvidenceStore
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import FactStore
from kaoping.model.findings import Finding, Plain
from kaoping.model.outcomes import PageKind
from kaoping.model.pages import Life
from kaoping.runs.evidence_pointers import Moves, move_table_pointers
from kaoping.runs.private_answers import hidden_answers

_NO_LIFE = (Life.DEAD, Life.SUSPECT)


def finish_moves(directory: Path) -> None:
    """Finish in the tables what a killed process had begun to move."""
    moves = pending_moves(directory)
    if moves is not None:
        move_table_pointers(directory, moves)


def keep_what_proves(
    directory: Path,
    store: FactStore,
    findings: Iterable[Finding],
    keys: KeyFile,
    *,
    shared: EvidenceStore | None = None,
) -> Moves:
    """Keep the records that prove something and return where they now lie; nothing where that was done before.

    Those with personal data are encrypted with the key in use; bodies of others go to the `shared` store. The spool
    stays until `forget_the_rest`, because earlier findings still point into it.
    """
    if pending_moves(directory) is not None or not (directory / SPOOL).exists():
        return {}
    wanted = wanted_offsets(store, findings)
    moves = keep_answers(directory, wanted, hidden_answers(directory, store, wanted, keys), store=shared)
    move_table_pointers(directory, moves)
    return moves


def forget_the_rest(directory: Path) -> None:
    """Drop the records that were not kept, now that the written findings point at those that were."""
    if pending_moves(directory) is not None:
        drop_spool(directory)


def wanted_offsets(store: FactStore, findings: Iterable[Finding]) -> set[int]:
    """Return where in the spool the records lie that prove something."""
    record = store.record
    wanted = {offset for finding in findings for offset in _offsets(finding.evidence)}
    wanted |= {
        target.evidence.offset for target in record.targets if target.life in _NO_LIFE and target.evidence.warc == SPOOL
    }
    return wanted | _leading_pages(store, record)


def _leading_pages(store: FactStore, record: SiteRecord) -> set[int]:
    pages = store.get(Pages)
    numbers = {number for column in store.get(Columns).all for number in column.pages}
    numbers |= set(pages.as_home) | set(pages.of_kind(PageKind.HOME, PageKind.COLUMN))
    return {
        row.record.evidence.offset
        for row in record.pages
        if row.record.evidence.warc == SPOOL and (row.record.number in numbers or row.record.level == 0)
    }


def _offsets(evidence: Mapping[str, Plain]) -> Iterator[int]:
    if evidence.get("warc") == SPOOL:
        yield int(str(evidence["offset"]))
    page = evidence.get("page")
    if isinstance(page, Mapping):
        yield from _offsets(page)
