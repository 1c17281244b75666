"""The forms of annual site reports."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.pages.answers import AnswersForm, AnswerText
from kaoping.web.pages.editing import RowForm
from kaoping.web.registry.models import Region
from kaoping.web.sitereports.fields import (
    COUNT,
    DAY,
    FIELDS,
    NUMBER,
    REMARK,
    SEPARATOR,
    SEVERAL,
    Field,
    full_title,
)
from kaoping.web.sitereports.models import Collection


class CollectionForm(RowForm):
    """A new collection."""

    class Meta:
        model = Collection
        fields = ("region", "year", "due", "remind_days", "note")
        widgets = {"due": forms.DateInput({"type": "date"}, "%Y-%m-%d"), "note": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, regions: "QuerySet[Region]", **kwargs: Any) -> None:
        self.made_with = {"regions": regions}
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["region"], self.fields["year"]


class SeveralWidget(forms.CheckboxSelectMultiple):
    """Boxes whose ticked values are one text, as it is stored."""

    def format_value(self, value: Any) -> list[str]:
        """Return the values that are ticked."""
        return [one for one in str(value or "").split(SEPARATOR) if one]

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> str:
        """Return the ticked values as one text."""
        found = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return SEPARATOR.join(one for one in found if one)


class SiteReportForm(AnswersForm):
    """All fields of the table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.made_with = {"answers": kwargs["answers"]}
        super().__init__(*args, **kwargs)

    def fields_of(self) -> dict[str, AnswerText]:
        """Return the fields by key."""
        area = forms.Textarea({"rows": 3})
        found = {
            field.key: AnswerText(label=full_title(field.key), widget=_widget(field), max_length=500)
            for field in FIELDS.values()
        }
        return found | {REMARK.key: AnswerText(label=REMARK.title, widget=area, max_length=2000)}


def _widget(field: Field) -> forms.Widget:
    if field.kind == SEVERAL:
        return SeveralWidget(choices=_pairs(field.choices))
    if field.choices:
        return forms.Select(choices=[("", "—"), *_pairs(field.choices)])
    if field.kind in (COUNT, NUMBER):
        return forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "class": "figure-input"})
    return forms.TextInput({"type": "date"} if field.kind == DAY else {"autocomplete": "off"})


def _pairs(choices: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, one) for one in choices]


class ReturnForm(forms.Form):
    """Why reports are returned, and until when they are corrected."""

    reason = forms.CharField(label=_("退回原因"), max_length=300, required=False)
    due = forms.DateField(label=_("补正截止"), required=False, widget=forms.DateInput({"type": "date"}))
