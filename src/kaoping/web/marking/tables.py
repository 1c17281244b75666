"""The lists of marks: columns declared once, for the page and for exports."""

from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.measures import Question
from kaoping.web.marking.models import Mark, Material
from kaoping.web.pages.filtering import yes_no
from kaoping.web.pages.listing import TickColumn


def result_of(mark: Mark) -> str:
    """Say what an assessor gave, in a word."""
    if mark.not_applicable:
        return _("不适用")
    return mark.text or "—"


class ReadOnlyMarkTable(tables.Table):
    """Marks of a cycle, for those who oversee them; `asked` is filled in for its scheme."""

    asked: Mapping[str, Question] = {}

    unit = tables.Column(
        gettext_lazy("单位"), accessor="participant__unit__name", order_by=("participant__unit__code",)
    )
    title = tables.Column(gettext_lazy("测评项"), accessor="question", order_by=("place", "question"))
    result = tables.Column(
        gettext_lazy("结果"),
        accessor="text",
        orderable=False,
        empty_values=(),
        linkify=("marking:mark", {"pk": tables.A("pk")}),
    )
    assessor = tables.Column(order_by=("assessor__username",))
    state = tables.Column(attrs={"td": {"class": lambda record: f"state {record.state}"}})

    class Meta:
        model = Mark
        fields = ("unit", "title", "period", "mode", "seat", "assessor", "result", "note", "state", "saved_at")

    def render_title(self, value: str) -> str:
        """Say the question by its title."""
        asked = self.asked.get(value)
        return asked.title if asked else value

    def render_result(self, record: Any) -> str:
        """Say what was given."""
        return result_of(record)


class MarkTable(ReadOnlyMarkTable):
    """The same for those who deal marks."""

    row = TickColumn()

    class Meta:
        model = Mark
        fields = ("row", *ReadOnlyMarkTable.Meta.fields)
        sequence = ("row", "...")


class ReadOnlyDifferenceTable(tables.Table):
    """What two assessors judged differently; `asked` is filled in for the scheme."""

    asked: Mapping[str, Question] = {}

    unit = tables.Column(
        gettext_lazy("单位"), accessor="participant__unit__name", order_by=("participant__unit__code",)
    )
    title = tables.Column(gettext_lazy("测评项"), accessor="question", order_by=("place", "question"))
    first = tables.Column(gettext_lazy("第一人"), accessor="assessor__name", orderable=False)
    second = tables.Column(gettext_lazy("第二人"), accessor="second_name", orderable=False)
    third = tables.Column(gettext_lazy("复核"), accessor="third_name", orderable=False, empty_values=())

    class Meta:
        model = Mark
        fields = ("unit", "title", "period", "first", "second", "third")

    def render_title(self, value: str) -> str:
        """Say the question by its title."""
        asked = self.asked.get(value)
        return asked.title if asked else value

    def render_first(self, record: Any) -> str:
        """Say who gave what and why."""
        return _said(record.assessor.name, result_of(record), record.note)

    def render_second(self, record: Any) -> str:
        """Say who gave what and why."""
        return _said(record.second_name, _result(record, "second"), record.second_note)

    def render_third(self, record: Any) -> str:
        """Say who decides, and how they did."""
        if not record.third_name:
            return _("未交复核")
        if record.third_state == Mark.State.OPEN:
            return str(_("%s 未评") % record.third_name)
        return _said(record.third_name, _result(record, "third"), record.third_note)


class DifferenceTable(ReadOnlyDifferenceTable):
    """The same for those who deal marks."""

    row = TickColumn()

    class Meta:
        model = Mark
        fields = ("row", *ReadOnlyDifferenceTable.Meta.fields)
        sequence = ("row", "...")


class ReadOnlyMaterialTable(tables.Table):
    """Materials of a cycle; `titles` are those of its indicators."""

    titles: Mapping[str, str] = {}

    unit = tables.Column(gettext_lazy("单位"), accessor="participant__unit", order_by=("participant__unit__code",))
    name = tables.Column(linkify=("marking:material", {"pk": tables.A("pk")}))
    late = tables.Column()

    class Meta:
        model = Material
        fields = ("unit", "indicator", "name", "note", "submitted_by", "submitted_at", "late", "state", "why")

    def render_indicator(self, value: str) -> str:
        """Say the indicator by its title."""
        return self.titles.get(value, value)

    def render_late(self, value: bool) -> str:
        """Say it in a word."""
        return yes_no(value)


class MaterialTable(ReadOnlyMaterialTable):
    """The same for those who return them."""

    row = TickColumn()

    class Meta:
        model = Material
        fields = ("row", *ReadOnlyMaterialTable.Meta.fields)
        sequence = ("row", "...")


def _result(record: Any, which: str) -> str:
    if getattr(record, f"{which}_not_applicable"):
        return _("不适用")
    return str(getattr(record, f"{which}_text") or "—")


def _said(name: str, result: str, note: str | None) -> str:
    return f"{name}：{result}（{note}）" if note else f"{name}：{result}"


def for_scheme(table: type[tables.Table], asked: Mapping[str, Question]) -> type[tables.Table]:
    """Return the table with the titles of one scheme's questions."""
    return type(table.__name__, (table,), {"asked": asked})
