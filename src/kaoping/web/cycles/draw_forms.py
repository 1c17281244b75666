"""The forms of draws."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kaoping.web.cycles.models import Draw

MOST_BYTES = 10 * 1024 * 1024


class CommitForm(forms.Form):
    """Of a commitment."""

    public_source = forms.CharField(
        label=_("公开值来源"),
        max_length=200,
        required=False,
        help_text=Draw._meta.get_field("public_source").help_text,
    )


class SealForm(forms.Form):
    """Of a list to be sealed."""

    name = forms.CharField(
        label=_("轮次"), max_length=40, required=False, help_text=_("只抽一次的不用填；每月都抽的如 2026-03")
    )
    own = forms.BooleanField(
        label=_("程序列出的"),
        required=False,
        initial=True,
        help_text=_("下级指标，以及台账中的乡镇、下属单位（见上表）"),
    )
    file = forms.FileField(
        label=_("候选名单"),
        required=False,
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        help_text=_("办事事项、政策文件、留言等由人列出；填好上面下载的名单后上传，有错按行指出，一份也不封存"),
    )
    sure = forms.BooleanField(label=_("确认"), help_text=_("封存之后名单不能再改"))

    def clean_file(self) -> Any:
        """Refuse what is no list, or too large to be one."""
        file = self.cleaned_data["file"]
        if file and not file.name.lower().endswith((".xlsx", ".csv")):
            raise ValidationError(_now("请上传 .xlsx 或 .csv 文件。"))
        if file and file.size > MOST_BYTES:
            raise ValidationError(_now("文件超过 %s MB；请分几轮封存。") % (MOST_BYTES // 1024**2))
        return file


class DrawForm(forms.Form):
    """Of a draw: the public value where one was announced."""

    public = forms.CharField(label=_("公开值"), max_length=200)
    sure = forms.BooleanField(label=_("确认"), help_text=_("一轮只能抽一次，不能重抽"))

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["public"].help_text = source
        if not source:
            del self.fields["public"]
