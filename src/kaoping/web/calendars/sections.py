"""Hours of a region between the form and the file: text as people type it, settings as a file has them."""

import io
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _
from ruamel.yaml import YAML

from kaoping.model.errors import InputError
from kaoping.web.installation import data_folder
from kaoping.web.working_time import REGIONS
from kaoping.worktime import parse_calendar
from kaoping.worktime.calendar_files import save_text

_SEASON = re.compile(r"(\d{1,2})-(\d{1,2})\s*[至~到]\s*(\d{1,2})-(\d{1,2})[\s::,]+(.+)")
_HEAD = "# 由平台写出；请在“工作日历”里修改，不要改这里。\n"


class Typed(Protocol):
    """What the form holds."""

    hours: str
    seasons: str
    days: str
    day_end: str
    off_hours: str


def section_of(typed: Typed) -> dict[str, Any]:
    """Return the settings of a region as a file has them, without what is empty. Raises InputError."""
    given = {
        "hours": typed.hours.strip(),
        "seasons": [_season(line) for line in _lines(typed.seasons)],
        "days": local_days(typed.days),
        "day_end": typed.day_end,
        "off_hours": typed.off_hours,
    }
    return {name: value for name, value in given.items() if value}


def local_days(text: str) -> list[str]:
    """Return the lines about local days. Raises InputError for one that cannot be read, or for a whole year."""
    lines = _lines(text)
    if any(line.startswith("年份") for line in lines):
        raise InputError(_("这里只写当地的日子，不写“年份”；全年的安排请用“导入日历”。"))
    if lines:
        parse_calendar("\n".join(lines), "")
    return lines


def write_section(code: str, section: Mapping[str, Any]) -> None:
    """Write the file of a region, whole or not at all. Raises StorageError."""
    save_text(_written(code, section), _path(code))


def keep_sections(sections: Mapping[str, Mapping[str, Any]]) -> int:
    """Make the folder hold the files of these regions and no others; return how many were written or removed."""
    changed = 0
    for code, section in sections.items():
        path = _path(code)
        if not path.is_file() or path.read_text(encoding="utf-8") != _written(code, section):
            write_section(code, section)
            changed += 1
    for path in (data_folder() / REGIONS).glob("*.yaml"):
        if path.stem not in sections:
            path.unlink()
            changed += 1
    return changed


def remove_section(code: str) -> None:
    """Take the file of a region away, so that it is again as the region above."""
    _path(code).unlink(missing_ok=True)


def _written(code: str, section: Mapping[str, Any]) -> str:
    body = io.StringIO()
    YAML().dump({"regions": {code: dict(section)}}, body)
    return _HEAD + body.getvalue()


def _path(code: str) -> Path:
    return data_folder() / REGIONS / f"{code}.yaml"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _season(line: str) -> dict[str, str]:
    found = _SEASON.fullmatch(unicodedata.normalize("NFKC", line))
    if found is None:
        raise InputError(_("看不懂“%s”；请写成 06-01 至 09-30 08:30-12:00, 14:30-18:00。") % line)
    since, until = (f"{int(found[at]):02}-{int(found[at + 1]):02}" for at in (1, 3))
    return {"from": since, "to": until, "hours": found[5]}
