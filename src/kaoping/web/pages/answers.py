"""Reports of many answers: each is a row of its own, so that what several people write at once merges or is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.actions import Act, ConflictError, Edit
from kaoping.web.pages.editing import seen_by

SAID = 60  # characters of an answer that stand in the log of a draft; what is handed in is kept whole


class Answer(models.Model):
    """One answer of a report under its key; the report is the foreign key of the model that derives from this."""

    key = models.CharField(_("项目"), max_length=120)
    text = models.TextField(_("内容"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


class AnswerText(forms.CharField):
    """Text as it is stored: however a browser ends lines, they are the same text."""

    def to_python(self, value: Any) -> str:
        """Return it with plain line ends."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class AnswersForm(forms.Form):
    """A form of answers that carries what its person saw, so that only what was changed is written.

    `fields_of` puts a field in place for each key; every value is text, and what it must be is checked when the report
    is handed in, so that nothing half-written is lost.
    """

    def __init__(self, *args: Any, instance: models.Model, answers: Mapping[str, str], **kwargs: Any) -> None:
        self.instance = instance
        super().__init__(*args, **kwargs)
        self.initial = dict(answers)
        for name, field in self.fields_of().items():
            field.show_hidden_initial = True
            field.required = False
            self.fields[name] = field

    def fields_of(self) -> dict[str, AnswerText]:
        """Return the fields by key."""
        raise NotImplementedError

    def edits(self) -> dict[str, Edit]:
        """Return what the person changed against what was shown."""
        return {name: Edit(seen_by(self, name) or "", self.cleaned_data[name]) for name in self.changed_data}


def answers_of(rows: "models.QuerySet[Any]") -> dict[str, str]:
    """Return answers by key."""
    return dict(rows.values_list("key", "text"))


def write_answers(act: Act, owner: Any, edits: Mapping[str, Edit], at: datetime) -> None:
    """Take over the answers of a report (accessed, so locked) that a person changed, and when that was.

    The log names each with its beginning: drafts are saved while people type. Raises ConflictError where somebody else
    changed the same answer to something else meanwhile.
    """
    known = {row.key: row for row in owner.answers.filter(key__in=list(edits))}
    now = {key: known[key].text if key in known else "" for key in edits}
    clashes = {
        key: (one.seen, now[key], one.wanted) for key, one in edits.items() if now[key] not in (one.seen, one.wanted)
    }
    if clashes:
        raise ConflictError(owner, clashes)
    changed = {key: one.wanted for key, one in edits.items() if now[key] != one.wanted}
    for key, text in changed.items():
        row = known.get(key) or owner.answers.model(**{owner.answers.field.name: owner}, key=key)
        row.text = text
        row.full_clean()
        row.save()
    if changed:
        act.note(owner, **{key: text[:SAID] or "—" for key, text in changed.items()})
        owner.saved_at = at
        owner.save(update_fields=("saved_at",))
