"""What a scheme leaves open and what must be checked before it is announced, wherever it stands."""

from collections.abc import Iterator

from kaoping.reports.scheme_document.annexes import parameter_text
from kaoping.reports.scheme_document.audience import Audience
from kaoping.reports.scheme_document.listed_table import listed_table
from kaoping.reports.scheme_document.points import TO_CHECK
from kaoping.reports.scheme_document.tables import Table
from kaoping.schemes.linter.notes import CERTAIN
from kaoping.schemes.model import Node, Open, Part, Scheme, Share

Item = tuple[str, str, str]  # where it stands, what it is, how it stands


def open_items(audience: Audience) -> Table | None:
    """Return the table of all such items; None where there are none."""
    scheme = audience.scheme
    rows = [
        *(item for part in scheme.parts for item in _part(part)),
        *(item for node in scheme.nodes() for item in _node(node)),
        *_beside(scheme),
        *_uncertain(audience),
    ]
    return listed_table("待定和待核事项", ("位置", "事项", "情况"), rows, frozenset(range(len(rows))))


def _part(part: Part) -> Iterator[Item]:
    if part.open:
        yield part.title, "指标", _because(part.open)
    if isinstance(part.points, Open):
        yield part.title, "满分", _because(part.points)


def _node(node: Node) -> Iterator[Item]:
    where = "／".join(node.path)
    by_reason: dict[str, list[str]] = {}
    for title, value in {"分值": node.points, "评分细则": node.rule}.items():
        if isinstance(value, Open):
            by_reason.setdefault(_because(value), []).append(title)
    for reason, titles in by_reason.items():
        yield where, "、".join(titles), reason
    for criterion in node.rule.criteria if isinstance(node.rule, Share) else ():
        if isinstance(criterion.rule, Open):
            yield where, f"得分点“{criterion.title}”", _because(criterion.rule)


def _beside(scheme: Scheme) -> Iterator[Item]:
    """Limits of adjustments and full marks of conversions; a limit that is also its only indicator's points is one."""
    beside_parts = [(part.title, one) for part in scheme.parts for one in part.adjust]
    for of, one in [*beside_parts, *(("总分", one) for one in scheme.adjust)]:
        told = any(isinstance(node.points, Open) and node.id == one.id for node in one.nodes)
        if isinstance(one.limit, Open) and not told:
            yield f"{of}／{one.title}", "上限", _because(one.limit)
    for conversion in scheme.convert:
        if isinstance(conversion.to, Open):
            yield conversion.clause or "折合", f"“{conversion.title}”折合为多少分", _because(conversion.to)


def _uncertain(audience: Audience) -> Iterator[Item]:
    for name, one in audience.scheme.parameters.items():
        if one.certainty not in CERTAIN:
            said = f"{TO_CHECK}确定性为{one.certainty}，使用前须与原件核对" + (f"。{one.note}" if one.note else "")
            yield one.clause or name, f"参数 {name}：{parameter_text(one, audience)}", said


def _because(value: Open) -> str:
    return f"【{value.reason}】"
