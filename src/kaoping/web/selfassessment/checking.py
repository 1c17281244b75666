"""What a report still lacks before it can be handed in."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kaoping.web.selfassessment.indicators import Indicator, number_of, said
from kaoping.web.selfassessment.models import LONGEST, Section

NOT_APPLICABLE = "不适用"


def problems_in(
    answers: Mapping[str, str], sections: Iterable[Section], indicators: Sequence[Indicator]
) -> Mapping[str, str]:
    """Return what is to be put right, by key; nothing: the report can be handed in."""
    found: dict[str, str] = {}
    for section in sections:
        text = answers.get(section.key, "").strip()
        if section.required and not text:
            found[section.key] = _("“%s”还没有写。") % section.title
        elif len(text) > LONGEST:
            found[section.key] = _("“%(title)s”最多 %(n)s 字。") % {"title": section.title, "n": LONGEST}
    for one in indicators:
        key, problem = _problem(one, answers)
        if problem:
            found[key] = problem
    return found


def gap_of(indicator: Indicator, mark: str) -> Decimal | None:
    """Return how much an own mark is above the machine's; None where either is not known."""
    own, machine = number_of(mark), indicator.machine
    if own is None or machine is None or machine.points is None:
        return None
    return machine.points - own if indicator.penalty else own - machine.points


def totals_of(answers: Mapping[str, str], indicators: Sequence[Indicator]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the own total, and over the indicators that machines judge alone: their total, and the own above it.

    Points are added as they stand, penalties taken off, weights of parts not applied.
    """
    own = machine = gap = Decimal(0)
    for one in indicators:
        mark = number_of(answers.get(one.mark_key, ""))
        sign = -1 if one.penalty else 1
        own += sign * (mark or 0)
        if one.machine is not None and one.machine.points is not None:
            machine += sign * one.machine.points
            gap += gap_of(one, answers.get(one.mark_key, "")) or 0
    return own, machine, gap


def _problem(one: Indicator, answers: Mapping[str, str]) -> tuple[str, str]:
    text, note = answers.get(one.mark_key, "").strip(), answers.get(one.note_key, "").strip()
    if text == NOT_APPLICABLE:
        return one.note_key, "" if note else _("“%s”填了不适用，请说明原因。") % one.title
    mark = number_of(text)
    if mark is None:
        return one.mark_key, _("“%s”请填分数，或填“不适用”。") % one.title
    if mark < 0 or (one.of is not None and mark > one.of):
        most = said(one.of) if one.of is not None else ""
        return one.mark_key, _("“%(title)s”应在 0 到 %(most)s 之间。") % {"title": one.title, "most": most or "…"}
    gap = gap_of(one, text)
    if gap is not None and gap > 0 and not note:
        return one.note_key, _("“%(title)s”自评比监测结果高 %(gap)s 分，请说明理由。") % {
            "title": one.title, "gap": said(gap),
        }  # fmt: skip
    return one.mark_key, ""
