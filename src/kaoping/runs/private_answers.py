"""Which kept answers hold personal data, and what may be seen of each: the page or the text with its numbers masked."""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from kaoping.crawl.charset import read_text
from kaoping.crawl.page import read_document
from kaoping.crawl.stored import read_answer
from kaoping.crawl.warc import NAME as SPOOL
from kaoping.evidence.keeping import Hidden
from kaoping.evidence.keys import KeyFile
from kaoping.evidence.private import Masked
from kaoping.facts.masked_page import masked_page
from kaoping.facts.page.personal import Personal
from kaoping.facts.personal_numbers import Sighting, masked_text, numbers_in
from kaoping.facts.store import FactStore, PerPage
from kaoping.markup.scanning import text_shape
from kaoping.model.attachments import AttachmentRecord, Condition
from kaoping.model.pages import EvidencePointer

_SIGNS = re.compile(r"\d\d\d\d")  # without which there is no number of a person, however it is written
_TAG = re.compile(r"<[^<>]{1,1000}>")


def hidden_answers(directory: Path, store: FactStore, wanted: Collection[int], keys: KeyFile) -> Hidden | None:
    """Return how to encrypt those of the wanted answers that hold personal data; None where there are none.

    Raises InputError where the key cannot be used.
    """
    masked = {
        pointer.offset: _masked(directory, pointer, attachment)
        for pointer, attachment in _private(store)
        if pointer.warc == SPOOL and pointer.offset in wanted
    }
    for offset in sorted(set(wanted) - masked.keys() - _read_whole(store)):
        seen = _masked_unread(directory, offset)
        if seen is not None:
            masked[offset] = seen
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


def _read_whole(store: FactStore) -> set[int]:
    """Return where the answers lie of which every word was looked through while they were read."""
    pages = {row.record.evidence.offset for row in store.record.pages if row.facts and not row.record.reason}
    files = store.record.attachments or ()
    return pages | {each.evidence.offset for each in files if each.contents.condition is Condition.READ}


def _masked_unread(directory: Path, offset: int) -> Masked | None:
    """Return what may be seen of an answer that nobody read, or not to its end; None where no number shows in it.

    Its bytes are taken for text: as they came, and without the tags that may stand within a number.
    """
    answer = read_answer(directory, EvidencePointer("", SPOOL, offset))
    text = read_text(answer.body, answer.headers.get("content-type", "")).utf8.decode("utf-8", "replace")
    if not _SIGNS.search(text):
        return None
    plain = _TAG.sub("", text)
    if not (_numbers(text) or _numbers(plain)):
        return None
    shown = masked_text(text, _numbers(text))
    if _numbers(_TAG.sub("", shown)):
        shown = masked_text(plain, _numbers(plain))
    return Masked(answer.url, answer.date, answer.status or 0, "text/plain", shown.encode("utf-8", "replace"))


def _numbers(text: str) -> list[Sighting]:
    return numbers_in(text, text_shape(text), most=None)


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
