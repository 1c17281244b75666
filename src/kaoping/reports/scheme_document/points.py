"""Points of an indicator as they are printed: a number, one per class, or that they are open or to be checked."""

from dataclasses import dataclass
from decimal import Decimal

from kaoping.reports.figures import number_text
from kaoping.reports.scheme_document.audience import USUAL, Audience
from kaoping.schemes.linter.notes import CERTAIN
from kaoping.schemes.model import Open, ParamRef, Quantity, Scheme

TO_CHECK = "【待核】"


@dataclass(frozen=True, slots=True)
class PointsText:
    """`text` may have several lines, `inline` is for brackets behind a title; `number` where there is just one.

    `mark` (待核) is part of `text` but not of `inline`.
    """

    text: str = ""
    inline: str = ""
    number: Decimal | None = None
    open: bool = False
    mark: str = ""


def points_text(quantity: Quantity | Open | None, audience: Audience, unbounded: str = "") -> PointsText:
    """Return points for an audience; `unbounded` stands for points that are not bounded (不设上限)."""
    if quantity is None:
        return PointsText(unbounded, unbounded)
    if isinstance(quantity, Open):
        return PointsText(f"【{quantity.reason}】", f"分值【{quantity.reason}】", open=True)
    values = audience.values(quantity)
    mark = TO_CHECK if uncertain(quantity, audience.scheme) else ""
    if len(values) == 1 and not values[0][0]:
        said = number_text(values[0][1], 6)
        return PointsText(f"{said}\n{mark}".strip(), f"{said}分", None if mark else values[0][1], bool(mark), mark)
    lines = [f"{name or USUAL}{number_text(value, 6)}" for name, value in values]
    inline = "、".join(f"{line}分" for line in lines)
    return PointsText("\n".join([*lines, mark]).strip(), inline, None, bool(mark), mark)


def uncertain(quantity: Quantity, scheme: Scheme) -> bool:
    """Whether a number is a parameter whose value must be checked against the original."""
    if not isinstance(quantity, ParamRef) or quantity.name not in scheme.parameters:
        return False
    parameter = scheme.parameters[quantity.name]
    return parameter.certainty not in CERTAIN
