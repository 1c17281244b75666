"""YAML text becomes a tree that knows file and line of everything, with numbers left as the text they were written."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kaoping.schemes.model import Place
from kaoping.schemes.problem_list import ProblemList

MAX_BYTES = 4_000_000
MAX_DEPTH = 60
WIDE_COLON = "\uff1a"
_FOLDED = "\a"  # how the reader marks where it joined two lines of a folded text
# and there it puts a space, which Chinese text has none of
_CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’…]"
_FOLD = re.compile(f"(?<={_CHINESE}) (?={_CHINESE})")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word, number or sentence. `quoted` text is never read as a number word such as true."""

    text: str
    quoted: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Tree", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping; `keys` says where each key stands."""

    values: dict[str, "Tree"]
    keys: dict[str, Place]
    place: Place

    def pairs(self) -> Iterator[tuple[str, Place, "Tree"]]:
        for key, value in self.values.items():
            yield key, self.keys[key], value


Tree: TypeAlias = Scalar | Items | Fields


def read_tree(data: bytes, file: str, problems: ProblemList) -> Fields | None:
    """Return the top mapping of a YAML 1.2 file, or None when it cannot be read at all; problems say why."""
    top = Place(file, 1)
    text = _decoded(data, top, problems)
    if text is None:
        return None
    try:
        return _top(_composed(text), top, problems)
    except MarkedYAMLError as error:
        ended = "stream" in str(error.problem) and error.context_mark
        mark = error.context_mark if ended else error.problem_mark or error.context_mark
        line = min(mark.line + 1, text.count("\n") + 1) if mark else 1
        problems.add(Place(file, line), _explained(str(error.problem or error)), code="yaml")
    except YAMLError as error:
        problems.add(top, f"YAML 写法有误：{error}", code="yaml")
    except RecursionError:
        problems.add(top, f"嵌套过深（最多{MAX_DEPTH}层），请检查括号和缩进", code="yaml")
    return None


@functools.lru_cache(maxsize=16)
def _composed(text: str) -> Node | None:
    """The reader's nodes, which nothing here changes: one run reads the same few schemes again and again."""
    root: Node | None = YAML(pure=True).compose(text)
    return root


def _decoded(data: bytes, top: Place, problems: ProblemList) -> str | None:
    if len(data) > MAX_BYTES:
        problems.add(top, f"文件过大（{len(data)}字节），考评方案文件不应超过{MAX_BYTES}字节", code="yaml")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.add(Place(top.file, line), "文件不是 UTF-8 编码，请在编辑器中另存为 UTF-8", code="encoding")
        return None
    if "\0" in text:
        problems.add(top, "文件含有空字符，可能是 UTF-16 编码，请另存为 UTF-8", code="encoding")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _top(root: Node | None, top: Place, problems: ProblemList) -> Fields | None:
    if root is None:
        problems.add(top, "文件是空的，没有考评方案", code="yaml")
        return None
    tree = _Converter(top.file, problems).convert(root, 0, "")
    if isinstance(tree, Fields):
        return tree
    problems.add(top, "文件的最外层应是“名称: 值”的形式（如 id：、title：、parts：），冒号用半角并空一格", code="yaml")
    return None


class _Converter:
    def __init__(self, file: str, problems: ProblemList) -> None:
        self.file = file
        self.problems = problems
        self.seen: set[int] = set()

    def convert(self, node: Node, depth: int, owner: str) -> Tree:
        """`owner` is the indicator (or measure…) that messages name."""
        if depth > MAX_DEPTH:
            raise RecursionError
        place = self._place(node)
        if id(node) in self.seen:
            self.problems.add(place, "不支持 YAML 别名（*），请把内容写全", where=owner, code="yaml")
            return Scalar("", True, place)
        self.seen.add(id(node))
        if str(node.tag).startswith("!"):
            self.problems.add(place, f"不支持 YAML 标签“{node.tag}”，请删除", where=owner, code="yaml")
        if isinstance(node, MappingNode):
            return self._fields(node, place, depth, owner)
        if isinstance(node, SequenceNode):
            return Items(tuple(self.convert(item, depth + 1, owner) for item in node.value), place)
        assert isinstance(node, ScalarNode)
        text = str(node.value)
        if node.end_mark.line > node.start_mark.line:
            text = _FOLD.sub("", text.replace(_FOLDED, ""))
        return Scalar(text, node.style is not None, place)

    def _fields(self, node: MappingNode, place: Place, depth: int, owner: str) -> Fields:
        owner = (_own_id(node) if depth else "") or owner
        fields = Fields({}, {}, place)
        for key_node, value_node in node.value:
            key_place = self._place(key_node)
            if not isinstance(key_node, ScalarNode):
                self.problems.add(key_place, "名称（冒号左边）应是一个词", code="yaml")
                continue
            key = str(key_node.value)
            if key in fields.values:
                first = fields.keys[key].line
                self.problems.add(
                    key_place, f"“{key}”重复：第{first}行已经写过，请删去一处", where=owner or key, code="duplicate"
                )
                continue
            if _is_null(value_node):
                self._null(key, key_place, owner, flow=bool(node.flow_style))
                continue
            # the top's sections hold measures, parameters… by name: there the name is what messages say
            inner = key if depth <= 1 and not owner else owner
            fields.values[key] = self.convert(value_node, depth + 1, inner if depth else "")
            fields.keys[key] = key_place
        return fields

    def _null(self, key: str, place: Place, owner: str, *, flow: bool) -> None:
        hint = "如果它是含逗号的表达式的一部分，请给整个表达式加引号" if flow else "请写上值，或删去这一行"
        if WIDE_COLON in key:
            hint = f"冒号用了全角“{WIDE_COLON}”，请改成半角，后面空一格"
        self.problems.add(place, f"“{key}”没有值：{hint}", where=owner or key, code="null")

    def _place(self, node: Node) -> Place:
        return Place(self.file, node.start_mark.line + 1)


def _own_id(node: MappingNode) -> str:
    for key, value in node.value:
        if isinstance(key, ScalarNode) and key.value == "id" and isinstance(value, ScalarNode):
            return str(value.value)
    return ""


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and node.value in ("", "~", "null", "Null", "NULL")


_MESSAGES = (
    ("mapping values are not allowed", "这里不能出现“: ”：上一行可能缺半角冒号和空格（全角“\uff1a”不行），或缩进不对"),
    ("could not find expected ':'", "这一行缺少半角冒号“: ”（全角“\uff1a”不行）"),
    ("cannot start any token", "这里有不能开头的字符（制表符、@、`、% 等）：缩进请用空格，文字请加引号"),
    ("found unexpected end of stream", "引号没有配对"),
    ("expected ',' or ']'", "方括号没有配对，或各项之间缺少半角逗号"),
    ("expected ',' or '}'", "花括号没有配对，或各项之间缺少半角逗号"),
    ("another document", "一个文件只能写一个方案，请删去“---”及其后内容"),
    ("expected <block end>", "缩进不一致，请与上一行对齐"),
    ("undefined alias", "不支持 YAML 别名（*）；如果是文字，请加引号"),
    ("special characters are not allowed", "含有不可见的控制字符，请删除"),
)


def _explained(problem: str) -> str:
    for fragment, message in _MESSAGES:
        if fragment in problem:
            return f"YAML 写法有误：{message}"
    return f"YAML 写法有误：{problem}"
