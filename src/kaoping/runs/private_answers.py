"""Which kept answers hold personal data, and what may be seen of each: the page or the text with its numbers masked."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from kaoping.crawl.page import read_document
from kaoping.crawl.stored import read_answer
from kaoping.crawl.warc import NAME as SPOOL
from kaoping.evidence.keeping import Hidden
from kaoping.evidence.keys import KeyFile
from kaoping.evidence.private import Masked
from kaoping.facts.masked_page import masked_page
from kaoping.facts.page.personal import Personal
from kaoping.facts.store import FactStore, PerPage
from kaoping.model.attachments import AttachmentRecord
from kaoping.model.pages import EvidencePointer


def hidden_answers(directory: Path, store: FactStore, wanted: Collection[int], keys: KeyFile) -> Hidden | None:
    """Return how to encrypt those of the wanted answers that hold personal data; None where there are none.

    Raises InputError where the key cannot be used.
    """
    masked = {
        pointer.offset: _masked(directory, pointer, attachment)
        for pointer, attachment in _private(store)
        if pointer.warc == SPOOL and pointer.offset in wanted
    }
    if not masked:
        return None
    return Hidden(keys.in_use(datetime.now(UTC), directory.parent), masked)


def _private(store: FactStore) -> Iterator[tuple[EvidencePointer, AttachmentRecord | None]]:
    personal = store.get(PerPage[list[Personal]])
    for row in store.record.pages:
        if row.record.number in personal:
            yield row.record.evidence, None
    for attachment in store.record.attachments or ():
        if attachment.found:
            yield attachment.evidence, attachment


def _masked(directory: Path, pointer: EvidencePointer, attachment: AttachmentRecord | None) -> Masked:
    answer = read_answer(directory, pointer)
    if attachment is not None:
        kind, text = "text/plain", attachment_text(attachment).encode()
    else:
        kind, text = masked_page(read_document(answer.body, answer.headers.get("content-type", ""))[0].utf8)
    return Masked(answer.url, answer.date, answer.status or 0, kind, text)


def attachment_text(attachment: AttachmentRecord) -> str:
    """Return the text of an attachment as it is kept, each part under its place."""
    return "\n\n".join(f"[{part.place}]\n{part.text}" for part in attachment.contents.parts)
