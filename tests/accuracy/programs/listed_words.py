"""Labels listed wordings: looks for every word of the lists that come with the program in the text of a page's source.

A place that a person has looked at is labelled by that person; this finds those that were told and those that were not.
"""

import csv
import html
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import Seen

_LISTS = {"wrong-wording": "wrong_wording.csv", "sensitive-wording": "sensitive_wording.csv"}
CHECKS = tuple(_LISTS)
_DATA = Path(__file__).parents[3] / "src/kaoping/facts/data"
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|template|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|li|tr|td|h\d|br|ul|table|dd|dt|title)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def labels(check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return the listed words that a source shows, and `*` where it shows none; the words are Chinese."""
    if not seen.source.startswith(("sites/cn_", "pages/cn/", "pages/hacked/")):
        return {}
    words = [file for row in (_files(seen, folder)) if (file := _words(row))]
    found = {word for text in words for word, pattern in _listed(check).items() if pattern.search(text)}
    return dict.fromkeys(found, Truth.FAULT) or {"*": Truth.CLEAN}


def locus(_check: str, told: str) -> str:
    """Return the wording of `WORDING MARK`; all places of a source are one locus."""
    return told.rpartition(" ")[0] or told


def _files(seen: Seen, folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    for row in seen.record.pages:
        file = folder / unquote(seen.locus(row.record.final_url).partition("?")[0].lstrip("/"))
        file = file / "index.html" if file.is_dir() else file
        if file.is_file() and file.suffix.lower() in (".html", ".htm", ".shtml", ".jhtml"):
            yield file


@lru_cache(maxsize=2_000)
def _words(file: Path) -> str:
    """The text of a page with a line per block, without the blanks between its characters."""
    source = _UNSEEN.sub(" ", source_text(file.read_bytes()))
    shown = html.unescape(_TAG.sub("", _BLOCK.sub("\n", source)))
    return "\n".join("".join(line.split()) for line in shown.splitlines() if line.strip())


@lru_cache(maxsize=2)
def _listed(check: str) -> dict[str, re.Pattern[str]]:
    """A pattern for each word, which does not match within the phrases that are right."""
    lines = (_DATA / _LISTS[check]).read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if line and not line.startswith("#"))
    patterns = {}
    for row in rows:
        right = [phrase for phrase in (row.get("例外") or "").split("|") if phrase]
        for word in row["词语"].split("|"):
            guards = "".join(_guard(word, phrase) for phrase in right if word in phrase)
            patterns[word] = re.compile(guards + re.escape(word))
    return patterns


def _guard(word: str, phrase: str) -> str:
    before, _, after = phrase.partition(word)
    behind = f"(?<={re.escape(before)})" if before else ""
    return f"(?!{behind}{re.escape(word + after)})"
