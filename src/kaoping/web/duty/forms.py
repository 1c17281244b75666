"""The forms of the duty."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.duty.expected import READ
from kaoping.web.duty.models import DutyRule, Reading, ReadingProblem
from kaoping.web.pages.editing import RowForm
from kaoping.web.pages.lookup import LookupField
from kaoping.web.registry.models import Unit
from kaoping.web.registry.queries import regions_for


class ReadingForm(RowForm):
    """Of one day's reading; unit and day stay once it is written."""

    sites = forms.TypedMultipleChoiceField(
        label=_("读了哪些网站"), coerce=int, widget=forms.CheckboxSelectMultiple, choices=()
    )

    class Meta:
        model = Reading
        fields = ("day", "reader", "read_at", "sites", "looked_at", "remark")
        widgets = {
            "day": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "read_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        self.unit = unit
        self.made_with = {"unit": unit}
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        """Offer the unit's own sites, all of them ticked; take the day out once it is written."""
        read = self.instance.sites.all() if self.instance.pk else self.unit.sites.filter(state__in=READ)
        offered = self.unit.sites.filter(state__in=READ) | read
        field: Any = self.fields["sites"]
        field.choices = [(site.pk, site.name) for site in offered.distinct()]
        self.initial["sites"] = [site.pk for site in read]
        if self.instance.pk:
            del self.fields["day"]


class ProblemForm(RowForm):
    """Of one problem."""

    class Meta:
        model = ReadingProblem
        fields = ("text", "url", "state", "handed_to")


class RuleForm(RowForm):
    """Of a rule; its region stays."""

    class Meta:
        model = DutyRule
        fields = ("region", "since", "remind_at", "active")
        widgets = {
            "since": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "remind_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        self.made_with = {"request": request}
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        """Let the region be one within reach; take it out of a rule that is there."""
        rows = regions_for(self.request, Permission.MANAGE_DUTY)
        self.fields["region"] = LookupField(rows, "registry:region-options", label=_("地区"))
        if self.instance.pk:
            del self.fields["region"]
