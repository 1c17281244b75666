"""Attachments are fetched in order, within limits, twice where they look broken; a killed stage goes on."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kaoping.attachments.contract import MODERATE, AttachedSite, AttachmentOptions, Refine, Wanted
from kaoping.attachments.fetching import Attachments
from kaoping.attachments.journal import NAME as JOURNAL
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.crawl import system_clock
from kaoping.crawl.fetch import Fetcher
from kaoping.crawl.warc import NAME as SPOOL
from kaoping.crawl.warc_members import answer_spans
from kaoping.model.attachments import AttachmentRecord, Condition
from kaoping.model.outcomes import Fault
from tests.attachments import made_files as made
from tests.crawl.serving import Asked, Reply, Site, answer, html, serve

CRAWL = CrawlOptions(pace=500, allow_private=("127.0.0.0/8",), second_look_after=0.01)
SOUND = made.docx(["正文"])


def same(record: AttachmentRecord) -> AttachmentRecord:
    return record


def run(
    sites: Sequence[AttachedSite], options: AttachmentOptions, refine: Refine
) -> dict[str, tuple[AttachmentRecord, ...] | None]:
    async def all_of_them() -> dict[str, tuple[AttachmentRecord, ...] | None]:
        fetcher = Fetcher(CRAWL, system_clock)
        try:
            async with Attachments((CRAWL, options), fetcher, refine) as stage:
                done = await asyncio.gather(*map(stage.site, sites))
        finally:
            await fetcher.aclose()
        return {site.url: records for site, records in zip(sites, done, strict=True)}

    return asyncio.run(all_of_them())


def run_one(site: AttachedSite, options: AttachmentOptions, refine: Refine) -> tuple[AttachmentRecord, ...]:
    done = run([site], options, refine)[site.url]
    assert done is not None
    return done


def site_of(served: Site, directory: Path, paths: Sequence[str]) -> AttachedSite:
    directory.mkdir(exist_ok=True)
    wanted = tuple(Wanted(number, served.url + path, path) for number, path in enumerate(paths))
    return AttachedSite(served.url, directory, wanted)


def fetched(
    routes: dict[str, Reply], directory: Path, paths: Sequence[str], options: AttachmentOptions = MODERATE
) -> tuple[tuple[AttachmentRecord, ...], Site]:
    with serve(routes) as served:
        return run_one(site_of(served, directory, paths), options, same), served


def test_files_are_read_and_their_answers_kept(tmp_path: Path) -> None:
    (one,), _ = fetched({"/a.docx": SOUND}, tmp_path, ["a.docx"])
    assert (one.suffix, one.status, one.contents.condition) == ("docx", 200, Condition.READ)
    assert one.size == len(made.docx(["正文"]))
    (span,) = answer_spans(tmp_path / SPOOL)
    assert (one.evidence.warc, one.evidence.offset) == (SPOOL, span.offset)


def test_what_looks_broken_is_asked_for_twice(tmp_path: Path) -> None:
    def whole_at_last(asked: Asked) -> bytes:
        return answer(200, made.docx(["正文"])[: 100 if asked.count == 1 else None])

    routes: dict[str, Reply] = {"/a.docx": whole_at_last, "/b.pdf": html("出错了"), "/c.doc": b""}
    told, served = fetched(routes, tmp_path, ["a.docx", "b.pdf", "c.doc"])
    assert [each.contents.condition for each in told] == [Condition.READ, Condition.OTHER_KIND, Condition.EMPTY]
    assert [served.counts[path] for path in ("/a.docx", "/b.pdf", "/c.doc")] == [2, 2, 2]


def test_an_answer_that_is_none_is_no_attachment(tmp_path: Path) -> None:
    routes: dict[str, Reply] = {"/a.doc": 404, "/b.doc": 403}
    told, _ = fetched(routes, tmp_path, ["a.doc", "b.doc"])
    assert [(each.contents.reason, each.contents.fault) for each in told] == [
        ("not-found", Fault.SITE),
        ("forbidden", Fault.ROBOT_WALL),
    ]


def test_robots_are_heeded(tmp_path: Path) -> None:
    routes: dict[str, Reply] = {"/robots.txt": "User-agent: *\nDisallow: /p/", "/p/a.doc": SOUND}
    (one,), served = fetched(routes, tmp_path, ["p/a.doc"])
    assert (one.contents.condition, one.contents.reason, one.contents.fault) == (Condition.UNREAD, "robots", Fault.US)
    assert "/p/a.doc" not in served.counts


def test_size_and_total_are_limits_whatever_comes_first(tmp_path: Path) -> None:
    routes: dict[str, Reply] = {"/big.docx": bytes(5000), **{f"/{n}.docx": SOUND for n in range(6)}}
    size = len(made.docx(["正文"]))
    options = AttachmentOptions(size=2 * size, total=size * 4 + 1)
    told, served = fetched(routes, tmp_path, ["0.docx", "big.docx", *[f"{n}.docx" for n in range(1, 6)]], options)
    reasons = [each.contents.reason for each in told]
    assert reasons == ["", "attachment-too-large", "", "", *["attachment-total"] * 3]
    assert served.counts["/5.docx"] == 0


@pytest.mark.parametrize("killed_at", [0, 1, 3])
def test_a_killed_stage_goes_on_where_it_stopped(tmp_path: Path, killed_at: int) -> None:
    paths = [f"{n}.docx" for n in range(5)]
    routes: dict[str, Reply] = {f"/{path}": made.docx([path]) for path in paths}

    def killed(record: AttachmentRecord) -> AttachmentRecord:
        if record.target == killed_at:
            raise KeyboardInterrupt
        return record

    with serve(routes) as served:
        whole = run_one(site_of(served, tmp_path / "whole", paths), MODERATE, same)
        site = site_of(served, tmp_path / "killed", paths)
        with pytest.raises(KeyboardInterrupt):
            run([site], MODERATE, killed)
        with (site.directory / JOURNAL).open("ab") as journal:
            journal.write(b'{"spool": 99999, "rec')  # half a line, as a kill leaves it
        with (site.directory / SPOOL).open("ab") as spool:
            spool.write(b"half a record")
        before = {path: served.counts[f"/{path}"] for path in paths}
        resumed = run_one(site, MODERATE, same)
    assert [_lasting(each) for each in resumed] == [_lasting(each) for each in whole]
    assert [each.offset for each in answer_spans(site.directory / SPOOL)] == [each.evidence.offset for each in resumed]
    assert all(served.counts[f"/{path}"] == before[path] for path in paths[:killed_at])


def _lasting(record: AttachmentRecord) -> AttachmentRecord:
    """What does not hang on when it was fetched."""
    at = record.fetched_at.replace(year=2022, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    offset = replace(record.evidence, offset=0)
    return replace(record, fetched_at=at, seconds=0, evidence=offset)


def test_one_site_we_fail_on_costs_no_other(tmp_path: Path) -> None:
    def broken(record: AttachmentRecord) -> AttachmentRecord:
        if record.text == "a.docx":
            raise RuntimeError("a fault of ours")
        return record

    with serve({"/a.docx": SOUND}) as first, serve({"/b.docx": SOUND}) as second:
        sites = [site_of(first, tmp_path / "1", ["a.docx"]), site_of(second, tmp_path / "2", ["b.docx"])]
        done = run(sites, MODERATE, broken)
    assert [url for url, records in done.items() if records is not None] == [second.url]
