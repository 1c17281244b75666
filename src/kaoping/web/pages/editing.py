"""Forms that write through actions: nothing typed is lost, nothing of somebody else's is overwritten unseen."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaoping.web.actions import ConflictError, Edit, RefusedError, problems_of
from kaoping.web.audit.models import Entry
from kaoping.web.audit.wording import shown

AnyForm = Any  # a RowForm, or a plain form whose writing never conflicts


class RowForm(forms.ModelForm):
    """A form of one row that carries what its person saw, so that only what was changed is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow()
        own = {field.name: field for field in self.instance._meta.concrete_fields}
        for name, field in self.fields.items():
            field.show_hidden_initial = bool(self.instance.pk) and name in own
            validators = getattr(own.get(name), "validators", [])
            field.validators = [*field.validators, *(one for one in validators if one not in field.validators)]

    def narrow(self) -> None:
        """Put fields in place that depend on who fills the form in."""

    def _post_clean(self) -> None:
        """Leave the instance as it is in the database: the action sets, checks and saves it."""

    def values(self) -> dict[str, Any]:
        """Return all fields of the row, for a new one."""
        own = {field.name for field in self.instance._meta.concrete_fields}
        return {name: value for name, value in self.cleaned_data.items() if name in own}

    def edits(self) -> dict[str, Edit]:
        """Return what the person changed against what was shown."""
        return {
            name: Edit(seen_by(self, name), self.cleaned_data[name])
            for name in self.changed_data
            if name in self.values()
        }


def seen_by(form: forms.BaseForm, name: str) -> Any:
    """Return what a person had before them in a field that carries it (`show_hidden_initial`)."""
    bound = form[name]
    field = form.fields[name]
    hidden = field.hidden_widget()
    raw = hidden.value_from_datadict(form.data, form.files, bound.html_initial_name)
    try:
        return field.to_python(raw)
    except ValidationError:  # what was shown is not there any more; then it was changed, too
        return None


@dataclass(frozen=True, slots=True)
class Editing:
    """One form page. `save` writes and returns where to go next, where `done` is said, or the page to show.

    `more` is what another template than the usual one shows beside the form.
    """

    title: str
    save: Callable[[Any], str | HttpResponse]
    done: str
    back: str
    note: str = ""
    button: str = ""
    template: str = "pages/form.html"
    more: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def show_form(request: HttpRequest, form: AnyForm, editing: Editing) -> HttpResponse:
    """Show the form, or write what was sent; what cannot be written comes back with everything typed and the reason."""
    conflicts: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            result = editing.save(form)
        except ConflictError as error:
            conflicts = _explained(form, error)
            form = _with_current(form, error)
        except (RefusedError, ValidationError, IntegrityError) as error:
            _attach(form, error)
        else:
            if isinstance(result, HttpResponse):
                return result
            if editing.done:
                messages.success(request, editing.done)
            return HttpResponseRedirect(result)
    status = 409 if conflicts else 200 if request.method == "GET" or form.is_valid() else 422
    context = {**editing.more, "form": form, "editing": editing, "conflicts": conflicts}
    return render(request, editing.template, context, status=status)


def _attach(form: AnyForm, error: Exception) -> None:
    if isinstance(error, ValidationError):
        for name, found in problems_of(error).items():
            form.add_error(name if name in form.fields else None, found)
    elif isinstance(error, IntegrityError):
        form.add_error(None, _("与刚刚登记的另一条记录重复；请刷新列表查看。"))
    else:
        form.add_error(None, str(error))


def _explained(form: AnyForm, error: ConflictError) -> list[dict[str, Any]]:
    """Say for each contested field what was seen, what it is now and who made it so."""
    return [
        {
            "label": form.fields[name].label,
            "seen": shown(type(error.row), name, seen),
            "now": shown(type(error.row), name, now),
            "wanted": shown(type(error.row), name, wanted),
            "who": _who(error.row, name),
        }
        for name, (seen, now, wanted) in error.fields.items()
    ]


def _who(row: models.Model, name: str) -> str:
    entries = Entry.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk))[:20]
    entry = next((entry for entry in entries if name in entry.changes), None)
    return entry.actor_name if entry else ""


def _with_current(form: AnyForm, error: ConflictError) -> AnyForm:
    """Return the form as sent, but having seen what is there now, so that sending it again is a decision."""
    data = form.data.copy()  # a QueryDict
    for name, (_seen, now, _wanted) in error.fields.items():
        bound = form[name]
        prepared = form.fields[name].prepare_value(now)
        data[bound.html_initial_name] = "" if prepared is None else prepared
    again = type(form)(data, instance=type(error.row)._default_manager.get(pk=error.row.pk), **_extra(form))
    again.is_valid()
    return again


def _extra(form: AnyForm) -> Mapping[str, Any]:
    return getattr(form, "made_with", {})
