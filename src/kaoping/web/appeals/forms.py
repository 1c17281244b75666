"""The forms of appeals."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.models import User
from kaoping.web.appeals.actions.file_appeal import MOST_FILES, SHORTEST
from kaoping.web.appeals.effect import Plan
from kaoping.web.appeals.models import ANSWERS, AppealTerms
from kaoping.web.marking.superseding import Place, Superseding
from kaoping.web.monitoring.models import Finding
from kaoping.web.pages.uploads import ACCEPT, TAKEN, BadUploadError, Upload, examine
from kaoping.workflow.appeal import Limits
from kaoping.worktime import DayEnd


class _Files(forms.FileInput):
    allow_multiple_selected = True


class ProofsField(forms.FileField):
    """Takes several files; gives what is kept of each."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_Files({"accept": ACCEPT}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """Return what is kept. Raises ValidationError for what is not taken."""
        files = [one for one in data or () if isinstance(one, UploadedFile)]
        if len(files) > MOST_FILES:
            raise ValidationError(_now("一件申诉最多 %s 份证明材料，请合并后再提交。") % MOST_FILES)
        try:
            return [examine(super(ProofsField, self).clean(one, initial)) for one in files]
        except BadUploadError as error:
            raise ValidationError(str(error)) from error


class AppealForm(forms.Form):
    """What a unit says."""

    text = forms.CharField(
        label=_("申诉理由"),
        max_length=4000,
        min_length=SHORTEST,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("写明哪里与事实或细则不符、依据是什么；不要写身份证号、手机号等个人信息"),
    )
    proofs = ProofsField(label=_("证明材料"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proofs"].help_text = _now("可以选几个文件：%s；每个不超过 20 MB") % TAKEN


class OfficerForm(forms.Form):
    """Whom an appeal is given to; those who had a part in it are not offered."""

    officer = forms.ModelChoiceField(User.objects.none(), label=_("复核人"))

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers  # type: ignore[attr-defined]


class TermsForm(forms.ModelForm):
    """The limits of a cycle."""

    reason = forms.CharField(label=_("改动的原因"), max_length=300, required=False, help_text=_("结果反馈之后改动必填"))

    class Meta:
        model = AppealTerms
        fields = ("file_days", "answer_days", "ends")

    def __init__(self, *args: Any, seen: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in (("file", seen.file), ("answer", seen.answer), ("ends", seen.ends.value)):
            self.fields[f"seen_{name}"] = forms.CharField(initial=value, widget=forms.HiddenInput)

    def _post_clean(self) -> None:
        """Leave checking the row to the action."""

    def wanted(self) -> Limits:
        """The limits wanted."""
        given = self.cleaned_data
        return Limits(given["file_days"], given["answer_days"], DayEnd(given["ends"]))

    def seen(self) -> Limits:
        """The limits that the person saw. Raises ValueError for what no form of ours sent."""
        given = self.cleaned_data
        return Limits(int(given["seen_file"]), int(given["seen_answer"]), DayEnd(given["seen_ends"]))


class DecideForm(forms.Form):
    """What is answered, and what it changes: findings that are none, here and elsewhere, and marks."""

    outcome = forms.ChoiceField(label=_("复核结果"), choices=[("", "—"), *ANSWERS])
    reason = forms.CharField(
        label=_("理由"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("申诉单位可以看到；写明查了什么、依据哪一条"),
    )
    dismissed = forms.TypedMultipleChoiceField(
        label=_("认定为误报"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    elsewhere = forms.TypedMultipleChoiceField(
        label=_("其他单位同样的误报，一并排除"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        findings: Sequence[Finding],
        same: Sequence[Finding],
        places: Sequence[Place],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._places = places
        self._choose("dismissed", [(one.pk, one.url) for one in findings])
        self._choose("elsewhere", [(one.pk, f"{one.site.unit}：{one.url}") for one in same])
        for number, place in enumerate(places):
            help_text = _now("现为：%(said)s。%(asked)s；不改的留空") % {
                "said": place.said or _now("未评"),
                "asked": place.requirement,
            }
            title = _now("“%s”改为") % place.title
            self.fields[f"mark{number}"] = forms.CharField(
                label=title, max_length=200, required=False, help_text=help_text, widget=forms.TextInput
            )

    def plan(self) -> Plan:
        """Return what is to be changed."""
        given = self.cleaned_data
        marks = []
        for number, place in enumerate(self._places):
            text = given.get(f"mark{number}", "").strip()
            if text:
                not_applicable = text == _now("不适用") or text == "不适用"
                said = "" if not_applicable else text
                marks.append(Superseding(place.question, place.period, said, "", not_applicable))
        return Plan(tuple(given.get("dismissed", ())), tuple(given.get("elsewhere", ())), tuple(marks))

    def place_error(self, question: str, messages: list[str]) -> None:
        """Say at a mark's field what is wrong with it."""
        for number, place in enumerate(self._places):
            if place.question == question:
                self.add_error(f"mark{number}", messages)

    def _choose(self, name: str, choices: Sequence[tuple[int, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]
