"""Text of spreadsheets, xls and xlsx alike: a line for each row, a tab between two cells."""

import io
from datetime import date, datetime
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from kaoping.attachments.reading.gathering import Gathered
from kaoping.attachments.reading.limits import MAX_SHEETS, DamagedError, LockedError

_LETTERS: Final = 26


def read_sheets(data: bytes, gathered: Gathered) -> int:
    """Read all sheets and return how many there are. Raises LockedError or DamagedError."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for name in book.sheet_names[:MAX_SHEETS]:
                _read_sheet(book, name, gathered)
            return len(book.sheet_names)
    except PasswordError as error:
        raise LockedError from error
    except (CalamineError, OSError, ValueError) as error:
        raise DamagedError(str(error)) from error


def _read_sheet(book: CalamineWorkbook, name: str, gathered: Gathered) -> None:
    if gathered.full:
        return
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return
    rows = ["\t".join(map(_cell, row)).rstrip("\t") for row in sheet.to_python()]
    while rows and not rows[-1]:
        rows.pop()
    gathered.add(f"sheet:{name}!{cell_name(*sheet.start)}", "\n".join(rows))


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, both counted from 0: (1, 27) is AB2."""
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _cell(value: Any) -> str:
    """Write a value as a person sees it; a line feed or tab inside a cell would look like the next one."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return " ".join(str(value).split())
