"""Evidence: every record can be read at its offset, with the bytes as sent."""

import gzip
import hashlib
import random
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from tests.crawl.recording import crawl_one
from tests.crawl.serving import Asked, answer, links, serve


def compressed(asked: Asked) -> bytes:
    return answer(200, gzip.compress(links("/f.doc").encode(), mtime=0), "Content-Encoding: gzip", "X-Made-By: test")


def test_pages_and_dead_targets_are_kept_as_sent(tmp_path: Path) -> None:
    with serve({"/": links("/a", "http://127.0.0.1:1/x"), "/a": compressed}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    page = sink.at("/a").record
    with (tmp_path / page.evidence.warc).open("rb") as file:
        file.seek(page.evidence.offset)
        record, request = [_read(record) for record, _ in zip(ArchiveIterator(file), range(2), strict=False)]
    assert record[:2] == ("response", f"{site.url}a")
    assert f"sha256:{hashlib.sha256(record[2]).hexdigest()}" == page.evidence.digest == page.digest
    assert gzip.decompress(record[2]).decode() == links("/f.doc")
    assert request[0] == "request"

    for end, kind in (("/f.doc", "response"), ("/x", "metadata")):
        target = sink.to(end)
        with (tmp_path / target.evidence.warc).open("rb") as file:
            file.seek(target.evidence.offset)
            found = _read(next(iter(ArchiveIterator(file))))
        assert found[:2] == (kind, target.url)
    assert b"outcome: connection-refused" in found[2] or b"outcome: port-refused" in found[2]


def test_a_large_body_that_came_packed_is_stored_as_it_is(tmp_path: Path) -> None:
    """More than one stored block of a gzip member, the last one short."""
    noise = random.Random(4).randbytes(150_000)

    def packed(asked: Asked) -> bytes:
        return answer(200, gzip.compress(noise, mtime=0), "Content-Encoding: gzip", "Content-Type: application/x-tar")

    with serve({"/": links("/noise.html"), "/noise.html": packed}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    page = sink.at("/noise.html").record
    archive = (tmp_path / page.evidence.warc).read_bytes()
    with (tmp_path / page.evidence.warc).open("rb") as file:
        file.seek(page.evidence.offset)
        kind, _, body = _read(next(iter(ArchiveIterator(file))))
    assert kind == "response"
    assert gzip.decompress(body) == noise
    assert body[1000:2000] in archive
    assert gzip.decompress(archive).count(b"WARC/1.1") == 2 * 2  # response and request of both, one gzip stream in all


def test_chunked_answers_are_kept_readable(tmp_path: Path) -> None:
    def chunked(asked: Asked) -> list[bytes]:
        body = links().encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        return [head, b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)]

    with serve({"/": chunked}) as site:
        crawl_one(site.url, tmp_path)
    with (tmp_path / "pages.warc.gz").open("rb") as file:
        kind, url, body = _read(next(iter(ArchiveIterator(file))))
    assert (kind, url) == ("response", site.url)
    assert body == links().encode()


def _read(record: object) -> tuple[str, str, bytes]:
    assert hasattr(record, "record_type")
    assert hasattr(record, "headers")
    assert hasattr(record, "reader")
    return str(record.record_type), record.headers["WARC-Target-URI"], record.reader.read()
