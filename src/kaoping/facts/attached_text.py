"""What is found in the text of attachments, with its place: personal data, which is masked too, and listed wordings."""

import re
from dataclasses import replace

from kaoping.facts.page.wording import MAX_HITS, placed_wordings
from kaoping.facts.personal_numbers import masked_text, numbers_in, plain_reading
from kaoping.facts.word_lists import WordLists
from kaoping.markup.scanning import text_shape
from kaoping.model.attachments import AttachmentRecord, FoundNumber, TextPart
from kaoping.model.wordings import Wording

MAX_FOUND = 200
# A page of a PDF is drawn line by line, so that a sentence goes on below a line that is full.
_DRAWN = re.compile(r"^(.{19,}[\u4e00-\u9fff])\n(?=[\u4e00-\u9fff])", re.MULTILINE)
_LETTERS = 26


def with_numbers_masked(record: AttachmentRecord) -> AttachmentRecord:
    """Return an attachment with what was found in it, and with its text masked at these places."""
    found: list[FoundNumber] = []
    parts: list[TextPart] = []
    for part in record.contents.parts:
        plain = part.text.replace("\t", "\n")  # a cell is read like a cell of a page's table, which is a line
        shape = text_shape(plain)
        sightings = numbers_in(plain, shape, most=None) if plain_reading(plain, shape) else []
        found += [FoundNumber(each.type, each.masked, each.around, place_of(part, each.start)) for each in sightings]
        parts.append(TextPart(part.place, masked_text(part.text, sightings)) if sightings else part)
    if not found:
        return record
    return replace(record, contents=replace(record.contents, parts=tuple(parts)), found=tuple(found[:MAX_FOUND]))


def with_wordings(record: AttachmentRecord, lists: WordLists) -> AttachmentRecord:
    """Return an attachment with the listed wordings in its text, each line that shows one once, at most MAX_HITS.

    Its numbers should be masked before, for what stands about a wording is kept.
    """
    found: dict[tuple[str, str], Wording] = {}
    for part in record.contents.parts:
        text = _DRAWN.sub(r"\1", part.text) if part.place.startswith("page:") else part.text
        utf8 = text.replace("\t", "\n").encode("utf-8", "replace")
        for said, start in placed_wordings(lists, utf8, "attachment"):
            if len(found) == MAX_HITS:
                break
            place = place_of(TextPart(part.place, text), len(utf8[:start].decode("utf-8", "replace")))
            found.setdefault((said.wording, said.around), replace(said, place=place))
    return replace(record, wordings=tuple(found.values()))


def place_of(part: TextPart, start: int) -> str:
    """Return where in a file the character `start` of a part stands: `page:3`, `cell:名单!B7`, `line:12`."""
    before = part.text[:start]
    if part.place == "text":
        return f"line:{before.count(chr(10)) + 1}"
    if not part.place.startswith("sheet:"):
        return part.place
    name, _, first = part.place.removeprefix("sheet:").rpartition("!")
    letters = first.rstrip("0123456789")
    row = int(first[len(letters) :]) + before.count("\n")
    column = _number(letters) + before[before.rfind("\n") + 1 :].count("\t")
    return f"cell:{name}!{_name(column)}{row}"


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def _name(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name
