"""Remarks in a score tree: what changed points beside the rule. The code is for programs, the text for people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaoping.model.measure_table import unfixed
from kaoping.schemes.expression_text import format_expression, format_number
from kaoping.schemes.expressions import Expr
from kaoping.schemes.model import Adjustment, Consequence, Node, Part, Scheme, Veto, stated
from kaoping.scoring.expression import Frame
from kaoping.scoring.guards import holds
from kaoping.scoring.interval import Truth
from kaoping.scoring.open_points import OVER
from kaoping.scoring.parts import NO_SITE, Book, Tally
from kaoping.scoring.scored import Scored, at, marked


@dataclass(frozen=True, slots=True)
class Note:
    """One remark."""

    code: str
    text: str


_TEXTS = {
    "provisional": "同组还有单位的数值未确定，以目前已知的最高值为标杆，结果为暂定",
    "too_few_responses": "有效样本不足，社会评价结果未确定",
    "draw_unknown": "尚未抽取，得分未确定",
    OVER: "分值空缺的各项给分合计超过所余分值，按所余分值计",
}


def node_notes(node: Node, book: Book, row: int) -> tuple[Note, ...]:
    """Return the remarks on an indicator."""
    scored = book.nodes[node.id]
    return tuple(_node_notes(node, scored, book.frame, row))


def _node_notes(node: Node, scored: Scored, frame: Frame, row: int) -> Iterator[Note]:
    if scored.drawn is not None and not marked(scored.drawn, row):
        yield Note("not_drawn", "未被抽中，不计")
        return
    if scored.never is not None and marked(scored.never, row):
        given = at(scored.points.lo, row)
        yield Note("not_applicable", "不适用于本单位，按满分计" if given else "不适用于本单位，不计")
        return
    if scored.na is not None and marked(scored.na, row):
        yield Note("perhaps_not_applicable", "是否适用尚未确定")
    grown = at(scored.of.hi, row) - at(scored.nominal, row)
    if not node.children and grown:
        text = f"分值由{_text(at(scored.nominal, row))}变为{_text(at(scored.of.hi, row))}（不适用的分值按方案处理）"
        yield Note("points_moved", text)
    yield from _guards(("zero_if", "不得分"), node.zero_if, frame, row)
    yield from _guards(("full_if", "得满分"), node.full_if, frame, row)
    if scored.worth is not None and scored.worth.best is not None:
        best = scored.worth.best
        if at(best.lo, row) == at(best.hi, row) or frame.lane.kind == "point":
            yield Note("best", f"标杆值{_text(at(best.lo, row))}")
    yield from (Note(code, _TEXTS[code]) for code, mask in scored.notes if marked(mask, row))


def part_notes(part: Part, scheme: Scheme, book: Book, row: int) -> tuple[Note, ...]:
    """Return the remarks on a part."""
    tally = book.parts[part.id]
    frame = book.frame
    found = [Note(code, _TEXTS[code]) for code, mask in tally.notes if marked(mask, row)]
    reduced = at(tally.nominal, row) - at(tally.of.hi, row)
    if reduced:
        found.append(Note("base_reduced", f"不适用的{_text(reduced)}分不计入，满分为{_text(at(tally.of.hi, row))}"))
    elif part.when_not_applicable == "rescale":
        found.extend(_rescaled(part, tally, book, row))
    if part.ceiling is not None and at(tally.adjusted.lo, row) > at(frame.population.column(part.ceiling), row):
        ceiling = _text(at(frame.population.column(part.ceiling), row))
        found.append(Note("capped", f"累计{_text(at(tally.adjusted.lo, row))}分，超过{ceiling}分按{ceiling}分计"))
    return (*found, *_veto_notes(tally, part.vetoes, frame, row))


def _rescaled(part: Part, tally: Tally, book: Book, row: int) -> Iterator[Note]:
    remaining = sum(at(book.nodes[node.id].of.hi, row) for node in part.nodes)
    full = at(tally.nominal, row)
    if 0 < remaining < full:
        yield Note("rescaled", f"适用的指标共{_text(remaining)}分，得分按{_text(full)}÷{_text(remaining)}折算")


def whole_notes(scheme: Scheme, book: Book, row: int) -> tuple[Note, ...]:
    """Return the remarks on the total."""
    tally, total, frame = book.whole[0], scheme.total, book.frame
    found = []
    adjusted = at(tally.adjusted.lo, row)
    if total.ceiling is not None and adjusted > (top := at(frame.population.column(total.ceiling), row)):
        found.append(Note("capped", f"合计{_text(adjusted)}分，超过{_text(top)}分按{_text(top)}分计"))
    if total.floor is not None and at(tally.adjusted.hi, row) < (low := at(frame.population.column(total.floor), row)):
        found.append(
            Note("floored", f"合计{_text(at(tally.adjusted.hi, row))}分，低于{_text(low)}分按{_text(low)}分计")
        )
    for name in total.subtract:
        taken = frame.number_of_measure(name)
        if at(taken.lo, row) or at(taken.hi, row):
            known = at(taken.lo, row) == at(taken.hi, row)
            title = scheme.measures[name].title if name in scheme.measures else name
            found.append(Note("subtracted", f"扣减“{title}”{_text(at(taken.lo, row)) if known else '（未确定）'}"))
    return (*found, *_veto_notes(tally, scheme.vetoes, frame, row))


def adjustment_notes(one: Adjustment, book: Book, row: int) -> tuple[Note, ...]:
    """Return the remarks on a bonus or penalty."""
    points, entered = book.adjustments[one.id]
    summed = sum(at(book.nodes[node.id].points.lo, row) for node in one.nodes)
    if entered is not None and not marked(entered.possible(), row):
        return (Note("not_entered", f"不符合条件“{format_expression(one.entry) if one.entry else ''}”，不计"),)
    if entered is not None and marked(entered.open(), row):
        return (Note("entry_open", "是否符合加减分的条件尚未确定"),)
    most = stated(one.limit)
    if most is not None and abs(summed) > abs(at(points.lo, row)) and at(points.lo, row) == at(points.hi, row):
        limit = _text(at(book.frame.population.column(most), row))
        return (Note("limited", f"累计{_text(abs(summed))}分，以{limit}分为限"),)
    return ()


def _veto_notes(tally: Tally, vetoes: Sequence[Veto], frame: Frame, row: int) -> Iterator[Note]:
    written = {veto.id: veto for veto in vetoes}
    for name, held in tally.vetoes:
        veto = written.get(name)
        if name == NO_SITE and veto is None:
            if marked(held.certain(), row):
                yield Note(f"veto:{name}", "没有网站，判定为不合格")
            continue
        assert veto is not None
        then = "、".join(_consequence(one, frame, row) for one in veto.then)
        if marked(held.certain(), row):
            yield Note(f"veto:{name}", f"{_case(veto)}:{then}")
        elif marked(held.possible(), row):
            yield Note(f"veto_open:{name}", f"是否适用{_case(veto)}({then})尚未确定")


def _case(veto: Veto) -> str:
    return f"单项否决“{veto.title}”" if veto.overrides else f"“{veto.title}”"


def _consequence(one: Consequence, frame: Frame, row: int) -> str:
    if one.kind == "fixed" and one.value is not None:
        return f"按{_text(at(frame.population.column(one.value), row))}分计"
    barred = f"取消“{one.name}”" if one.name.endswith("资格") else f"不得评为“{one.name}”"
    named = {"label": f"判定为“{one.name}”", "bar": barred}
    return {"zero": "不得分", "fail": "不合格", **named}[one.kind]


def _guards(kind: tuple[str, str], conditions: Sequence[Expr], frame: Frame, row: int) -> Iterator[Note]:
    code, title = kind
    for condition in conditions:
        held: Truth | None = holds((condition,), frame)
        if held is not None and marked(held.certain(), row):
            yield Note(code, f"{title}:{format_expression(condition)}")
        elif held is not None and marked(held.possible(), row):
            yield Note(f"{code}_open", f"是否{title}尚未确定：{format_expression(condition)}")


def _text(value: int) -> str:
    return format_number(unfixed(value))
