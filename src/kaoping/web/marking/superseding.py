"""Marks that supersede others on appeal: what was judged before stays, and counts no more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kaoping.measures import Given
from kaoping.web.accounts.models import User
from kaoping.web.actions import Act
from kaoping.web.cycles.models import Participant
from kaoping.web.cycles.roster import roster_unit
from kaoping.web.marking.actions.save_mark import read_value
from kaoping.web.marking.asked import panel_questions, questions_of, rows_of
from kaoping.web.marking.measures import Lists, Seat, counted, seats_of
from kaoping.web.marking.models import Mark

Key = tuple[str, str]
"""Question and period."""


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that people judge about a unit: what it is called, what may be typed, what was said so far."""

    question: str
    period: str
    title: str
    requirement: str
    said: str

    @property
    def key(self) -> Key:
        """What names it."""
        return self.question, self.period


@dataclass(frozen=True, slots=True)
class Superseding:
    """What is said in place of the marks about one thing, and why."""

    question: str
    period: str
    text: str
    note: str
    not_applicable: bool = False


def places_under(participant: Participant, names: Collection[str]) -> list[Place]:
    """Return what people judge about a unit under these names (questions), in document order."""
    panels = panel_questions(participant.cycle)
    said: dict[Key, list[str]] = {}
    for mark in participant.marks.filter(question__in=names).exclude(state=Mark.State.OPEN).order_by("seat"):
        said.setdefault((mark.question, mark.period), []).append(_said(mark))
    return [
        Place(
            row.question.name,
            row.period,
            row.question.title + (f" {row.period}" if row.period else ""),
            _("填一个分数，代替各位专家的打分") if row.question.name in panels else row.requirement(),
            "、".join(said.get((row.question.name, row.period), ())),
        )
        for row in rows_of(participant.cycle, (roster_unit(participant),))
        if row.question.name in names and (row.question.name not in panels or (row.question.name, row.period) in said)
    ]


def supersede(act: Act, participant: Participant, wanted: Superseding, by: User, *, at: datetime) -> Mark:
    """Write a mark that counts in place of all others about one thing.

    Raises RefusedError where nobody is asked that, ValidationError where the value is none that the rule takes.
    """
    asked = {place.key for place in places_under(participant, {wanted.question})}
    act.refuse_unless((wanted.question, wanted.period) in asked, _("这一项不由人评分，不能改评分。"))
    mark = proposed(participant, wanted)
    mark.assessor, mark.saved_at, mark.done_at = by, at, at
    return act.create(mark)


def proposed(participant: Participant, wanted: Superseding) -> Mark:
    """Return the mark, not saved and nobody's yet. Raises ValidationError as `supersede`."""
    before = _about(participant, wanted)
    places = {name: place for place, name in enumerate(questions_of(participant.cycle))}
    given_on_appeal = before.filter(mode=Mark.Mode.APPEAL).count()
    mark = Mark(
        cycle=participant.cycle,
        participant=participant,
        question=wanted.question,
        period=wanted.period,
        place=places[wanted.question],
        seat=Mark.APPEAL_SEAT + given_on_appeal,
        mode=Mark.Mode.APPEAL,
        state=Mark.State.DONE,
        text=wanted.text,
        not_applicable=wanted.not_applicable,
        note=wanted.note,
    )
    mark.value = read_value(mark)
    return mark


def tried(participant: Participant, mark: Mark) -> tuple[Sequence[Given], Sequence[Given]]:
    """Return the values that count now about one thing, and those that would with a proposed mark."""
    lists = Lists(participant.cycle)
    seats = tuple(seats_of(Mark.objects.filter(participant=participant, question=mark.question, period=mark.period)))
    new = Seat(
        participant.unit.code,
        mark.question,
        mark.period,
        mark.seat,
        mark.mode,
        mark.state,
        mark.text,
        mark.value,
        mark.not_applicable,
        assessor="",
    )
    before = tuple(counted(seats, lists)) if seats else ()
    return before, tuple(replace(one, by="") for one in counted((*seats, new), lists))


def _about(participant: Participant, wanted: Superseding) -> "QuerySet[Mark]":
    return Mark.objects.filter(participant=participant, question=wanted.question, period=wanted.period)


def _said(mark: Mark) -> str:
    return _("不适用") if mark.not_applicable else mark.text
