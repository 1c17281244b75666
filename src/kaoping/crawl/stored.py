"""What the spool holds, read back: one answer at its pointer, and a page parsed again as the crawl parsed it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator
from selectolax.lexbor import LexborHTMLParser

from kaoping.crawl import reasons
from kaoping.crawl.addresses import normalise
from kaoping.crawl.contract import ParsedPage
from kaoping.crawl.decoding import decode_body
from kaoping.crawl.frontier import Target
from kaoping.crawl.links import LinkReader, PageAddress
from kaoping.crawl.page import read_document
from kaoping.crawl.payloads import IDENTICAL, read_payload
from kaoping.crawl.traps import TrapGuard
from kaoping.crawl.warc_members import FileBytes
from kaoping.model.errors import StorageError
from kaoping.model.pages import EvidencePointer, LinkKind, PageRecord, TargetRecord

SEALED = "Kaoping-Cipher"  # the field of a record that holds an answer encrypted; what may be seen follows it
LARGEST = 16 * 1024 * 1024  # bytes of one page, unpacked


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A record read back. `status` is None where no answer came; `body` is unpacked, at most LARGEST bytes of it.

    `headers` have lower-case names; of one that came several times the first counts. `whole` is False where the body is
    longer than LARGEST. `masked` says that the answer is encrypted, and this is what may be seen of it.
    """

    url: str
    date: str
    status: int | None
    headers: Mapping[str, str]
    body: bytes
    whole: bool
    masked: bool = False


def read_answer(folder: Path, pointer: EvidencePointer) -> StoredAnswer:
    """Return what lies at a pointer. Raises StorageError where no record can be read there."""
    path = folder / pointer.warc
    try:
        with path.open("rb") as file:
            data = FileBytes(file.fileno(), path)
            file.seek(data.where(data.holder(pointer.offset)))
            records = iter(ArchiveIterator(file, parse_http=True))
            record = next(records)
            masked = SEALED in record.headers
            if masked:
                record = next(records)
            url, date = str(record.headers.get("WARC-Target-URI", "")), str(record.headers.get("WARC-Date", ""))
            body = record.reader.read(LARGEST)
            if record.headers.get("WARC-Profile") == IDENTICAL:
                digest = str(record.headers.get("WARC-Payload-Digest", ""))
                body = read_payload(folder, digest.removeprefix("sha256:"))[:LARGEST]
    except (OSError, StopIteration, ValueError) as error:
        raise StorageError(f"{path} 第 {pointer.offset} 字节处没有可读的记录（{error}）。请从备份恢复。") from error
    if masked:
        status = int(str(record.headers.get("Kaoping-Status", "0"))) or None
        kind = {"content-type": str(record.headers.get("Content-Type", ""))}
        return StoredAnswer(url, date, status, kind, body, len(body) < LARGEST, masked=True)
    if not record.is_http:
        return StoredAnswer(url, date, None, {}, body, True)
    headers: dict[str, str] = {}
    for name, value in record.http_headers.items():
        headers.setdefault(str(name).lower(), str(value))
    plain, reason = decode_body(body, headers.get("content-encoding", ""), LARGEST)
    whole = len(body) < LARGEST and reason != reasons.DECOMPRESSION_LIMIT
    return StoredAnswer(url, date, record.http_headers.status_code, headers, plain, whole)


class StoredPages:
    """Opens pages of a crawled site again; links have the numbers of its targets, and one that has none is left out."""

    def __init__(self, directory: Path, targets: Sequence[TargetRecord]) -> None:
        self._directory = directory
        known = KnownTargets(targets)
        self._links = LinkReader(known, TrapGuard(0), lambda _: False, 0)
        self._links.expect(each.url for each in targets if not each.offsite and each.reason != reasons.MALFORMED_URL)

    def open(self, record: PageRecord) -> ParsedPage:
        """Return the page of a record. Raises StorageError where its answer was not kept or cannot be read."""
        if not record.evidence.warc:
            raise StorageError(f"{record.url}：页面记录没有保留，不能再读。请重新巡检该网站。")
        answer = read_answer(self._directory, record.evidence)
        if not answer.whole:
            raise StorageError(f"{record.url}：页面超过 {LARGEST} 字节，没有再读。")
        text, _ = read_document(answer.body, answer.headers.get("content-type", ""))
        tree = LexborHTMLParser(text.utf8)
        final = record.url if record.final_url == record.url else normalise(record.final_url)
        where = PageAddress(final, record.level, text.charset)
        links, nodes, outline, carried = self._links.read(tree, text.utf8, where)
        return ParsedPage(final, text.utf8, tree, links, nodes, record.level, outline, carried)


class KnownTargets:
    """The targets of a finished crawl in place of its frontier: nothing is added, queued or changed."""

    def __init__(self, targets: Sequence[TargetRecord]) -> None:
        self.targets: list[Target] = []
        self._by_url = {
            target.url: Target(target.number, target.url, target.kind, target.offsite, place=0) for target in targets
        }

    def find(self, url: str) -> Target | None:
        return self._by_url.get(url)

    def register(self, url: str, kind: LinkKind, offsite: bool) -> tuple[Target, bool]:
        raise AssertionError(f"a finished crawl gets no new target: {url} {kind} {offsite}")

    def followed(self) -> Iterator[Target]:
        return iter(())

    def enqueue(self, target: Target, level: int) -> None:
        """Queue nothing."""

    def changed(self, target: Target) -> None:
        """Change nothing."""

    def skip(self, reason: str) -> None:
        """Count nothing."""


class NewTargets(KnownTargets):
    """The targets of a finished crawl, and after them those that are met only now; they are forgotten with this."""

    def __init__(self, targets: Sequence[TargetRecord]) -> None:
        super().__init__(targets)
        self._next = max((target.number for target in targets), default=0) + 1

    def register(self, url: str, kind: LinkKind, offsite: bool) -> tuple[Target, bool]:
        target = Target(self._next + len(self.targets), url, kind, offsite, place=0)
        self.targets.append(target)
        self._by_url[url] = target
        return target, True
