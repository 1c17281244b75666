"""The forms of the registry."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.pages.editing import RowForm
from kaoping.web.pages.lookup import LookupField
from kaoping.web.registry.actions.change_site_state import NEXT
from kaoping.web.registry.models import Column, Contact, MediaAccount, Region, Site, Unit
from kaoping.web.registry.queries import regions_for, units_for

REGION_OPTIONS = "registry:region-options"
UNIT_OPTIONS = "registry:unit-options"


class ScopedForm(RowForm):
    """A form whose choices are those within its person's reach."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        self.made_with = {"request": request}
        super().__init__(*args, **kwargs)


class OfUnitForm(ScopedForm):
    """A form of what belongs to a unit."""

    def narrow(self) -> None:
        """Let the unit be one within reach."""
        units = units_for(self.request, Permission.EDIT_SITES)
        self.fields["unit"] = LookupField(units, UNIT_OPTIONS, label=_("主办单位"))


class RegionForm(ScopedForm):
    """Of a region."""

    class Meta:
        model = Region
        fields = ("code", "name", "level", "parent")

    def narrow(self) -> None:
        """Let the parent be one within reach."""
        rows = regions_for(self.request, Permission.EDIT_REGIONS)
        self.fields["parent"] = LookupField(rows, REGION_OPTIONS, label=_("上级地区"), required=False)


class UnitForm(ScopedForm):
    """Of a unit."""

    class Meta:
        model = Unit
        fields = (
            "code", "name", "short_name", "region", "kind", "superior", "tags", "leader",
            "ranked", "exempt", "exempt_reason", "active",
        )  # fmt: skip

    def narrow(self) -> None:
        """Let region and superior be ones within reach."""
        regions = regions_for(self.request, Permission.EDIT_UNITS)
        self.fields["region"] = LookupField(regions, REGION_OPTIONS, label=_("所属地区"))
        units = units_for(self.request, Permission.EDIT_UNITS)
        self.fields["superior"] = LookupField(units, UNIT_OPTIONS, label=_("主管单位"), required=False)


class SiteForm(OfUnitForm):
    """Of a site; its state has a form of its own."""

    class Meta:
        model = Site
        fields = ("unit", "name", "address", "domains", "site_code", "icp", "police")


class ColumnForm(ScopedForm):
    """Of a column; its site stays."""

    class Meta:
        model = Column
        fields = ("name", "url", "kind", "due_days", "department", "keeper", "last_item_on", "state")
        widgets = {"last_item_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}


class ContactForm(ScopedForm):
    """Of somebody of a unit; the unit stays."""

    class Meta:
        model = Contact
        fields = ("kind", "name", "post", "phone", "email")
        widgets = {"phone": forms.TextInput({"autocomplete": "off"}), "email": forms.TextInput({"autocomplete": "off"})}


class MediaForm(OfUnitForm):
    """Of a media account."""

    class Meta:
        model = MediaAccount
        fields = ("unit", "platform", "name", "identifier", "last_post_on", "active")
        widgets = {"last_post_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}


class StateForm(forms.Form):
    """A step in a site's life."""

    seen = forms.CharField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("改为"))
    since = forms.DateField(label=_("自"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("至"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("改版窗口期、临时下线必填"),
    )
    migrated_to = forms.CharField(
        label=_("迁移至"),
        required=False,
        max_length=300,
        validators=[Site._meta.get_field("migrated_to").validators[0]],
    )
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("如批准文件名称和文号；写入操作日志"))

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = [state for state in Site.State if state in NEXT[site.state]]
        self.fields["state"].choices = [(state.value, state.label) for state in order]  # type: ignore[attr-defined]
