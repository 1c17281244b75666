"""Plain text and tables with commas, in the character sets that Chinese offices write them in."""

import re
from typing import Final

from kaoping.attachments.reading.gathering import Gathered

_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_LONGEST = 4  # bytes of a character
RUNES = 40  # of this many characters one may be a control character


def decoded(data: bytes, *, cut: bool = False) -> str | None:
    """Return the text of bytes, None where they are no text. `cut` bytes may end within a character."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return data.decode(charset, "replace")
    for charset in ("utf-8", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError as error:
            if not cut or error.start < len(data) - _LONGEST:
                continue
            text = data[: error.start].decode(charset)
        return text if len(_CONTROL.findall(text)) * RUNES <= len(text) else None
    return None


def read_text(data: bytes, gathered: Gathered) -> None:
    """Read plain text; single bytes that fit no character set do no harm."""
    text = decoded(data)
    gathered.add(
        "text", (data.decode("gb18030", "replace") if text is None else text).replace("\r\n", "\n").replace("\r", "\n")
    )


def read_markup(data: bytes, gathered: Gathered) -> None:
    """Read the text of a page that a spreadsheet or word processor opens: its tags are left out."""
    text = _TAG.sub("\n", decoded(data) or "")
    gathered.add("text", "\n".join(line.strip() for line in text.splitlines() if line.strip()))
