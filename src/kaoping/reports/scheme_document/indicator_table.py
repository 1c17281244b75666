"""The table of indicators: 一级 to 末级 merged as the tree goes, criteria, sources and points, one row per leaf."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.reports.scheme_document.audience import Audience, AudienceSpeaker, speaker_for
from kaoping.reports.scheme_document.points import PointsText, points_text
from kaoping.reports.scheme_document.rule_lines import rule_lines
from kaoping.reports.scheme_document.tables import Cell, Column, Table
from kaoping.reports.scheme_document.widths import LEAST, short_width
from kaoping.schemes.model import Node, Open, Quantity

LEVELS = ("一级指标", "二级指标", "三级指标", "四级指标", "五级指标", "六级指标")
HEADINGS = {
    "method": "测评方式",
    "text": "测评要点",
    "rule": "评分细则",
    "basis": "指标依据",
    "scope": "评估数据采集范围",
    "materials": "考核材料",
    "points": "分值",
    "note": "备注",
}
_INHERITED = ("text", "basis", "note")  # said of an indicator with others below it, they stand beside all of these
_CENTRED = ("method", "points")
_ROOMY = {"level": (5.5, 9, 2), "method": (5, 9, 2), "scope": (5, 9, 3), "points": (3.5, 6, 1)}  # least, most, lines
_TIGHT = {"level": (4.9, 8, 3), "method": (2.9, 6, 2), "scope": (4, 7, 4), "points": (3.2, 6, 1)}
_MANY = 9  # columns from which short ones are set tightly


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table of indicators is made: for whom, and what deducting and points are called in it.

    `total` is the row at the end: its heading and the points there; None leaves it out.
    """

    audience: Audience
    verb: str = "扣"
    unbounded: str = ""  # what stands for points where there are none
    total: tuple[str, Quantity | Open] | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one leaf has in one column, and the id of the node that says it."""

    text: str = ""
    owner: str = ""
    open: bool = False
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """One leaf with its ancestors (itself last) and what it has in each column."""

    chain: tuple[Node, ...]
    entries: dict[str, _Entry]


def indicator_table(caption: str, nodes: Sequence[Node], layout: Layout, notes: Sequence[str] = ()) -> Table:
    """Return the table of some indicators for the audience of `layout`; columns that would be empty are left out."""
    speaker = speaker_for(layout.audience)
    lines = [_line(chain, layout, speaker) for node in nodes for chain in chains(node, layout.audience)]
    depth = _depth(lines)
    shown = [name for name in HEADINGS if any(line.entries[name].text for line in lines)]
    rows: list[list[Cell]] = [[] for _ in lines]
    for level in range(depth):
        _add_level(rows, lines, level, layout.audience)
    for name in shown:
        _add_column(rows, [line.entries[name] for line in lines])
    if layout.total and "points" in shown:
        rows.append(_total_row(depth, shown, layout))
    unit = "单位：分" if "points" in shown else ""
    said = (*notes, *_unsaid(lines, layout.audience))
    return Table(caption, _columns(lines, shown), tuple(map(tuple, rows)), unit, said, headings=depth)


def chains(node: Node, audience: Audience, above: tuple[Node, ...] = ()) -> Iterator[tuple[Node, ...]]:
    """Yield the way down to every leaf that concerns the audience."""
    if not audience.concerned(node.applies_to, node.except_):
        return
    if not node.children:
        yield (*above, node)
    for child in node.children:
        yield from chains(child, audience, (*above, node))


def _line(chain: tuple[Node, ...], layout: Layout, speaker: AudienceSpeaker) -> _Line:
    leaf, audience = chain[-1], layout.audience
    entries = {name: _said_by(chain, name, audience) for name in _INHERITED}
    own = {
        "method": "、".join(leaf.method),
        "scope": leaf.scope,
        "materials": leaf.materials,
        "rule": "\n".join(rule_lines(leaf, speaker, verb=layout.verb)),
    }
    entries |= {name: _Entry(text, leaf.id, "【" in text and name == "rule") for name, text in own.items()}
    points = points_text(leaf.points, audience, layout.unbounded)
    entries["points"] = _Entry(points.text, leaf.id, points.open, points.number)
    return _Line(chain, entries)


def _unsaid(lines: list[_Line], audience: Audience) -> Iterator[str]:
    """What an indicator with others below it says that stands beside none of them: each says something of its own."""
    branches = {node.id: node for line in lines for node in line.chain[:-1]}
    for name in _INHERITED:
        shown = {line.entries[name].owner for line in lines}
        for node in branches.values():
            if node.id not in shown and (own := _own(node, name, audience)):
                yield f"{node.title}：{own}"


def _said_by(chain: tuple[Node, ...], name: str, audience: Audience) -> _Entry:
    """What the leaf says of this kind, else what the nearest indicator above it says."""
    for node in reversed(chain):
        if text := _own(node, name, audience):
            return _Entry(text, node.id)
    return _Entry(owner=chain[-1].id)


def _own(node: Node, name: str, audience: Audience) -> str:
    if name == "note":
        return "\n".join(filter(None, (node.note, audience.restriction(node.applies_to, node.except_))))
    return node.text if name == "text" else node.basis


def _add_level(rows: list[list[Cell]], lines: list[_Line], level: int, audience: Audience) -> None:
    """Add one column of indicators: one cell per indicator, as high as the leaves below it."""
    place = 0
    while place < len(lines):
        chain = lines[place].chain
        if len(chain) <= level:  # the leaf stands further left and reaches over this column
            place += 1
            continue
        high = 1
        while place + high < len(lines) and lines[place + high].chain[: level + 1] == chain[: level + 1]:
            high += 1
        node, leaf = chain[level], level == len(chain) - 1
        text, open_ = (node.title, False) if leaf else _branch(node, audience)
        wide = _depth(lines) - level if leaf else 1
        rows[place].append(Cell(text, high, wide, heading=True, open=open_))
        place += high


def _depth(lines: list[_Line]) -> int:
    return max((len(line.chain) for line in lines), default=1)


def _branch(node: Node, audience: Audience) -> tuple[str, bool]:
    """An indicator with others below it: its title, its points, and how many of those below are drawn."""
    points = points_text(node.points, audience)
    said = [points.inline] if points.text else []
    if node.draw:
        drawn = AudienceSpeaker(audience.scheme, audience.units()[0], audience).quantity(node.draw.children)
        said.append(f"随机抽查{drawn}项" + ("，各单位分别抽" if node.draw.per == "unit" else ""))
    return "\n".join(filter(None, (node.title, f"（{'，'.join(said)}）" if said else "", points.mark))), points.open


def _add_column(rows: list[list[Cell]], entries: list[_Entry]) -> None:
    """Add one column of entries; what an indicator above several leaves says stands beside them all."""
    place = 0
    while place < len(entries):
        entry, high = entries[place], 1
        while place + high < len(entries) and entries[place + high].owner == entry.owner:
            high += 1
        rows[place].append(Cell(entry.text, high, number=entry.number, open=entry.open))
        place += high


def _total_row(depth: int, shown: list[str], layout: Layout) -> list[Cell]:
    assert layout.total is not None
    heading, quantity = layout.total
    points: PointsText = points_text(quantity, layout.audience)
    row = [Cell(heading, columns=depth + shown.index("points"), heading=True)]
    row.append(Cell(points.text, number=points.number, open=points.open))
    return [*row, Cell("")] if shown[-1] == "note" else row


def _columns(lines: list[_Line], shown: list[str]) -> list[Column]:
    """Headings with the widths of the short columns; the long ones get theirs when the table is fitted to the paper."""
    depth = _depth(lines)
    titles = [
        [line.chain[level].title for line in lines if len(line.chain) > level + (level < depth - 1)]
        for level in range(depth)
    ]
    named = LEVELS[:depth] if depth > 1 else ("指标",)
    bounds = _TIGHT if depth + len(shown) >= _MANY else _ROOMY
    columns = [
        Column(title, short_width(column, *bounds["level"]), centred=True)
        for title, column in zip(named, titles, strict=True)
    ]
    for name in shown:
        texts = [line.entries[name].text for line in lines]
        long = name not in bounds
        width = LEAST if long else short_width(texts, *bounds[name])
        columns.append(Column(HEADINGS[name], width, centred=name in _CENTRED, long=long))
    return columns
