"""Forms about findings: replies of units, answers to them, waivers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kaoping.web.monitoring.actions.answer_reply import ANSWERS
from kaoping.web.monitoring.models import Reply, Waiver
from kaoping.web.pages.uploads import ACCEPT, TAKEN, BadUploadError, Upload, examine

_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
_TEXT = forms.Textarea({"rows": 5})


class ProofField(forms.FileField):
    """Takes one file; gives what is kept of it, or None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.FileInput({"accept": ACCEPT}), help_text=TAKEN, **options)

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        """Return what is kept. Raises ValidationError for what is not taken."""
        file = super().clean(data, initial)
        try:
            return examine(file) if isinstance(file, UploadedFile) else None
        except BadUploadError as error:
            raise ValidationError(str(error)) from error


class ReplyForm(forms.Form):
    """What a unit says to a finding."""

    kind = forms.ChoiceField(label=_("类型"), choices=Reply.Kind)
    text = forms.CharField(
        label=_("情况"),
        max_length=2000,
        widget=_TEXT,
        help_text=_("误报请写明为什么不是问题；不要写身份证号、手机号等个人信息"),
    )
    fix_by = forms.DateField(label=_("整改期限"), required=False, widget=_DAY, help_text=_("承诺整改时填写"))
    proof = ProofField(label=_("证明材料"), required=False)


class AnswerForm(forms.Form):
    """What becomes of a reply."""

    state = forms.ChoiceField(label=_("处理"))
    answer = forms.CharField(
        label=_("答复"),
        max_length=500,
        required=False,
        widget=_TEXT,
        help_text=_("单位可以看到；不采纳必须写明理由"),
    )

    def __init__(self, *args: Any, reply: Reply, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = ANSWERS[Reply.Kind(reply.kind)]
        self.fields["state"].choices = [(state.value, state.label) for state in possible]  # type: ignore[attr-defined]


class WaiverForm(forms.Form):
    """Why a finding should be excused, and for how long."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=_TEXT)
    until = forms.DateField(label=_("豁免至"), widget=_DAY, help_text=_("当日24时（北京时间）失效，最长一年"))


class WaiverAnswerForm(forms.Form):
    """Whether a waiver is approved."""

    state = forms.ChoiceField(
        label=_("审批"), choices=[(state.value, state.label) for state in (Waiver.State.APPROVED, Waiver.State.REFUSED)]
    )
    answer = forms.CharField(
        label=_("意见"), max_length=500, required=False, widget=_TEXT, help_text=_("不批准必须写明理由")
    )
