"""What a person must know before using the scheme: open items, uncertain parameters, notes."""

from collections.abc import Iterator

from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import Node, Open, Scheme, Share

CERTAIN = ("", "A")


def notes(scheme: Scheme) -> Iterator[Report]:
    """Open items as warnings (they block announcing), uncertain parameters as warnings, notes as notes."""
    for part in scheme.parts:
        if part.open:
            yield at(part, "open", f"空缺：{part.open.reason}；填写之前不能公布", "warning")
        if isinstance(part.points, Open):
            yield at(part, "open", f"分值空缺：{part.points.reason}；填写之前不能公布", "warning")
        if part.note:
            yield at(part, "note", part.note, "note")
    for node in scheme.nodes():
        yield from _node(node)
    for name, parameter in scheme.parameters.items():
        if parameter.certainty not in CERTAIN:
            message = f"参数的确定性为{parameter.certainty}，使用前请核对原件" + (
                f"：{parameter.note}" if parameter.note else ""
            )
            yield Report("uncertain", message, name, None, "warning")
        elif parameter.note:
            yield Report("note", parameter.note, name, None, "note")
    if scheme.note:
        yield Report("note", scheme.note, scheme.id, None, "note")


def _node(node: Node) -> Iterator[Report]:
    missing = {"分值": node.points, "计分规则": node.rule}
    reasons = {title: value.reason for title, value in missing.items() if isinstance(value, Open)}
    if reasons:
        said = "；".join(dict.fromkeys(reasons.values()))
        yield at(node, "open", f"{'和'.join(reasons)}空缺：{said}；填写之前不能公布", "warning")
    if isinstance(node.rule, Share):
        for criterion in node.rule.criteria:
            if isinstance(criterion.rule, Open):
                message = f"得分点“{criterion.title}”空缺：{criterion.rule.reason}；填写之前不能公布"
                yield at(node, "open", message, "warning")
    if node.note:
        yield at(node, "note", node.note, "note")
