"""Collects the text of a file part by part, up to the limit; what comes after is only counted."""

from kaoping.attachments.reading.limits import MAX_COUNTED, MAX_TEXT
from kaoping.model.attachments import TextPart


class Gathered:
    """Text parts with the number of all characters, blanks left out; `full` says that counting on is of no use."""

    def __init__(self) -> None:
        self.parts: list[TextPart] = []
        self.characters = 0
        self._room = MAX_TEXT

    @property
    def full(self) -> bool:
        return self.characters >= MAX_COUNTED

    def add(self, place: str, text: str) -> None:
        """Add the text at `place`; lone surrogates and null characters, which no table can hold, are replaced."""
        plain = text.replace("\0", " ").encode("utf-8", "replace").decode()
        self.characters += len("".join(plain.split()))
        if self._room > 0 and plain.strip():
            self.parts.append(TextPart(place, plain[: self._room]))
            self._room -= len(plain)
