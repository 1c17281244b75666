"""By what pages are read: one word that changes with the program that reads them and with its word lists."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import kaoping
from kaoping.facts.word_lists import WordLists

# What a page's row follows from: charset, parse, links, text, and every extractor with what it stands on.
_FOLDERS = ("markup", "facts", "worktime", "model")
_FILES = ("charset", "page", "links", "addresses", "nesting", "soft404", "verdicts", "traps", "decoding")
_LIBRARIES = ("selectolax", "ada-url", "ahocorasick-rs", "msgspec")


def reading_version(lists: WordLists) -> str:
    """Return the word for the program as it is installed, and `lists`."""
    words = [_program(), *(f"{each.id} {each.digest}" for each in lists.lists)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


@cache
def _program() -> str:
    root = Path(kaoping.__file__).parent
    files = [path for folder in _FOLDERS for path in (root / folder).rglob("*") if path.suffix in (".py", ".c", ".csv")]
    files += [root / "crawl" / f"{name}.py" for name in _FILES]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.hexdigest()
