"""Reads and drafts the table of new media accounts (政务新媒体账号表): unit, platform, account, last post."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import xlsxwriter
from openpyxl.utils import get_column_letter

from kaoping.measures.media_accounts import AccountState, MediaAccount, MediaList
from kaoping.model.errors import InputError, Problem
from kaoping.model.roster import Roster
from kaoping.runs.inputs.problems import BadInputError, refuse
from kaoping.runs.inputs.tabular import column_names, read_rows
from kaoping.runs.inputs.workbook import read_workbook
from kaoping.worktime import parse_date

UNIT, PLATFORM, ACCOUNT, LAST_POST, STATE = "unit", "platform", "account", "last_post", "state"
REQUIRED = (UNIT, PLATFORM, ACCOUNT, LAST_POST)
OPTIONAL = (STATE, "name", "note")
TITLES = MappingProxyType(
    {
        "单位编号": UNIT,
        "单位名称": "name",
        "平台": PLATFORM,
        "账号名称": ACCOUNT,
        "最近发布日期": LAST_POST,
        "账号状态": STATE,
        "备注": "note",
    }
)
_TITLE_OF = {name: title for title, name in TITLES.items()}
_WIDTHS = (16, 26, 14, 28, 16, 12, 30)
PLATFORMS = MappingProxyType(
    {
        "微信": "weixin", "微信公众号": "weixin", "微信视频号": "weixin_video", "视频号": "weixin_video",
        "微博": "weibo", "新浪微博": "weibo", "移动客户端": "app", "客户端": "app", "app": "app",
        "小程序": "mini_program",
        "抖音": "douyin", "快手": "kuaishou", "今日头条": "toutiao", "头条号": "toutiao", "头条": "toutiao",
        "其他": "other",
    }
)  # fmt: skip
STATES = MappingProxyType(
    {
        "": AccountState.ACTIVE, "在用": AccountState.ACTIVE, "正常": AccountState.ACTIVE,
        "僵尸": AccountState.DORMANT, "睡眠": AccountState.DORMANT, "已注销": AccountState.CLOSED,
        "注销": AccountState.CLOSED,
    }
)  # fmt: skip
NONE = "无"  # written for a unit without any account
GUIDE = "填写说明"
SHEET = "政务新媒体账号"
SPARE = 3  # rows for each unit in the template


def read_media_accounts(path: Path, roster: Roster, as_of: date) -> MediaList:
    """Return the accounts of a workbook (.xlsx) or CSV file with columns 单位编号 平台 账号名称 最近发布日期 账号状态.

    Rows without platform and account are skipped; a unit without any account says 无 for the platform. Raises
    BadInputError naming every bad cell (sheet and cell, or line and column): an unknown unit or platform, an account
    twice, a date that is none or after the monitoring point `as_of`, a state that is none.
    """
    reader = _Reader(path, {unit.id: unit.name for unit in roster.units}, as_of)
    for row in _rows(path):
        reader.take(row)
    refuse(reader.problems)
    return MediaList(tuple(reader.accounts), frozenset(reader.without))


def write_media_template(path: Path, roster: Roster, as_of: date) -> int:
    """Write a workbook with rows for each unit and return how many units it has; what may be filled in is checked."""
    book = xlsxwriter.Workbook(str(path))
    try:
        text = book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(SHEET)
        for place, (title, width) in enumerate(zip(TITLES, _WIDTHS, strict=True)):
            sheet.set_column(place, place, width, day if TITLES[title] == LAST_POST else None)
            sheet.write_string(0, place, title, head)
        rows = [(unit.id, unit.name) for unit in roster.units for _ in range(SPARE)]
        for number, (unit, name) in enumerate(rows, 1):
            sheet.write_string(number, 0, unit)
            sheet.write_string(number, 1, name)
        names = list(TITLES)
        choices = {PLATFORM: [*dict.fromkeys(_shown_platforms()), NONE], STATE: ["在用", "僵尸", "睡眠", "已注销"]}
        for name, options in choices.items():
            place = names.index(_TITLE_OF[name])
            sheet.data_validation(1, place, max(1, len(rows)), place, {"validate": "list", "source": options})
        sheet.freeze_panes(1, 2)
        guide = book.add_worksheet(GUIDE)
        guide.set_column(0, 0, 100, text)
        for number, line in enumerate(_guide(as_of)):
            guide.write_string(number, 0, line, text)
    finally:
        book.close()
    return len(roster.units)


def _shown_platforms() -> list[str]:
    """One name for each platform: its first."""
    first: dict[str, str] = {}
    for name, platform in PLATFORMS.items():
        first.setdefault(platform, name)
    return list(first.values())


def _guide(as_of: date) -> Sequence[str]:
    return (
        "政务新媒体账号表：每行一个账号。一个单位有多个账号的，在下面加行，单位编号照抄。",
        f"平台可填：{'、'.join(_shown_platforms())}。单位没有任何账号的，在平台一格填“{NONE}”。没有填平台和账号的行不读。",
        f"最近发布日期：监测时间点（{as_of}）以前该账号最近一次发布的日期，如 {as_of}。",
        "不知道的日期留空，按“未知”处理，不当作未更新。",
        "账号状态：在用（可不填）、僵尸、睡眠、已注销；已注销的不计。",
        "读入时逐格检查，有一格不对就全部不导入，并列出每一处的工作表和单元格。",
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its line, its cells by column, and how a person finds a cell."""

    line: int | None
    cells: Mapping[str, Any]
    place: Callable[[str], str]

    def text(self, name: str) -> str:
        value = self.cells.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else unicodedata.normalize("NFKC", str(value)).strip()


def _rows(path: Path) -> list[_Row]:
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return [_Row(row.line, row.fields, _column) for row in read_rows(path, REQUIRED, OPTIONAL, TITLES)]
    rows = []
    for title, cells in read_workbook(path, "请用 kaoping media template 生成的文件，另存为 .xlsx"):
        header = next((n for n, row in enumerate(cells[:10]) if set(REQUIRED) <= set(_names(row))), None)
        if header is None:
            continue
        columns = {name: place for place, name in enumerate(_names(cells[header])) if name}
        for number, row in enumerate(cells[header + 1 :], header + 2):
            values = {name: row[place] for name, place in columns.items() if place < len(row)}
            rows.append(_Row(None, values, _cell(title, columns, number)))
    if not rows:
        wanted = "、".join(_TITLE_OF[name] for name in REQUIRED)
        raise BadInputError((Problem(f"没有一张工作表有表头 {wanted} 和内容；请保留表头一行", str(path)),))
    return rows


def _names(row: Sequence[Any]) -> list[str]:
    return column_names(["" if cell is None else str(cell) for cell in row], TITLES)


def _column(name: str) -> str:
    return name


def _cell(sheet: str, columns: Mapping[str, int], number: int) -> Callable[[str], str]:
    return lambda name: f"{sheet}!{get_column_letter(columns.get(name, 0) + 1)}{number}"


@dataclass(slots=True)
class _Reader:
    """Turns rows into accounts and collects what is wrong with them."""

    path: Path
    units: Mapping[str, str]
    as_of: date
    accounts: list[MediaAccount] = field(default_factory=list)
    without: dict[str, _Row] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[tuple[str, str, str], _Row] = field(default_factory=dict)

    def take(self, row: _Row) -> None:
        platform, account = row.text(PLATFORM), row.text(ACCOUNT)
        if not platform and not account and not row.text(LAST_POST):
            return
        before = len(self.problems)
        unit = self._unit(row)
        if platform == NONE:
            self._without(row, unit, account)
            return
        code = PLATFORMS.get(platform.lower()) or PLATFORMS.get(platform)
        if code is None:
            known = "、".join(_shown_platforms())
            said = f"没有平台“{platform}”；可填：{known}" if platform else f"没有填平台；可填：{known}"
            self._bad(row, PLATFORM, said)
        if not account:
            self._bad(row, ACCOUNT, "没有填账号名称")
        elif code is not None and (unit, code, account) in self.seen:
            self._bad(row, ACCOUNT, f"同一单位同一平台的账号“{account}”填了两次；请删去一行")
        state = STATES.get(row.text(STATE))
        if state is None:
            self._bad(row, STATE, f"状态“{row.text(STATE)}”不对，应为 在用、僵尸、睡眠 或 已注销")
        last_post = self._day(row)
        if len(self.problems) == before and code is not None and state is not None:
            if unit in self.without:
                self._bad(row, UNIT, f"单位 {unit} 在另一行填了“{NONE}”，这里又列了账号；请删去一种")
            self.seen[unit, code, account] = row
            self.accounts.append(MediaAccount(unit, code, account, last_post, state))

    def _unit(self, row: _Row) -> str:
        unit, name = row.text(UNIT), row.text("name")
        if unit not in self.units:
            self._bad(row, UNIT, f"名单中没有单位“{unit}”" if unit else "没有填单位编号")
        elif name and name != unicodedata.normalize("NFKC", self.units[unit]):
            message = f"单位编号 {unit} 是“{self.units[unit]}”，这里却是“{name}”；可能排序时错了行"
            self._bad(row, "name", message)
        return unit

    def _without(self, row: _Row, unit: str, account: str) -> None:
        if account:
            self._bad(row, ACCOUNT, f"平台填了“{NONE}”，就不要填账号名称")
        elif any(each.unit == unit for each in self.accounts):
            self._bad(row, PLATFORM, f"单位 {unit} 已列了账号，这里又填“{NONE}”；请删去一种")
        else:
            self.without[unit] = row

    def _day(self, row: _Row) -> date | None:
        raw = row.cells.get(LAST_POST)
        if isinstance(raw, datetime):
            day: date | None = raw.date()
        elif isinstance(raw, date):
            day = raw
        else:
            day = self._written_day(row)
        if day is not None and day > self.as_of:
            self._bad(row, LAST_POST, f"最近发布日期 {day} 晚于监测时间点 {self.as_of}；请填监测时间点以前最近的一次")
        return day

    def _written_day(self, row: _Row) -> date | None:
        text = row.text(LAST_POST)
        try:
            return parse_date(text) if text else None
        except InputError:
            self._bad(row, LAST_POST, f"“{text}”不是日期；请写成 {self.as_of} 的形式，不知道的留空")
            return None

    def _bad(self, row: _Row, name: str, message: str) -> None:
        self.problems.append(Problem(message, str(self.path), row.line, where=row.place(name)))
