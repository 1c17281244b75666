"""Tables as people hand them in: CSV saved by Excel or an editor, in UTF-8 (with or without BOM), UTF-16 or GBK."""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaoping.model.errors import Problem, system_reason
from kaoping.runs.inputs.problems import BadInputError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line of the file it begins on, and its fields without outer blanks ("" where absent)."""

    line: int
    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


def read_rows(
    path: Path, required: Sequence[str], optional: Sequence[str] = (), titles: Mapping[str, str] | None = None
) -> list[Row]:
    """Return the records of a CSV file with a header; empty lines are skipped, other columns ignored.

    Comma, tab and semicolon separate. `titles` are other names of columns (标题 → name). Raises BadInputError when the
    file cannot be read, a required column is missing, a column is there twice or its name looks like a misspelt one, or
    a record has more fields than the header.
    """
    lines = _records(read_text(path), path)
    first = next(lines, None)
    if first is None:
        raise _bad(path, f"文件是空的；第一行应是列名：{','.join((*required, *optional))}")
    header = column_names(first[1], titles)
    problems = _header_problems(path, header, required, optional)
    rows = []
    for line, record in lines:
        if len(record) > len(header) and any(field.strip() for field in record[len(header) :]):
            message = f"这一行有 {len(record)} 列，列名只有 {len(header)} 个；内容含逗号时请加引号"
            problems.append(Problem(message, str(path), line))
            continue
        rows.append(Row(line, dict(zip(header, (field.strip() for field in record), strict=False))))
    if problems:
        raise BadInputError(problems)
    return rows


def column_names(cells: Sequence[str], titles: Mapping[str, str] | None = None) -> list[str]:
    """Return the names of the columns of a header; `titles` are other names by which people know them."""
    names = [cell.strip().lower() for cell in cells]
    return [(titles or {}).get(name, name) for name in names]


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8 (with or without BOM), UTF-16 or GBK; or raise BadInputError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _bad(path, f"文件打不开（{system_reason(error)}）；请检查路径和权限") from error
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030", path)


def _decoded(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _bad(path, "文字编码不是 UTF-8 也不是 GBK；请另存为“CSV UTF-8”再试", line) from error


def _records(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    if "\0" in text:
        raise _bad(path, "这不是文本文件；请另存为“CSV UTF-8”再试")
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count), strict=True)
    line = 1
    try:
        for record in reader:
            if any(field.strip() for field in record):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise _bad(path, f"从这一行起引号不配对或字段过长（{error}）", line) from error


def _header_problems(path: Path, header: list[str], required: Sequence[str], optional: Sequence[str]) -> list[Problem]:
    known = (*required, *optional)
    problems = [
        Problem(f"缺少列 {name}；应有的列：{','.join(known)}", str(path), 1, where=name)
        for name in required
        if name not in header
    ]
    for name in dict.fromkeys(header):
        if name and header.count(name) > 1:
            problems.append(Problem(f"列 {name} 出现了 {header.count(name)} 次", str(path), 1, where=name))
        meant = difflib.get_close_matches(name, [one for one in known if one not in header], 1, 0.75)
        if name not in known and meant:
            problems.append(Problem(f"没有列 {name}，是不是 {meant[0]}？", str(path), 1, where=name))
    return problems


def _bad(path: Path, message: str, line: int | None = None) -> BadInputError:
    return BadInputError((Problem(message, str(path), line),))
