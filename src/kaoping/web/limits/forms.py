"""The form of a region's limits."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.limits.models import RegionLimits
from kaoping.web.notices.kinds import NoticeKind, all_kinds
from kaoping.web.pages.lookup import LookupField
from kaoping.web.registry.forms import REGION_OPTIONS, ScopedForm
from kaoping.web.registry.queries import regions_for

RUNGS = ("leader", "above")


def rising_kinds() -> Iterator[NoticeKind]:
    """Yield the kinds of notices that rise."""
    yield from (kind for kind in all_kinds().values() if kind.rises)


class RisingTable(forms.Widget):
    """Two numbers for each kind of notices that rises; empty ones are left to the region above."""

    template_name = "limits/rising.html"

    def id_for_label(self, id_: str) -> str:
        """Let the label lead to the first number."""
        kind = next(rising_kinds(), None)
        return f"{id_}-{kind.code}-leader" if kind and id_ else ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return a line for each kind."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        said = (json.loads(value) if value else None) or {}  # of a new row: null
        context["lines"] = [(kind, *said.get(kind.code, ("", ""))) for kind in rising_kinds()]
        return context

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> str:
        """Return what was typed, as text of JSON: code → two texts."""
        typed = {
            kind.code: [data.get(f"{name}-{kind.code}-{rung}", "").strip() for rung in RUNGS] for kind in rising_kinds()
        }
        return json.dumps({code: pair for code, pair in typed.items() if any(pair)})


class RisingField(forms.JSONField):
    """Code of a kind → two whole numbers of working hours."""

    widget = RisingTable

    def to_python(self, value: Any) -> Any:
        """Read numbers. Raises ValidationError naming the kind whose numbers are none."""
        found: Mapping[str, Any] = super().to_python(value) or {}
        return {code: self._hours(code, pair) for code, pair in found.items()}

    @staticmethod
    def _hours(code: str, pair: Any) -> list[int]:
        if all(str(one).isascii() and str(one).isdecimal() for one in pair):
            return [int(one) for one in pair]
        kind = all_kinds().get(code)
        raise ValidationError(
            _("“%s”：两个时间都要填整数；要与上级地区相同，两个都留空。") % (kind.title if kind else code)
        )


class LimitsForm(ScopedForm):
    """Of a region's limits; the region stays once it is there."""

    rising = RisingField(required=False)

    class Meta:
        model = RegionLimits
        fields = ("region", "answer_days", "keep_days", "rising")

    def narrow(self) -> None:
        """Let the region be one within reach; take over what the model says of the rising table."""
        rows = regions_for(self.request, Permission.MANAGE_LIMITS)
        self.fields["region"] = LookupField(rows, REGION_OPTIONS, label=_("地区"))
        if self.instance.pk:
            del self.fields["region"]
        of = RegionLimits._meta.get_field("rising")
        self.fields["rising"].label, self.fields["rising"].help_text = of.verbose_name, of.help_text
