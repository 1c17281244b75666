"""Word lists (词库): wrong or sensitive wordings with what is right instead, replaceable by whoever runs the program.

A list is a CSV text: lines `#编号,…` to `#来源,…` say what it is, then a header and one entry a line. What a line may
hold is in `ENTRY` and `HEAD`; several wordings, corrections or exceptions in one field stand between `|`.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from kaoping.markup.scanning import Terms
from kaoping.model.canonical import digest
from kaoping.model.errors import Problem

HEAD: Mapping[str, str] = MappingProxyType(
    {
        "编号": "id",
        "名称": "title",
        "用途": "use",
        "版本": "version",
        "日期": "date",
        "语言": "language",
        "来源": "source",
    }
)
ENTRY = ("等级", "类别", "词语", "建议", "例外", "引文", "说明")
USES: Mapping[str, str] = MappingProxyType({"错误表述": "wrong", "敏感表述": "sensitive"})
GRADES: Mapping[str, str] = MappingProxyType({"严重": "severe", "一般": "common", "疑似": "doubtful"})
KINDS = (
    "政治术语", "港澳台", "民族宗教", "法律用语", "国际关系", "社会生活", "人名职务",
    "地图", "错别字", "数字单位", "标点", "保密", "其他",
)  # fmt: skip
QUOTED: Mapping[str, bool] = MappingProxyType({"": False, "不查": False, "查": True})
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
SHIPPED = ("wrong_wording.csv", "sensitive_wording.csv")
MAX_SIZE = 5_000_000  # characters of a list
MAX_ENTRIES = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One wording of a list. `fine_in` are longer wordings in which it is right.

    `even_quoted` says that it is told within 《》 and “” as well, where others are left alone: a title is quoted as it
    is, and quotation marks are how some wordings are to be written.
    """

    wording: str
    right: str
    grade: str
    kind: str
    fine_in: tuple[str, ...] = ()
    even_quoted: bool = False
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class WordList:
    """One list (词库) as of a version; `use` is wrong or sensitive."""

    id: str
    title: str
    use: str
    version: str
    date: str
    language: str
    source: str
    entries: tuple[Entry, ...]

    @property
    def digest(self) -> str:
        """What the list says, in 16 hex digits; the lines of its file don't matter."""
        said = [[e.wording, e.right, e.grade, e.kind, list(e.fine_in), e.even_quoted, e.note] for e in self.entries]
        return digest([self.id, self.title, self.use, self.version, self.date, self.language, self.source, said], 16)


class WordLists:
    """Several lists searched in one pass. Of two lists with one id the later counts."""

    def __init__(self, lists: Sequence[WordList]) -> None:
        self.lists = tuple({each.id: each for each in lists}.values())
        self._known: dict[str, list[tuple[WordList, Entry]]] = {}
        for each in self.lists:
            for entry in each.entries:
                self._known.setdefault(entry.wording, []).append((each, entry))
        self._words = tuple(self._known)
        self._terms = Terms(word.encode() for word in self._words)

    def find(self, utf8: bytes) -> Iterator[tuple[WordList, Entry, int, int]]:
        """Yield list, entry and place in bytes of every wording that is wrong where it stands; UTF-8, lines by \\n."""
        if not self._words:
            return
        for index, start, end in self._terms.find(utf8):
            for each, entry in self._known[self._words[index]]:
                if not (_excepted(utf8, start, entry) or (not entry.even_quoted and _quoted(utf8, start, end))):
                    yield each, entry, start, end


def _excepted(utf8: bytes, start: int, entry: Entry) -> bool:
    wording = entry.wording.encode()
    for longer in map(str.encode, entry.fine_in):
        place = longer.find(wording)
        while place >= 0:
            if start >= place and utf8.startswith(longer, start - place):
                return True
            place = longer.find(wording, place + 1)
    return False


_OPENING = {"《".encode(): "》".encode(), "“".encode(): "”".encode(), "「".encode(): "」".encode()}
QUOTE = 240  # bytes either side within which quotation marks are looked for


def _quoted(utf8: bytes, start: int, end: int) -> bool:
    """Whether the place lies within a title or quotation that begins and ends on its line."""
    before = utf8[max(0, start - QUOTE) : start].rpartition(b"\n")[2]
    after = utf8[end : end + QUOTE].partition(b"\n")[0]
    for opening, closing in _OPENING.items():
        if before.rfind(opening) > before.rfind(closing) and closing in after:
            return opening not in after[: after.find(closing)]
    return False


def parse_word_list(text: str, where: str) -> tuple[WordList | None, tuple[Problem, ...]]:
    """Return the list that a CSV text holds, and everything that is wrong with it; None where there is any problem."""
    reading = _Reading(where)
    try:
        for line, cells in _records(text):
            reading.take(line, cells)
    except csv.Error as error:
        reading.problem(f"引号不配对或字段过长（{error}）", 1)
    return reading.result()


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    if len(text) > MAX_SIZE:
        raise csv.Error("文件过大")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for record in reader:
        cells = [cell.strip() for cell in record]
        if any(cells):
            yield line, cells
        line = reader.line_num + 1


class _Reading:
    def __init__(self, where: str) -> None:
        self._where = where
        self._problems: list[Problem] = []
        self._head: dict[str, str] = {}
        self._columns: list[str] = []
        self._entries: dict[str, Entry] = {}

    def problem(self, message: str, line: int | None = None) -> None:
        self._problems.append(Problem(message, self._where, line))

    def take(self, line: int, cells: list[str]) -> None:
        if cells[0].startswith("#"):
            self._take_head(line, cells)
        elif not self._columns:
            self._take_columns(line, cells)
        else:
            self._take_entry(line, cells)

    def result(self) -> tuple[WordList | None, tuple[Problem, ...]]:
        missing = [name for name in HEAD if not self._head.get(HEAD[name])]
        if missing:
            self.problem(f"缺少词库说明：{'、'.join('#' + name for name in missing)}；写在文件开头，每项一行", 1)
        if not self._columns:
            self.problem(f"没有表头；应有一行：{','.join(ENTRY)}")
        if len(self._entries) > MAX_ENTRIES:
            self.problem(f"词条超过 {MAX_ENTRIES} 条；请拆成几个词库")
        if self._problems:
            return None, tuple(self._problems)
        head = self._head | {"use": USES[self._head["use"]]}
        return WordList(entries=tuple(self._entries.values()), **head), ()

    def _take_head(self, line: int, cells: list[str]) -> None:
        name = cells[0].lstrip("#").strip()
        if name not in HEAD:
            self.problem(f"没有“#{name}”这一项；可用的有：{'、'.join(HEAD)}", line)
            return
        value = cells[1] if len(cells) > 1 else ""
        self._head[HEAD[name]] = value
        if name == "编号" and not _ID.fullmatch(value):
            self.problem("编号只能用小写字母、数字和连字符，最多 40 个", line)
        if name == "用途" and value not in USES:
            self.problem(f"用途“{value}”不对；请写 {'或'.join(USES)}", line)
        if name == "日期" and not _DATE.fullmatch(value):
            self.problem(f"日期“{value}”不对；请写成 2026-01-31 的形式", line)

    def _take_columns(self, line: int, cells: list[str]) -> None:
        self._columns = cells
        lacking = [name for name in ENTRY[:3] if name not in cells]
        strange = [name for name in cells if name and name not in ENTRY]
        if lacking:
            self.problem(f"表头缺少列：{'、'.join(lacking)}；应有：{'、'.join(ENTRY)}", line)
        if strange:
            self.problem(f"没有这些列：{'、'.join(strange)}；可用的有：{'、'.join(ENTRY)}", line)

    def _take_entry(self, line: int, cells: list[str]) -> None:
        fields = dict(zip(self._columns, cells, strict=False))
        wordings = _several(fields.get("词语", ""))
        fine = _several(fields.get("例外", ""))
        for message in _entry_problems(fields, wordings, fine):
            self.problem(message, line)
        if len(cells) > len(self._columns) and any(cells[len(self._columns) :]):
            self.problem("这一行的列比表头多；内容含逗号时请加引号", line)
        for wording in wordings:
            known = self._entries.get(wording)
            if known is not None:
                self.problem(f"词语“{wording}”与第 {known.line} 行重复", line)
                continue
            self._entries[wording] = Entry(
                wording,
                "、".join(_several(fields.get("建议", ""))),
                GRADES.get(fields.get("等级", ""), ""),
                fields.get("类别", ""),
                tuple(longer for longer in fine if wording in longer),
                QUOTED.get(fields.get("引文", ""), False),
                fields.get("说明", ""),
                line,
            )


def _several(field: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in field.split("|") if part.strip()))


def _entry_problems(fields: Mapping[str, str], wordings: Sequence[str], fine: Sequence[str]) -> Iterator[str]:
    if fields.get("等级", "") not in GRADES:
        yield f"等级“{fields.get('等级', '')}”不对；请写 {'、'.join(GRADES)} 之一"
    if fields.get("类别", "") not in KINDS:
        yield f"类别“{fields.get('类别', '')}”不对；请写 {'、'.join(KINDS)} 之一"
    if fields.get("引文", "") not in QUOTED:
        yield f"引文“{fields['引文']}”不对；请写 查 或 不查（书名号、引号内是否也查）"
    if not wordings:
        yield "没有写词语"
    for wording in wordings:
        if len(wording) < 2:
            yield f"词语“{wording}”太短，至少要两个字"
        if wording in _several(fields.get("建议", "")):
            yield f"词语“{wording}”与建议相同"
    for longer in fine:
        if not any(wording in longer and wording != longer for wording in wordings):
            yield f"例外“{longer}”里没有这一行的词语，不起作用"


@cache
def shipped_lists() -> WordLists:
    """Return the lists that come with the program, read once. Raises ValueError when one of them is wrong."""
    return WordLists(tuple(shipped_list(name) for name in SHIPPED))


def shipped_list(name: str) -> WordList:
    """Return one list that comes with the program. Raises ValueError when it is wrong."""
    text = resources.files("kaoping.facts").joinpath("data", name).read_text(encoding="utf-8")
    found, problems = parse_word_list(text, name)
    if found is None:
        raise ValueError("\n".join(map(str, problems)))
    return found
