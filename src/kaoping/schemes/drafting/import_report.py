"""What an import read and what it did not, as data: one entry per leaf, table, sum and unread place."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from kaoping.schemes.drafting.document import SourcePlace
from kaoping.schemes.drafting.draft_model import DraftAdjustment, DraftNode, DraftPart
from kaoping.schemes.drafting.drafted import Confidence
from kaoping.schemes.drafting.headings import read_points
from kaoping.schemes.drafting.importer import Imported
from kaoping.schemes.drafting.plain_text import for_display

CONFIDENCE: Final = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}


def import_report(imported: Imported) -> dict[str, Any]:
    """Return the report as JSON data; amounts are numbers, places name line, sheet, table, row and column."""
    leaves = [_leaf(part, where, leaf) for part, where, leaf in imported.draft.leaves()]
    return {
        "source": {
            "file": imported.document.name,
            "form": imported.document.form,
            "schemes": _schemes(imported),
            "remarks": list(imported.document.remarks),
        },
        "scheme": {
            "id": imported.draft.id,
            "title": imported.draft.title,
            "groups": dict(imported.draft.groups),
            "combine": "weighted" if imported.draft.weighted else "sum",
        },
        "counts": {
            "tables": len(imported.draft.parts),
            "leaves": len(leaves),
            **{name: sum(leaf["confidence"] == name for leaf in leaves) for name in CONFIDENCE.values()},
            "without_points": sum(leaf["points"] is None for leaf in leaves),
        },
        "tables": [_table(part, imported) for part in imported.draft.parts],
        "leaves": leaves,
        "vetoes": [
            {
                "id": veto.id,
                "title": veto.title,
                "condition": veto.asked.question,
                "then": veto.then,
                "source": place(veto.place),
            }
            for part in imported.draft.parts
            for veto in part.vetoes
        ],
        "sums": list(sums(imported)),
        "unread": list(unread(imported)),
    }


def place(source: SourcePlace) -> dict[str, Any]:
    """A place as data: only the numbers that the format has, and the words for people."""
    numbers = {
        "line": source.line,
        "sheet": source.sheet,
        "table": source.table,
        "row": source.row,
        "column": source.column,
    }
    return {"where": str(source), **{name: value for name, value in numbers.items() if value}}


def sums(imported: Imported) -> Iterator[dict[str, Any]]:
    """Indicators whose stated points are not the sum of those below, parts that do not make 100, wrong totals."""
    for part in imported.draft.parts:
        for node in part.nodes:
            yield from _node_sums(node, part)
        if part.points is not None and part.points != 100 and part.nodes:
            yield _sum(part, Decimal(100), part.points, "一级指标合计不是100分")
        for adjustment in part.adjust:
            known = [node.points for node in adjustment.nodes if node.points is not None]
            total = sum(known, Decimal(0))
            if adjustment.limit is not None and len(known) == len(adjustment.nodes) and total != adjustment.limit:
                yield _sum(adjustment, adjustment.limit, total, "加减分的上限与下级合计不符")
    for table in imported.found.tables:
        stated = read_points(table.total)
        found = next((each for each in imported.draft.parts if each.table == table.number), None)
        if stated is not None and found is not None and found.points is not None and stated != found.points:
            yield _sum(found, stated, found.points, "“合计”行与指标合计不符")


def unread(imported: Imported) -> Iterator[dict[str, Any]]:
    """What was left out, with its place and the reason."""
    for other in imported.found.others:
        yield {"text": other.first, "reason": other.reason, "source": place(other.place), "kind": "table"}
    for table in imported.left_out:
        yield {
            "text": table.title,
            "reason": "没有选这张指标表（--tables）",
            "source": place(table.place),
            "kind": "not chosen",
        }
    for table in imported.found.tables:
        for cell in table.unread:
            text = for_display(cell.text)[:80]
            yield {"text": text, "reason": "不知道属于哪个指标", "source": place(cell.place), "kind": "cell"}
    for _, _, leaf in imported.draft.leaves():
        if leaf.reading is not None and leaf.reading.confidence is Confidence.LOW:
            reason = "；".join(leaf.reading.reasons)
            yield {"text": leaf.title, "reason": reason, "source": place(leaf.place), "kind": "rule"}


def _schemes(imported: Imported) -> list[dict[str, Any]]:
    """The schemes that the document holds, each with the numbers of its tables."""
    tables: dict[str, list[int]] = {}
    for table in imported.found.tables:
        tables.setdefault(table.scheme, []).append(table.number)
    return [{"title": title, "tables": numbers} for title, numbers in tables.items()]


def _leaf(part: DraftPart, where: str, leaf: DraftNode) -> dict[str, Any]:
    assert leaf.reading is not None
    return {
        "id": leaf.id,
        "name": leaf.title,
        "path": list(leaf.path),
        "table": part.table,
        "counts_as": where,
        "points": _number(leaf.points),
        "rule": leaf.reading.name,
        "zero_if": len(leaf.reading.zero_if),
        "confidence": CONFIDENCE[leaf.reading.confidence],
        "reasons": list(dict.fromkeys([*leaf.reading.reasons, *leaf.remarks])),
        "source": place(leaf.place),
    }


def _table(part: DraftPart, imported: Imported) -> dict[str, Any]:
    return {
        "scheme": next((table.scheme for table in imported.found.tables if table.number == part.table), ""),
        "number": part.table,
        "part": part.id,
        "title": part.title,
        "group": part.group,
        "leaves": sum(1 for _ in part.leaves()),
        "points": _number(part.points),
        "source": place(part.place),
    }


def _node_sums(node: DraftNode, part: DraftPart) -> Iterator[dict[str, Any]]:
    known = [child.points for child in node.children if child.points is not None]
    total = sum(known, Decimal(0))
    if node.children and len(known) == len(node.children) and node.points is not None and node.points != total:
        if node.drawn:
            yield _sum(node, node.points, total, f"按随机抽查{node.drawn}个下级指标读，请核对")
        else:
            yield _sum(node, node.points, total, "写明的分值与下级合计不符")
    for child in node.children:
        yield from _node_sums(child, part)


def _sum(
    thing: DraftNode | DraftPart | DraftAdjustment, stated: Decimal, found: Decimal, message: str
) -> dict[str, Any]:
    return {
        "name": thing.title,
        "stated": _number(stated),
        "found": _number(found),
        "message": message,
        "source": place(thing.place),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
