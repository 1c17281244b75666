"""The one way in which texts of a draw are written, so that what looks equal hashes equally."""

import unicodedata


def plain(text: str) -> str:
    """Return `text` in NFC, without invisible characters; each run of blanks becomes one, outer ones go."""
    seen = "".join(character for character in unicodedata.normalize("NFC", text) if not _invisible(character))
    return " ".join(seen.split())


def _invisible(character: str) -> bool:
    """Control and format characters but for those that are blanks (tabs, line breaks)."""
    return unicodedata.category(character) in {"Cc", "Cf"} and not character.isspace()
