"""A wording of the word lists (词库) where it was found: on a page, or in an attachment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One place. `around` is the text of the line about it, `at` where in that the wording begins (characters).

    `source` is id and version of the list, `use` what the list is for (wrong or sensitive). `zone` says what text it
    is: title, text or attachment; of an attachment `place` says where in it.
    """

    wording: str
    right: str
    grade: str
    kind: str
    use: str
    source: str
    around: str
    at: int
    zone: str = "text"
    note: str = ""
    place: str = ""
