"""The forms about people."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import ALLOWED, OF_THE_ASSESSED, Permission, Role
from kaoping.web.accounts.scope import memberships_of
from kaoping.web.pages.editing import RowForm
from kaoping.web.pages.lookup import LookupField
from kaoping.web.registry.forms import REGION_OPTIONS, UNIT_OPTIONS
from kaoping.web.registry.queries import regions_for, units_for


class PersonForm(RowForm):
    """Of a new person."""

    class Meta:
        model = User
        fields = ("username", "name", "email")


class PersonEditForm(RowForm):
    """Of a person."""

    class Meta:
        model = User
        fields = ("name", "email", "is_active")


class RoleForm(forms.Form):
    """A role and where it holds."""

    role = forms.ChoiceField(label=_("角色"))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert request.user.is_authenticated
        own = frozenset().union(*(ALLOWED[Role(row.role)] for row in memberships_of(request.user)))
        roles = [(role.value, role.label) for role in Role if ALLOWED[role] - OF_THE_ASSESSED <= own]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        regions, units = (rows(request, Permission.EDIT_PEOPLE) for rows in (regions_for, units_for))
        self.fields["region"] = LookupField(
            regions, REGION_OPTIONS, label=_("地区"), required=False, help_text=_("机构角色：管该地区及其下级")
        )
        self.fields["unit"] = LookupField(
            units, UNIT_OPTIONS, label=_("单位"), required=False, help_text=_("单位联络员、单位负责人：只管本单位")
        )


class FirstPasswordForm(SetPasswordMixin, forms.Form):
    """The first password, twice."""

    password1, password2 = SetPasswordMixin.create_password_fields(label1=_("设置密码"), label2=_("再输一次"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Hold both to each other and to the rules for passwords."""
        self.validate_passwords()
        self.validate_password_for_user(self.user)
        return dict(super().clean() or self.cleaned_data)
