"""The register of appeals (台账): columns declared once, for the page and for exports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.appeals.clocks import work_of
from kaoping.web.appeals.effect import read_effect
from kaoping.web.appeals.models import Appeal, Ruling
from kaoping.web.results.tables import number
from kaoping.worktime import read_due
from kaoping.worktime.clock import show_hours

CHUNK = 500
_NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


@dataclass(frozen=True, slots=True)
class Left:
    """How much time is left to answer, in words, and how it presses: overdue, soon (80 % used up), half, or nothing."""

    words: str = ""
    presses: str = ""


def left_of(appeal: Appeal, now: datetime | None = None) -> Left:
    """Return what an appeal's clock says, by the due time that it has; nothing for what is not open."""
    if not appeal.open or appeal.due_at is None:
        return Left()
    clock = read_due(appeal.filed_at, appeal.due_at, work_of(appeal.participant.cycle), now or timezone.now())
    if clock.overdue:
        return Left(_("超期 %s") % show_hours(clock.overdue_by), "overdue")
    return Left(_("剩 %s") % show_hours(clock.left), {0.8: "soon", 0.5: "half"}.get(clock.warned, ""))


class AppealTable(tables.Table):
    """Appeals."""

    number = tables.Column(gettext_lazy("编号"), accessor="pk", linkify=("appeals:appeal", {"pk": tables.A("pk")}))
    unit = tables.Column(gettext_lazy("单位"), accessor="participant__unit", order_by=("participant__unit__code",))
    title = tables.Column(gettext_lazy("申诉事项"), linkify=("appeals:appeal", {"pk": tables.A("pk")}))
    points = tables.Column(gettext_lazy("扣分"), attrs=_NUMBER)
    state = tables.Column(gettext_lazy("状态"))
    left = tables.Column(gettext_lazy("剩余（工作时间）"), accessor="pk", orderable=False)
    officer = tables.Column(gettext_lazy("复核人"))
    outcome = tables.Column(gettext_lazy("复核结果"))

    class Meta:
        model = Appeal
        fields = ("number", "unit", "title", "points", "filed_at", "state", "due_at", "left", "officer", "outcome")

    def render_title(self, value: str) -> str:
        """Say the indicator, without what is above it."""
        return value.split(" › ")[-1]

    def render_points(self, value: Decimal) -> str:
        """Say the number."""
        return number(value)

    def render_left(self, record: Appeal) -> Any:
        """Say what is left, in a colour that says how it presses."""
        left = left_of(record)
        return format_html('<span class="clock {}">{}</span>', left.presses, left.words) if left.words else "—"


def register(rows: "QuerySet[Appeal]") -> Iterator[Sequence[object]]:
    """Yield the header and every appeal in full, with what its decision changed (台账)."""
    yield (
        _("编号"), _("考评周期"), _("单位"), _("类型"), _("申诉事项"), _("扣分"), _("申诉理由"), _("结果签收时间"),
        _("申诉截止"), _("申诉人"), _("申诉时间"), _("状态"), _("不受理的原因"), _("复核人"), _("受理时间"),
        _("答复期限"), _("复核结果"), _("答复"), _("决定人"), _("答复时间"), _("剩余或超期"), _("更改内容"),
        _("原得分"), _("现得分"), _("原名次"), _("现名次"),
    )  # fmt: skip
    for row in rows.prefetch_related("rulings__participant__unit").iterator(CHUNK):
        yield _line(row)


def _line(row: Appeal) -> Sequence[object]:
    effect = read_effect(row.effect)
    own = effect.own if effect else None
    moved = (own.before.total, own.after.total, own.before.rank, own.after.rank) if own else ("", "", "", "")
    return (
        row.pk,
        row.participant.cycle,
        row.participant,
        row.get_kind_display(),
        row.title,
        number(row.points),
        row.text,
        _moment(row.received_at),
        _moment(row.file_due_at),
        row.filed_by,
        _moment(row.filed_at),
        row.get_state_display(),
        row.refusal,
        row.officer,
        _moment(row.accepted_at),
        _moment(row.due_at),
        row.get_outcome_display(),
        row.answer,
        row.decided_by,
        _moment(row.decided_at),
        left_of(row).words,
        "；".join(_changed(one) for one in row.rulings.all()),
        *moved,
    )


def _changed(ruling: Ruling) -> str:
    was = _("（原：%s）") % ruling.before if ruling.before else ""
    where = f"{ruling.participant}：" if ruling.elsewhere else ""
    return f"{where}{ruling.after}{was}"


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
