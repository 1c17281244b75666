"""Give what a scheme asks people about units to assessors."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kaoping.runs.inputs.marks_layout import MarkRow
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import BATCH, Act, action
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.roster import roster_of
from kaoping.web.cycles.rules import reached
from kaoping.web.marking.asked import panel_questions, questions_of, rows_of
from kaoping.web.marking.dealing import deal
from kaoping.web.marking.models import Allotment, Mark
from kaoping.web.marking.people import assessors_of
from kaoping.web.marking.rules import hold_marking
from kaoping.web.marking.telling import tell_dealt

Way = Allotment.Way


@dataclass(frozen=True, slots=True)
class Dealing:
    """What to deal to whom. No questions or places named: all of them. `seed` decides what is judged twice."""

    way: str
    assessors: Sequence[int]
    seed: str
    questions: Collection[str] = ()
    places: Collection[tuple[str, str]] = ()
    double_share: int = 0


@action(Permission.ASSIGN_MARKS, "分派测评任务")
def allot_marks(act: Act, pk: int, dealing: Dealing) -> Allotment:
    """Deal what nobody was given yet; one entry of the log says how, and the seed lets everybody repeat it.

    Raises OutOfReachError, RefusedError.
    """
    cycle = reached(act, pk)
    hold_marking(act, cycle)
    people = _people(act, cycle, dealing)
    rows = _open_rows(cycle, dealing)
    act.refuse_unless(rows, _("没有还未分派的测评项：所选单位和测评项都已分派，或方案不需要人工测评。"))
    allotment = Allotment(
        cycle=cycle,
        way=dealing.way,
        questions=sorted(dealing.questions),
        units=len({row.unit.id for row in rows}),
        double_share=0 if dealing.way == Way.PANEL else dealing.double_share,
        seed=dealing.seed,
        made_by_name=act.actor.name,
    )
    places = {name: place for place, name in enumerate(questions_of(cycle))}
    marks = list(_seats(rows, dealing, people))
    allotment.marks_made = len(marks)
    act.create(allotment)
    allotment.assessors.set(people)
    act.note(allotment, assessors="、".join(str(one) for one in people), seed=dealing.seed)
    inside = dict(cycle.participants.values_list("unit__code", "pk"))
    for mark, row in marks:
        mark.cycle, mark.allotment, mark.participant_id = cycle, allotment, inside[row.unit.id]
        mark.place = places[row.question.name]
    Mark.objects.bulk_create((mark for mark, _row in marks), batch_size=BATCH)
    counts = Counter(mark.assessor_id for mark, _row in marks)
    tell_dealt(act, cycle, {one: counts[one.pk] for one in people}, f"allotment:{allotment.pk}")
    return allotment


def _people(act: Act, cycle: Cycle, dealing: Dealing) -> list[User]:
    people = list(assessors_of(cycle).filter(pk__in=dealing.assessors).order_by("pk"))
    act.refuse_unless(
        people and len(people) == len(set(dealing.assessors)),
        _("请选择评估员；参评单位的人员不能参加测评。"),
    )
    act.refuse_unless(
        not dealing.double_share or len(people) > 1 or dealing.way == Way.PANEL, _("双人测评至少要选两位评估员。")
    )
    return people


def _open_rows(cycle: Cycle, dealing: Dealing) -> list[MarkRow]:
    """What is asked, is meant, and nobody was given."""
    panels = panel_questions(cycle)
    meant = panels if dealing.way == Way.PANEL else frozenset(questions_of(cycle)) - panels
    if dealing.questions:
        meant &= frozenset(dealing.questions)
    given = set(
        Mark.objects.filter(cycle=cycle, question__in=meant).values_list(
            "participant__unit__code", "question", "period"
        )
    )
    units = (
        unit
        for unit in roster_of(cycle).units
        if not unit.exempt and (not dealing.places or (unit.group, unit.class_) in dealing.places)
    )
    rows = rows_of(cycle, units)
    return [
        row for row in rows if row.question.name in meant and (row.unit.id, row.question.name, row.period) not in given
    ]


def _seats(rows: Iterable[MarkRow], dealing: Dealing, people: Sequence[User]) -> Iterator[tuple[Mark, MarkRow]]:
    keys = [user.pk for user in people]
    by: dict[str, list[MarkRow]] = defaultdict(list)
    for row in rows:
        by[row.question.name if dealing.way == Way.QUESTION else row.unit.id].append(row)
    dealt = {} if dealing.way == Way.PANEL else deal(list(by), keys, dealing.double_share, dealing.seed)
    for key, found in by.items():
        seats = dealt.get(key, tuple(keys))
        mode = Mark.Mode.PANEL if dealing.way == Way.PANEL else Mark.Mode.DOUBLE if len(seats) > 1 else Mark.Mode.SINGLE
        for row in found:
            for seat, assessor in enumerate(seats, 1):
                mark = Mark(question=row.question.name, period=row.period, seat=seat, mode=mode)
                mark.assessor_id = assessor
                yield mark, row
