"""The forms of self-assessment."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaoping.web.pages.answers import AnswersForm, AnswerText
from kaoping.web.pages.editing import RowForm
from kaoping.web.selfassessment.indicators import Indicator
from kaoping.web.selfassessment.models import LONGEST, Call, Section


class CallForm(RowForm):
    """What is asked beside the sections."""

    class Meta:
        model = Call
        fields = ("note", "marks", "remind_days")
        widgets = {"note": forms.Textarea({"rows": 4})}


class SectionForm(RowForm):
    """One section."""

    class Meta:
        model = Section
        fields = ("place", "title", "hint", "required", "prefill")
        widgets = {"hint": forms.Textarea({"rows": 2})}


class ReportForm(AnswersForm):
    """A unit's report: its texts, then a mark and a reason for each indicator."""

    def __init__(self, *args: Any, sections: Sequence[Section], indicators: Sequence[Indicator], **kwargs: Any) -> None:
        self.sections, self.indicators = sections, indicators
        self.made_with = {"sections": sections, "indicators": indicators, "answers": kwargs["answers"]}
        super().__init__(*args, **kwargs)

    def fields_of(self) -> dict[str, AnswerText]:
        """Return the fields by key."""
        found = {}
        for section in self.sections:
            area = forms.Textarea({"rows": 7, "class": "wide"})
            found[section.key] = AnswerText(label=section.title, max_length=LONGEST, widget=area)
        for one in self.indicators:
            box = forms.TextInput({"size": 6, "autocomplete": "off", "aria-label": _("自评分：%s") % one.title})
            found[one.mark_key] = AnswerText(label=_("自评分：%s") % one.title, max_length=20, widget=box)
            why = forms.Textarea({"rows": 2, "aria-label": _("自评说明：%s") % one.title})
            found[one.note_key] = AnswerText(label=_("自评说明：%s") % one.title, max_length=1000, widget=why)
        return found


class ReturnForm(forms.Form):
    """Why reports are returned, and until when they are corrected."""

    reason = forms.CharField(label=_("退回原因"), max_length=300, required=False)
    due = forms.DateField(label=_("补正截止"), required=False, widget=forms.DateInput({"type": "date"}))
