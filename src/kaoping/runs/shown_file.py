"""`shown.json` of a site's folder: what extractors say of the pages as a browser left them."""

import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import msgspec

from kaoping.browse.contract import Documents
from kaoping.crawl.rendered import parse_rendered
from kaoping.evidence.durable import replace_file
from kaoping.facts.discovery import page_extractors
from kaoping.facts.record import SiteRecord
from kaoping.facts.shown import shown_facts
from kaoping.runs.stored_json import read_or_none

NAME = "shown.json"

_log = logging.getLogger(__name__)


def write_shown(directory: Path, record: SiteRecord, documents: Documents) -> None:
    """Ask the extractors of each document and keep what they say; a document that breaks them is left out, and said."""
    extractors = page_extractors()
    rows = {row.record.number: row.record for row in record.pages}
    told: dict[int, dict[str, msgspec.Raw]] = {}
    for number, document in sorted(documents.items()):
        parse = partial(parse_rendered, rows[number], record.targets)
        try:
            facts = shown_facts(document, parse, extractors)
        except Exception:  # noqa: BLE001 the one boundary per document: it is as if the browser had not seen the page
            _log.exception("the document of %s cannot be read", rows[number].url)
            continue
        told[number] = {name: msgspec.Raw(value) for name, value in facts.items()}
    replace_file(directory / NAME, [msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"])


def read_shown(directory: Path) -> Mapping[int, Mapping[str, bytes]]:
    """Return what was kept, nothing where there is none or the file cannot be read: it is as if no browser had been."""
    stored = read_or_none(directory / NAME, dict[int, dict[str, msgspec.Raw]]) or {}
    return {number: {name: bytes(value) for name, value in facts.items()} for number, facts in stored.items()}
