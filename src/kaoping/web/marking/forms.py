"""The forms of marking."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaoping.runs.inputs.marks_layout import MarkRow
from kaoping.web.accounts.models import User
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.rules import placement_titles
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.marking.actions.allot_marks import Dealing
from kaoping.web.marking.asked import panel_questions, questions_of
from kaoping.web.marking.models import Allotment, Mark, TestCall
from kaoping.web.marking.people import assessors_of
from kaoping.web.pages.editing import RowForm
from kaoping.web.pages.uploads import ACCEPT, TAKEN


class AllotForm(forms.Form):
    """Who judges what."""

    way = forms.ChoiceField(label=_("分派方式"), choices=Allotment.Way, initial=Allotment.Way.UNIT)
    assessors = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("评估员"), widget=forms.CheckboxSelectMultiple
    )
    double_share = forms.IntegerField(
        label=_("双人测评比例（%）"),
        min_value=0,
        max_value=100,
        initial=0,
        help_text=_("随机抽这么多单位（或测评项）由两人各自独立评，用来检验一致性；现场评审不用"),
    )
    places = forms.MultipleChoiceField(
        label=_("单位"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("都不选表示全部分类")
    )
    questions = forms.MultipleChoiceField(
        label=_("测评项"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "long"}),
        help_text=_("都不选表示全部；已经分派过的不会重复分派"),
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"cycle": cycle}
        people = self.fields["assessors"]
        people.queryset = assessors_of(cycle)  # type: ignore[attr-defined]
        titles = placement_titles(scheme_of(cycle))
        self.fields["places"].choices = [("/".join(key), title) for key, title in titles.items()]  # type: ignore[attr-defined]
        panels = panel_questions(cycle)
        self.fields["questions"].choices = [  # type: ignore[attr-defined]
            (name, f"{one.title}{_('（现场评审）') if name in panels else ''}")
            for name, one in questions_of(cycle).items()
        ]

    def dealing(self, seed: str) -> Dealing:
        """Return what was chosen."""
        given = self.cleaned_data
        places = [tuple(key.split("/", 1)) for key in given["places"]]
        return Dealing(
            way=given["way"],
            assessors=[user.pk for user in given["assessors"]],
            seed=seed,
            questions=given["questions"],
            places=places,
            double_share=given["double_share"],
        )


class MarksForm(forms.Form):
    """What can be done with many marks: the person for another assessor, the reason for both."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("改派给"), required=False)
    reason = forms.CharField(label=_("原因"), max_length=300, required=False)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = assessors_of(cycle)  # type: ignore[attr-defined]


class JudgeForm(RowForm):
    """What an assessor says; the field for the result is as its question asks."""

    class Meta:
        model = Mark
        fields = ("text", "not_applicable", "note")
        widgets = {"note": forms.Textarea({"rows": 6})}

    def __init__(self, *args: Any, asked: MarkRow | None, **kwargs: Any) -> None:
        self._asked = asked
        self.made_with = {"asked": asked}
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        """Ask for yes or no by two buttons, for anything else by a line."""
        asked = self._asked
        if asked is not None and asked.kind == "bool":
            choices = (("是", _("是")), ("否", _("否")))
            radio = forms.RadioSelect({"class": "choices"})
            self.fields["text"] = forms.ChoiceField(label=_("结果"), choices=choices, required=False, widget=radio)
            return
        field = self.fields["text"]
        field.help_text = asked.requirement() if asked else ""
        decimal = asked is not None and asked.kind in ("number", "count", "list")
        field.widget.attrs |= {"autocomplete": "off", "inputmode": "decimal" if decimal else "text"}


class ReferForm(forms.Form):
    """Who decides where two differ."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("复核人"))

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = assessors_of(cycle)  # type: ignore[attr-defined]


class CallForm(forms.ModelForm):
    """An entry of the diary of tests."""

    class Meta:
        model = TestCall
        fields = ("way", "at", "target", "answered", "waited", "question", "answered_at", "answer")
        widgets = {
            "at": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "answered_at": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "answer": forms.Textarea({"rows": 3}),
        }

    def _post_clean(self) -> None:
        """Leave checking the row to the action."""


class MaterialForm(forms.Form):
    """A file that a unit hands in."""

    indicator = forms.ChoiceField(label=_("指标"))
    file = forms.FileField(label=_("文件"), widget=forms.FileInput({"accept": ACCEPT}))
    note = forms.CharField(label=_("说明"), max_length=500, required=False, help_text=_("材料说明什么，在第几页"))

    def __init__(self, *args: Any, titles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", "—"), *titles.items()]  # type: ignore[attr-defined]
        self.fields["file"].help_text = _("可以上传%s；每个不超过 20 MB") % TAKEN

    def fields_said(self) -> dict[str, str]:
        """Return what stands beside the file."""
        return {"indicator": self.cleaned_data["indicator"], "note": self.cleaned_data["note"]}


class ReturnForm(forms.Form):
    """Why materials are returned."""

    reason = forms.CharField(label=_("退回原因"), max_length=300, required=False)
