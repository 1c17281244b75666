"""The forms of plans and of runs that are ordered."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.queries import cycles_for
from kaoping.web.monitoring.models import Patrol
from kaoping.web.monitoring.patrol_rules import FASTEST, MOST_PAGES
from kaoping.web.pages.lookup import LookupField
from kaoping.web.registry.forms import REGION_OPTIONS, ScopedForm
from kaoping.web.registry.queries import regions_for
from kaoping.workflow.cycle import State


class PatrolForm(ScopedForm):
    """Of a plan."""

    class Meta:
        model = Patrol
        fields = ("name", "body", "cycle", "rhythm", "day", "at", "max_pages", "pace", "browser", "active")
        widgets = {"at": forms.TimeInput({"type": "time"}, format="%H:%M")}

    def narrow(self) -> None:
        """Let body and cycle be ones within reach."""
        regions = regions_for(self.request, Permission.RUN_INSPECTIONS)
        known = self.fields["body"]
        self.fields["body"] = LookupField(regions, REGION_OPTIONS, label=known.label, help_text=known.help_text)
        under_way = [state.value for state in (State.ANNOUNCED, State.BUFFER, State.MONITORING, State.EVALUATION)]
        cycles = cycles_for(self.request, Permission.MANAGE_CYCLES)
        self.fields["cycle"].queryset = (  # type: ignore[attr-defined]
            cycles.filter(state__in=under_way) | cycles.filter(pk=self.instance.cycle_id)
        )
        if not self.instance.pk:
            self.fields["at"].initial = time(1)


class OrderForm(forms.Form):
    """How thoroughly chosen sites are inspected now."""

    cycle: "forms.ModelChoiceField[Cycle]" = forms.ModelChoiceField(
        None, label=_("考评周期"), required=False, empty_label=_("不按方案（默认检查）")
    )
    max_pages = forms.IntegerField(label=_("每个网站最多网页数"), min_value=1, max_value=MOST_PAGES, initial=300)
    pace = forms.DecimalField(
        label=_("每秒请求数"), min_value=0.01, max_value=FASTEST, initial=2, max_digits=5, decimal_places=2
    )
    browser = forms.BooleanField(label=_("使用浏览器"), required=False)

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        under_way = [state.value for state in (State.ANNOUNCED, State.BUFFER, State.MONITORING, State.EVALUATION)]
        cycles = cycles_for(request, Permission.MANAGE_CYCLES).filter(state__in=under_way)
        self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]

    def options(self) -> dict[str, Any]:
        """Return what the run keeps of it."""
        said = self.cleaned_data
        return {"max_pages": said["max_pages"], "pace": float(said["pace"]), "browser": said["browser"]}
