"""What a person must know before using the scheme: open items, uncertain parameters, notes."""

from collections.abc import Iterator
from decimal import Decimal

from kaoping.schemes.expression_text import format_number
from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import Node, Open, Scheme, Share

CERTAIN = ("", "A")


def notes(scheme: Scheme) -> Iterator[Report]:
    """Open items (they block announcing or converting) and uncertain parameters as warnings, notes as notes."""
    for part in scheme.parts:
        if part.open:
            yield at(part, "open", f"空缺：{part.open.reason}；填写之前不能公布", "warning")
        if isinstance(part.points, Open):
            yield at(part, "open", f"分值空缺：{part.points.reason}；填写之前不能公布", "warning")
        if part.note:
            yield at(part, "note", part.note, "note")
    for node in scheme.nodes():
        yield from _node(node)
    yield from _beside(scheme)
    for parameter in scheme.parameters.values():
        if parameter.certainty not in CERTAIN:
            message = f"参数的确定性为{parameter.certainty}，使用前请核对原件" + (
                f"：{parameter.note}" if parameter.note else ""
            )
            yield at(parameter, "uncertain", message, "warning")
        elif parameter.note:
            yield at(parameter, "note", parameter.note, "note")
    if scheme.note:
        yield Report("note", scheme.note, scheme.id, None, "note")


def _beside(scheme: Scheme) -> Iterator[Report]:
    """Limits of adjustments and full marks of conversions that are left open."""
    adjustments = [*(one for part in scheme.parts for one in part.adjust), *scheme.adjust]
    for one in adjustments:
        told = any(isinstance(node.points, Open) and node.id == one.id for node in one.nodes)
        if isinstance(one.limit, Open) and not told:
            yield at(one, "open", f"上限空缺：{one.limit.reason}；填写之前不能公布", "warning")
    for conversion in scheme.convert:
        if isinstance(conversion.to, Open):
            message = f"折合为多少分空缺（{conversion.title}）：{conversion.to.reason}；填写之前不折合"
            yield Report("open", message, conversion.from_, conversion.place, "warning")


def _node(node: Node) -> Iterator[Report]:
    missing = {"分值": node.points, "计分规则": node.rule}
    reasons = {title: value.reason for title, value in missing.items() if isinstance(value, Open)}
    if reasons:
        said = "；".join(dict.fromkeys(reasons.values()))
        yield at(node, "open", f"{'和'.join(reasons)}空缺：{said}；填写之前不能公布", "warning")
    if isinstance(node.rule, Share):
        for criterion in node.rule.criteria:
            if isinstance(criterion.rule, Open):
                worth = f"（{format_number(criterion.percent)}%）" if isinstance(criterion.percent, Decimal) else ""
                message = f"得分点“{criterion.title}”{worth}空缺：{criterion.rule.reason}；填写之前不能公布"
                yield at(node, "open", message, "warning")
    if node.note:
        yield at(node, "note", node.note, "note")
