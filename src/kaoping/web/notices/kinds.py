"""Kinds of notices: each is declared once, in the `notice_kinds` module of the app whose acts tell of it."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaoping.web.app_modules import modules_named
from kaoping.workflow.notices import Pace, Rising

_CODE = re.compile(r"[a-z]+(-[a-z]+)*")


class Severity(models.IntegerChoices):
    """How much a notice presses. What is urgent goes out in quiet hours, too, and never waits for a digest."""

    INFORMATION = 1, _("知会")
    ACTION = 2, _("待办")
    URGENT = 3, _("紧急")


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice. `code` never changes; `title` is what settings and filters call the kind.

    `subject` and `text` are templates with `$name` for the values that `act.tell` gives. Say in them what happened,
    and what is to be done by when. Values are names of objects, days and figures, never the words of a finding: they
    may hold personal data, and a notice travels further than the page behind its link.
    `mailed` and `grouped`: whether it goes out by mail and to group robots where people set nothing else.
    `rises`: after how long it rises to the unit's leader and to the office above, where nobody answers; an assessing
    body may say otherwise for its region (`web/limits`).
    `waits`: somebody has to act, and `act.settle` says when it is done; until then it is kept, however old.
    """

    code: str
    title: str | Promise
    subject: str | Promise
    text: str | Promise = ""
    severity: Severity = Severity.INFORMATION
    mailed: bool = True
    grouped: bool = True
    rises: Rising | None = None
    waits: bool = False

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"a code of notices is lower-case words joined by hyphens, not {self.code!r}")

    @property
    def pace(self) -> Pace:
        """How soon it is mailed to those who set nothing else: what is only to be known comes with the day's others."""
        if not self.mailed:
            return Pace.NEVER
        return Pace.DAILY if self.severity is Severity.INFORMATION else Pace.NOW

    def said(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Return subject and text with the values put in. Raises KeyError for one that is missing."""
        return Template(str(self.subject)).substitute(values), Template(str(self.text)).substitute(values)


@functools.cache
def all_kinds() -> Mapping[str, NoticeKind]:
    """Return every kind by code, app by app: the `KINDS` of each app's module `notice_kinds`.

    Raises ValueError where two kinds have one code.
    """
    found: dict[str, NoticeKind] = {}
    for kind in (kind for module in modules_named("notice_kinds") for kind in module.KINDS):
        if found.setdefault(kind.code, kind) is not kind:
            raise ValueError(f"two kinds of notices are called {kind.code}")
    return found


def title_of(code: str) -> str:
    """Return what a kind is called; its code where an earlier version declared it and this one does not."""
    kind = all_kinds().get(code)
    return str(kind.title) if kind else code
