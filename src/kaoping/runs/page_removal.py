"""Remove what a site's folder holds of one page or attachment: answers, pictures, and its texts wherever they stand."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kaoping.checks.discovery import all_checks
from kaoping.crawl.frontier import NAME as FRONTIER
from kaoping.evidence.leaves import FINDINGS, Leaf, LeafKind
from kaoping.evidence.ledger import Entry, Ledger
from kaoping.evidence.pictures import PICTURES, is_picture
from kaoping.evidence.redacting import DRAFT, redact_file
from kaoping.evidence.removing import TOMBSTONE, Removal, remove_answers, remove_bodies, remove_file, smallest
from kaoping.evidence.sealing import read_seal
from kaoping.model.pages import EvidencePointer
from kaoping.reports.site_page import write_site_page
from kaoping.runs.attachments import NAME as ATTACHMENTS
from kaoping.runs.attachments import read_attachments
from kaoping.runs.browser_file import read_browser
from kaoping.runs.browser_search import picture_name
from kaoping.runs.framed_findings import picture_links, read_framed
from kaoping.runs.outputs import read_checks, read_coverage, read_findings
from kaoping.runs.redacted_tables import redacted_attachments, redacted_pages, redacted_targets
from kaoping.runs.redacted_text import PageTexts, redacted, redacted_about, redacted_json, said_in
from kaoping.runs.segments import read_site_tables

_ABOUT_THE_SITE = ("looks.json", "browser.json", "columns.json", "earlier.json")
_SEARCHES = 200  # at most so many pictures of searches


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """What is to go: the page's addresses and texts, its numbers as a page and as a target, its answers.

    `only_here` are targets to which no other page links.
    """

    texts: PageTexts
    numbers: frozenset[int]
    targets: frozenset[int]
    only_here: frozenset[int]
    pointers: frozenset[EvidencePointer]


def remove_page(folder: Path, leaf: Leaf, removal: Removal, ledger: Ledger) -> Entry:
    """Remove all that a sealed folder holds of the page or attachment whose answer a leaf is; return its entry.

    Killed in between, the same call finishes it. Raises StorageError where something is not as it was sealed.
    """
    page = _page_at(folder, leaf)
    answers = [each for each in read_seal(folder).leaves if each == leaf or _holds(each, page.pointers)]
    entries = remove_answers(folder, [each for each in answers if each.length >= smallest(each)], removal, ledger)
    remove_bodies(folder, removal, ledger)
    _remove_pictures(folder, page, removal, ledger)
    for draft in _drafts(folder, page):
        redact_file(draft, removal, ledger)
    _forget_links(folder / FRONTIER, page)
    _write_page(folder)
    return next(entry for entry in entries if entry.said["leaf"] == leaf.text)


def _page_at(folder: Path, leaf: Leaf) -> RemovedPage:
    """Return the page that an answer holds; its addresses are those of all rows that point into the answer."""
    pages, links, targets = read_site_tables(folder)
    attachments = read_attachments(folder) or ()

    def here(pointer: EvidencePointer) -> bool:
        return pointer.warc == leaf.file and leaf.place <= pointer.offset < leaf.place + leaf.length

    urls = {url for row in pages if here(row.record.evidence) for url in (row.record.url, row.record.final_url)}
    urls |= {target.url for target in targets if here(target.evidence)}
    urls |= {each.url for each in attachments if here(each.evidence)}
    records = [row.record for row in pages if urls & {row.record.url, row.record.final_url}]
    mine = [target for target in targets if target.url in urls]
    files = [each for each in attachments if each.url in urls]
    numbers = frozenset(record.number for record in records)
    carriers = Counter(links.target)
    linked = {target for page, target in zip(links.page, links.target, strict=True) if page in numbers}
    texts = PageTexts(frozenset(urls)).with_texts([*(target.text for target in mine), *(each.text for each in files)])
    found = [record.evidence for record in records]
    found += [*(target.evidence for target in mine), *(each.evidence for each in files)]
    pointers = frozenset(pointer for pointer in found if pointer.warc)
    only_here = frozenset(target for target in linked if carriers[target] == 1)
    return RemovedPage(texts, numbers, frozenset(target.number for target in mine), only_here, pointers)


def _holds(leaf: Leaf, pointers: frozenset[EvidencePointer]) -> bool:
    return leaf.kind is LeafKind.ANSWER and any(
        each.warc == leaf.file and leaf.place <= each.offset < leaf.place + leaf.length for each in pointers
    )


def _remove_pictures(folder: Path, page: RemovedPage, removal: Removal, ledger: Ledger) -> None:
    """Remove pictures of the page, of findings on it, and of searches: any page may be among what these found."""
    looks, urls = read_browser(folder), page.texts.urls
    shown = [each for each in (looks.pages if looks else ()) if urls & {each.url, each.final_url}]
    live = {name for each in shown for name in (each.picture, each.foot_picture) if name}
    live |= {picture_name(place) for place in range(_SEARCHES)}
    keys = {each.key for each in read_findings(folder / FINDINGS) if urls & {each.url, each.values.get("target")}}
    digests = {each.digest for each in page.pointers if each.digest.startswith("sha256:")}
    for each in read_framed(folder):
        if each.key in keys or each.digest in digests or each.picture_of in live:
            live.add(each.picture)
    for leaf in read_seal(folder).leaves:
        if is_picture(leaf.file) and leaf.file.removeprefix(f"{PICTURES}/") in live and (folder / leaf.file).exists():
            remove_file(folder, leaf, removal, ledger)


def _drafts(folder: Path, page: RemovedPage) -> Iterator[Path]:
    """Yield a draft of each file that holds texts of the page; the tables that tell the texts come last."""
    makers = {
        FINDINGS: _findings,
        **dict.fromkeys(_ABOUT_THE_SITE, _about_the_site),
        "shown.json": _shown,
        "readings.json": _readings,
    }
    for name, make in makers.items():
        path = folder / name
        if path.exists() and (changed := make(path.read_bytes(), page)) != path.read_bytes():
            draft = path.with_name(name + DRAFT)
            draft.write_bytes(changed)
            yield draft
    tables = {ATTACHMENTS: redacted_attachments, "targets.parquet": redacted_targets, "pages.parquet": redacted_pages}
    blank, numbers = page.targets | page.only_here, page.numbers
    for name, table in tables.items():
        made = table(folder / name, page.texts, blank, numbers) if (folder / name).exists() else None
        if made is not None:
            yield made


def _findings(text: bytes, page: RemovedPage) -> bytes:
    lines = text.split(b"\n")[:-1]
    return b"".join(_finding(line, [each for each in lines if each is not line], page) + b"\n" for line in lines)


def _finding(line: bytes, others: list[bytes], page: RemovedPage) -> bytes:
    said = json.loads(line)
    if page.texts.urls & {said["url"], str(said["values"].get("target"))}:
        same = [each for each in others if f'"check": "{said["check"]}"'.encode() in each]
        known = said_in([each for each in same if not any(url.encode() in each for url in page.texts.urls)])
        changed = {name: redacted(said[name], page.texts, known) for name in ("values", "snippet")}
    else:
        changed = {"values": redacted_about(said["values"], page.texts)}
    new = said | changed
    return line if new == said else json.dumps(new, ensure_ascii=False).encode()


def _about_the_site(text: bytes, page: RemovedPage) -> bytes:
    value = msgspec.json.decode(text)
    changed = redacted_about(value, page.texts)
    return text if changed == value else msgspec.json.format(msgspec.json.encode(changed), indent=1)


def _shown(text: bytes, page: RemovedPage) -> bytes:
    told = msgspec.json.decode(text, type=dict[int, dict[str, msgspec.Raw]])
    changed = {number: _without(facts, number, told, page) for number, facts in told.items()}
    return text if changed == told else msgspec.json.format(msgspec.json.encode(changed), indent=1) + b"\n"


def _without(
    facts: Mapping[str, msgspec.Raw], number: int, told: Mapping[int, Mapping[str, msgspec.Raw]], page: RemovedPage
) -> Mapping[str, msgspec.Raw]:
    if number not in page.numbers:
        return facts
    others = {
        name: [bytes(told[other][name]) for other in told.keys() - page.numbers if name in told[other]]
        for name in facts
    }
    return {
        name: msgspec.Raw(redacted_json(bytes(value), page.texts, said_in(others[name])))
        for name, value in facts.items()
    }


def _readings(text: bytes, page: RemovedPage) -> bytes:
    said: dict[str, Any] = msgspec.json.decode(text)
    for reading in said.values():
        values = reading.get("values", {})
        others = [msgspec.json.encode(value) for number, value in values.items() if int(number) not in page.numbers]
        for number in values.keys() & {str(each) for each in page.numbers}:
            values[number] = redacted(values[number], page.texts, said_in(others))
    changed = msgspec.json.encode(redacted_about(said, page.texts))
    same = changed == msgspec.json.encode(msgspec.json.decode(text))
    return text if same else msgspec.json.format(changed, indent=1) + b"\n"


def _forget_links(path: Path, page: RemovedPage) -> None:
    """Take the texts of links to the page, and of those only on it, out of what the crawl knew, without a trace."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path)) as frontier:
        frontier.execute("PRAGMA secure_delete = ON")
        rows = [(number,) for number in page.targets | page.only_here]
        frontier.executemany("UPDATE target SET text = '' WHERE number = ?", rows)
        frontier.commit()
        frontier.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_page(folder: Path) -> None:
    """Write the site's own page anew from the findings as they now are."""
    findings, records = tuple(read_findings(folder / FINDINGS)), tuple(read_checks(folder / "checks.json"))
    titles = {check.id: check.entry.title for check in all_checks().values()}
    there = [
        each
        for each in read_framed(folder)
        if (path := folder / PICTURES / each.picture).exists() and path.read_bytes() != TOMBSTONE
    ]
    coverage = read_coverage(folder / "coverage.json")
    write_site_page(folder / "index.html", coverage, (findings, records), titles, pictures=picture_links(there))
