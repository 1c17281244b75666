"""Wordings of the word lists (词库) in a page's title and text, with what is right instead."""

from collections.abc import Iterator
from itertools import islice

from kaoping.facts.view import PageView
from kaoping.facts.word_lists import Entry, WordList, WordLists
from kaoping.model.wordings import Wording

MAX_HITS = 40
AROUND = 60  # UTF-8 bytes shown either side


def extract(page: PageView) -> list[Wording] | None:
    """Return the places of such wordings, title first, or None."""
    lists = page.word_lists
    found = wordings(lists, page.utf8)
    if page.title:
        found = wordings(lists, page.title.encode("utf-8", "replace"), "title") + found
    return found[:MAX_HITS] or None


def wordings(lists: WordLists, utf8: bytes, zone: str = "text") -> list[Wording]:
    """Return the places of listed wordings in a text (UTF-8), at most MAX_HITS; `zone` says what text it is."""
    return [said for said, _ in islice(placed_wordings(lists, utf8, zone), MAX_HITS)]


def placed_wordings(lists: WordLists, utf8: bytes, zone: str = "text") -> Iterator[tuple[Wording, int]]:
    """Yield all listed wordings in a text (UTF-8), each with the byte at which it begins."""
    for match in lists.find(utf8):
        yield _place(match, utf8, zone), match[2]


def _place(match: tuple[WordList, Entry, int, int], utf8: bytes, zone: str) -> Wording:
    words, entry, start, end = match
    before = utf8[max(0, start - AROUND) : start].rpartition(b"\n")[2].decode("utf-8", "ignore").lstrip()
    after = utf8[end : end + AROUND].partition(b"\n")[0].decode("utf-8", "ignore").rstrip()
    source = f"{words.id} {words.version}"
    around = f"{before}{entry.wording}{after}"
    return Wording(
        entry.wording, entry.right, entry.grade, entry.kind, words.use, source, around, len(before), zone, entry.note
    )
