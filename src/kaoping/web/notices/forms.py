"""The forms about notices and group robots."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.notices.actions.add_robot import Secret
from kaoping.web.notices.actions.set_preferences import Wishes
from kaoping.web.notices.kinds import NoticeKind, all_kinds, title_of
from kaoping.web.notices.models import PACES, Preferences, Robot
from kaoping.web.notices.notice_kinds import CHANNEL_TEST
from kaoping.web.notices.planning import pace_of
from kaoping.web.pages.editing import RowForm
from kaoping.web.pages.lookup import LookupField
from kaoping.web.registry.forms import REGION_OPTIONS, UNIT_OPTIONS
from kaoping.web.registry.queries import regions_for, units_for
from kaoping.workflow.notices import Habits, Pace

HOURS = [(hour, f"{hour}:00") for hour in range(24)]
PREFIX = "pace-"


def offered() -> Mapping[str, NoticeKind]:
    """Return the kinds that people choose about: all but test messages, which come to who asks for them."""
    return {code: kind for code, kind in all_kinds().items() if code != CHANNEL_TEST.code}


class SettingsForm(forms.Form):
    """How one wants to be told: each kind, the digest's hour, quiet hours."""

    def __init__(self, *args: Any, preferences: Preferences | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in offered():
            field = forms.ChoiceField(choices=PACES, label=title_of(code), initial=pace_of(preferences, code).value)
            self.fields[f"{PREFIX}{code}"] = field
        habits = preferences.habits if preferences else Habits()
        self.fields["digest_hour"] = forms.TypedChoiceField(
            choices=HOURS, coerce=int, label=_("每日汇总时间"), initial=habits.digest_hour
        )
        self.fields["quiet"] = forms.BooleanField(
            label=_("夜间和休息日不打扰"),
            required=False,
            initial=habits.quiet,
            help_text=_("上班前、下班后和休息日的邮件等到上班再发，紧急的照发；按本地区的工作时间和节假日安排"),
        )

    def wishes(self) -> Wishes:
        """Return what was set."""
        given = self.cleaned_data
        paces = {name.removeprefix(PREFIX): Pace(value) for name, value in given.items() if name.startswith(PREFIX)}
        return Wishes(paces, Habits(given["digest_hour"], given["quiet"]))


class _RobotForm(RowForm):
    """What the forms of robots share."""

    key = forms.CharField(
        label=_("加签密钥"),
        required=False,
        max_length=200,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("钉钉、飞书的安全设置选了“加签”（签名校验）时填写；企业微信留空"),
    )
    muted = forms.MultipleChoiceField(
        label=_("不转发的类型"), required=False, choices=[], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        self.made_with = {"request": request}
        super().__init__(*args, **kwargs)
        self.fields["muted"].choices = [  # type: ignore[attr-defined]
            (code, kind.title) for code, kind in offered().items() if kind.grouped
        ]


def _address_field(required: bool, more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=_("Webhook 地址"), max_length=500, widget=widget, required=required, help_text=more)


class RobotForm(_RobotForm):
    """Of a new robot."""

    address = _address_field(True, _("从群机器人的设置中复制；加密保存，不再显示，操作日志中也看不到"))

    class Meta:
        model = Robot
        fields = ("name", "platform", "region", "unit", "audience", "digest_hour", "quiet")

    field_order = ("name", "platform", "address", "key", "region", "unit", "audience", "digest_hour", "quiet", "muted")

    def narrow(self) -> None:
        """Let the place be one within reach."""
        regions, units = (rows(self.request, Permission.MANAGE_CHANNELS) for rows in (regions_for, units_for))
        told = _("发给这个地区考评机构，或发给这个地区各单位的事项；与“单位”只填一个")
        self.fields["region"] = LookupField(regions, REGION_OPTIONS, label=_("地区"), required=False, help_text=told)
        self.fields["unit"] = LookupField(units, UNIT_OPTIONS, label=_("单位"), required=False)

    def secret(self) -> Secret:
        """Return what was typed of the address."""
        return Secret(self.cleaned_data["address"].strip(), self.cleaned_data["key"])


class RobotEditForm(_RobotForm):
    """Of a robot. Platform and place stay: another group is another robot."""

    address = _address_field(False, _("不改则留空；填写后连同加签密钥一起更换"))

    class Meta:
        model = Robot
        fields = ("name", "audience", "digest_hour", "quiet", "active")

    field_order = ("name", "address", "key", "audience", "digest_hour", "quiet", "muted", "active")

    def secret(self) -> Secret | None:
        """Return what was typed of the address, None for nothing."""
        address = self.cleaned_data["address"].strip()
        return Secret(address, self.cleaned_data["key"]) if address else None
