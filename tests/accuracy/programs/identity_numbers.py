"""Labels pages that show an identity number: looks for 18 digits whose last one checks."""

import re
from pathlib import Path
from urllib.parse import unquote

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import Seen

CHECKS = ("personal-data",)
_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)


def labels(_check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return whether each page of a source shows such a number, by its path."""
    if folder.is_file():
        return {"/": _shows(folder)}
    found = {}
    for row in seen.record.pages:
        address = seen.locus(row.record.final_url)
        file = folder / unquote(address.partition("?")[0].lstrip("/"))
        file = file / "index.html" if file.is_dir() else file
        if file.is_file() and file.suffix.lower() in (".html", ".htm", ".shtml", ".jhtml"):
            found[address] = _shows(file)
    return found


def locus(_check: str, told: str) -> str:
    """Return the page of `PAGE|TYPE|…`; all numbers of a page are one locus."""
    return told.partition("|")[0]


def _shows(file: Path) -> Truth:
    words = _TAG.sub(" ", source_text(file.read_bytes()))
    checked = any(_checks(match.group()) for match in _NUMBER.finditer(words))
    return Truth.FAULT if checked else Truth.CLEAN


def _checks(number: str) -> bool:
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True)) % 11
    return number[17].upper() == "10X98765432"[rest]
