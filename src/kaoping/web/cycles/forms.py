"""The forms of cycles."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kaoping.model.errors import SchemeError
from kaoping.schemes.handed_in import MOST_BYTES
from kaoping.schemes.loader import library_titles
from kaoping.schemes.model import Scheme
from kaoping.web.accounts.roles import Permission
from kaoping.web.cycles.actions.add_child_cycles import MONTHS
from kaoping.web.cycles.models import Cycle, CycleDay, Participant
from kaoping.web.cycles.queries import cycles_for
from kaoping.web.cycles.rules import fed_measures, placement_titles
from kaoping.web.cycles.scheme_copies import from_library, from_upload, scheme_of
from kaoping.web.cycles.words import day_title
from kaoping.web.pages.editing import RowForm
from kaoping.web.pages.lookup import LookupField
from kaoping.web.registry.forms import REGION_OPTIONS, ScopedForm
from kaoping.web.registry.queries import regions_for
from kaoping.workflow.cycle import State, Step
from kaoping.workflow.cycle_days import TITLES

MOST_SHOWN = 30
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class SchemeChoice(forms.Form):
    """A scheme of the library, or a file of one's own; `scheme` is the one meant, once the form is valid."""

    library = forms.ChoiceField(label=_("内置方案"), required=False)
    file = forms.FileField(
        label=_("或上传方案文件"),
        required=False,
        widget=forms.FileInput({"accept": ".yaml,.yml"}),
        help_text=_("自己的方案（.yaml，可用 extends 在内置方案上修改）；上传时逐条检查，有错误不能使用"),
    )
    scheme: Scheme
    file_name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, f"{title}（{name}）") for name, title in library_titles().items()]
        self.fields["library"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the scheme that was chosen; everything that is wrong with it is said."""
        given = dict(super().clean() or self.cleaned_data)
        file, name = given.get("file"), given.get("library")
        if bool(file) == bool(name):
            raise ValidationError(_now("请选一个内置方案，或上传一个方案文件（只选一样）。"))
        try:
            if file:
                self.file_name = file.name
                self.scheme, _remarks = from_upload(file.read(MOST_BYTES + 1), file.name)
            else:
                self.scheme, _remarks = from_library(str(name))
        except SchemeError as error:
            said = [str(problem) for problem in error.problems]
            more = [_now("……另有 %s 处。") % (len(said) - MOST_SHOWN)] if len(said) > MOST_SHOWN else []
            raise ValidationError({"file" if file else "library": said[:MOST_SHOWN] + more}) from error
        return given


class CycleForm(ScopedForm):
    """Of a cycle."""

    class Meta:
        model = Cycle
        fields = ("name", "kind", "body", "period_from", "period_to", "parent", "feeds", "shows_scores")
        widgets = {"period_from": DAY, "period_to": DAY}

    def narrow(self) -> None:
        """Let body and parent be ones within reach."""
        regions = regions_for(self.request, Permission.MANAGE_CYCLES)
        self.fields["body"] = LookupField(
            regions, REGION_OPTIONS, label=_("考评地区"), help_text=Cycle._meta.get_field("body").help_text
        )
        parents = cycles_for(self.request).filter(parent=None, kind=Cycle.Kind.YEAR).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["parent"].empty_label = "—"  # type: ignore[attr-defined]
        self.fields["feeds"] = forms.ChoiceField(
            label=_("计入的测评值"),
            required=False,
            choices=[("", "—"), *_fed(parents)],
            help_text=_("年度方案中逐月、逐季的测评值，由本周期的结果填入"),
        )
        ask_reason(self, self.instance)


class NewCycleForm(SchemeChoice, CycleForm):
    """Of a new cycle, with its scheme."""

    field_order = ("name", "kind", "body", "period_from", "period_to", "library", "file", "parent", "feeds")


class CloneForm(ScopedForm):
    """Of a cycle like another one."""

    class Meta:
        model = Cycle
        fields = ("name", "body", "period_from", "period_to")
        widgets = {"period_from": DAY, "period_to": DAY}

    def narrow(self) -> None:
        """Let the body be one within reach."""
        regions = regions_for(self.request, Permission.MANAGE_CYCLES)
        self.fields["body"] = LookupField(regions, REGION_OPTIONS, label=_("考评地区"))


class ChildrenForm(SchemeChoice):
    """Of the shorter cycles of a year."""

    kind = forms.ChoiceField(label=_("类型"), choices=[(kind, Cycle.Kind(kind).label) for kind in MONTHS])
    feeds = forms.ChoiceField(label=_("计入的测评值"), required=False)
    field_order = ("kind", "library", "file", "feeds")

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *fed_measures(scheme_of(cycle)).items()]
        self.fields["feeds"].choices = choices  # type: ignore[attr-defined]


class ParticipantForm(ScopedForm):
    """Of a unit's place in a cycle; group and class are chosen together."""

    class Meta:
        model = Participant
        fields = ("group", "category", "tags", "site_type", "exempt", "exempt_reason")

    def narrow(self) -> None:
        """Let places, tags and site types be those of the cycle's scheme."""
        scheme = scheme_of(self.instance.cycle)
        self.fields["group"] = forms.ChoiceField(label=_("分类"), choices=_with(scheme.groups, self.instance.group))
        classes = {name: f"{title}（{scheme.groups[of]}）" for name, (of, title) in scheme.classes.items()}
        self.fields["category"] = forms.ChoiceField(
            label=_("类别"), choices=_with(classes, self.instance.category), required=False
        )
        known = "、".join(scheme.tags.values())
        self.fields["tags"].help_text = _("方案中的标签：%s") % known if known else _("方案中没有标签，请留空")
        if scheme.site_types:
            self.fields["site_type"] = forms.ChoiceField(
                label=_("网站类型"), choices=_with(scheme.site_types, self.instance.site_type), required=False
            )
        else:
            del self.fields["site_type"]
        ask_reason(self, self.instance.cycle)


class PlaceForm(forms.Form):
    """Where chosen units go."""

    place = forms.ChoiceField(label=_("归入"))

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = placement_titles(scheme_of(cycle))
        self.fields["place"].choices = [(f"{group}/{name}", title) for (group, name), title in titles.items()]  # type: ignore[attr-defined]
        ask_reason(self, cycle)


class ParticipantsForm(PlaceForm):
    """What is done with chosen units of a cycle."""

    why = forms.CharField(label=_("免予考评的原因"), max_length=200, required=False)


class DayForm(ScopedForm):
    """Of the rule of one day."""

    class Meta:
        model = CycleDay
        fields = ("fixed", "anchor", "amount", "unit")
        widgets = {"fixed": DAY}

    def narrow(self) -> None:
        """Ask for the reason of a change once the cycle is announced; say the anchors of this cycle."""
        own = self.instance.milestone
        choices = [("", "—"), *((name, day_title(name)) for name in TITLES if name != own)]
        self.fields["anchor"] = forms.ChoiceField(label=_("或起算于"), choices=choices, required=False)
        ask_reason(self, self.instance.cycle)


class StepForm(forms.Form):
    """A step of a cycle."""

    seen = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(max_length=300)
    looked = forms.BooleanField(label=_("已核对"), required=False, help_text=_("上面列出的提醒都已核对，仍要进行"))
    sure = forms.BooleanField(label=_("确认"))

    def __init__(self, *args: Any, step: Step, doubtful: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = step.asks or _("说明")
        self.fields["reason"].required = bool(step.asks)
        self.fields["sure"].help_text = _("这一步完成后不能撤回")
        if not doubtful:
            del self.fields["looked"]
        if not step.final:
            del self.fields["sure"]


def ask_reason(form: forms.Form | RowForm, cycle: Cycle) -> None:
    """Ask for the reason of a change once the cycle is announced; it goes to the log and onto the announcement."""
    if cycle.now is not State.DRAFT:
        form.fields["reason"] = forms.CharField(label=_("改动原因"), max_length=200, help_text=_("在公告上列出"))


def _fed(parents: Any) -> list[tuple[str, str]]:
    """The series that any of these cycles takes, each once."""
    found: dict[str, str] = {}
    for parent in parents.filter(state__in=("draft", "announced", "buffer", "monitoring"))[:MOST_SHOWN]:
        found |= {name: f"{title}（{name}）" for name, title in fed_measures(scheme_of(parent)).items()}
    return list(found.items())


def _with(choices: Mapping[str, str], now: str) -> list[tuple[str, str]]:
    """Choices with an empty one, and with what stands there now though the scheme does not have it."""
    strange = [(now, _now("%s（方案中没有）") % now)] if now and now not in choices else []
    return [("", "—"), *choices.items(), *strange]
