"""Word and PowerPoint files of before 2007 (doc, wps, dot, ppt, dps): text as [MS-DOC] and [MS-PPT] store it."""

import io
import re
import struct
from typing import Any, Final

import olefile

from kaoping.attachments.reading.gathering import Gathered
from kaoping.attachments.reading.limits import MAX_COUNTED, DamagedError, LockedError

_MAX_STREAM: Final = 60_000_000
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200  # FibBase, [MS-DOC] 2.5.2
_CLX: Final = 0x01A2  # where fcClx and lcbClx stand in a Word 97 FIB
_PIECES: Final = 2  # marks the piece table in the Clx, [MS-DOC] 2.9.38
_UTF16, _BYTES = 4000, 4008  # TextCharsAtom and TextBytesAtom, [MS-PPT] 2.9.42 and 2.9.44
_FIELD = re.compile(r"\x13[^\x14\x15\x13]*\x14|\x13[^\x14\x15\x13]*\x15|[\x13-\x15]")
_BREAKS = str.maketrans({"\r": "\n", "\x07": "\n", "\x0b": "\n", "\x0c": "\n", "\x01": " ", "\x08": " "})


def open_compound(data: bytes) -> Any:
    """Open a compound file ([MS-CFB]). Raises DamagedError."""
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise DamagedError(str(error)) from error


def compound_kind(compound: Any) -> str:
    """Return doc, xls, ppt, `locked` for an encrypted package, or ole."""
    streams = {"/".join(entry) for entry in compound.listdir()}
    for name, kind in (
        ("EncryptedPackage", "locked"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
    ):
        if name in streams:
            return kind
    return "ole"


def read_doc(compound: Any, gathered: Gathered) -> None:
    """Read the text of a Word file by its piece table. Raises LockedError or DamagedError."""
    main = _stream(compound, "WordDocument")
    if len(main) < _CLX + 8:
        raise DamagedError("short FIB")
    flags = struct.unpack_from("<H", main, 0x0A)[0]
    if flags & _ENCRYPTED:
        raise LockedError
    table = _stream(compound, "1Table" if flags & _TABLE_1 else "0Table")
    start, length = struct.unpack_from("<II", main, _CLX)
    try:
        text = "".join(_pieces(main, _piece_table(table[start : start + length])))
    except (struct.error, IndexError) as error:
        raise DamagedError("piece table") from error
    text = _FIELD.sub("", text).translate(_BREAKS)
    gathered.add("text", "\n".join(line for line in text.split("\n") if line.strip()))


def read_ppt(compound: Any, gathered: Gathered) -> None:
    """Read the text atoms of a PowerPoint file one after another. Raises DamagedError."""
    data = _stream(compound, "PowerPoint Document")
    place, found = 0, []
    while place + 8 <= len(data):
        version, kind, length = struct.unpack_from("<HHI", data, place)
        place += 8
        if version & 0x0F == 0x0F:  # a container: what is in it comes next
            continue
        if kind == _UTF16:
            found.append(data[place : place + length].decode("utf-16-le", "replace"))
        elif kind == _BYTES:
            found.append(data[place : place + length].decode("latin-1"))
        place += length
    gathered.add("text", "\n".join(found).replace("\r", "\n").replace("\x0b", "\n"))


def compound_properties(compound: Any) -> dict[str, str]:
    """Return title, author and dates of the summary stream, as far as it can be read."""
    try:
        said = compound.get_metadata()
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error):
        return {}
    charset = "utf-8" if said.codepage == 65001 else "gb18030"
    values = {"title": said.title, "author": said.author, "created": said.create_time, "modified": said.last_saved_time}
    texts = {
        name: value.decode(charset, "replace") if isinstance(value, bytes) else value for name, value in values.items()
    }
    return {name: " ".join(str(text).replace("\0", " ").split())[:200] for name, text in texts.items() if text}


def _stream(compound: Any, name: str) -> bytes:
    try:
        if compound.get_size(name) > _MAX_STREAM:
            raise DamagedError("stream too large")
        return bytes(compound.openstream(name).read())
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise DamagedError(str(error)) from error


def _piece_table(clx: bytes) -> bytes:
    """Return the PlcPcd of a Clx, which follows the property modifiers ([MS-DOC] 2.9.38)."""
    place = 0
    while clx[place] == 1:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if clx[place] != _PIECES:
        raise DamagedError("no piece table")
    length = struct.unpack_from("<I", clx, place + 1)[0]
    return clx[place + 5 : place + 5 + length]


def _pieces(main: bytes, table: bytes) -> list[str]:
    """Return the pieces' text: CPs of 4 bytes, one more than there are descriptors of 8 ([MS-DOC] 2.8.35)."""
    count = (len(table) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", table)
    texts, total = [], 0
    for number in range(count):
        size = bounds[number + 1] - bounds[number]
        total += size
        if size < 0 or total > MAX_COUNTED:
            break
        place = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            texts.append(main[start : start + size].decode("cp1252", "replace"))
        else:
            texts.append(main[place : place + 2 * size].decode("utf-16-le", "replace"))
    return texts
