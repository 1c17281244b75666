"""What a cycle's marks come to: one value for each thing asked, as the measure table takes it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from kaoping.measures import Given
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster
from kaoping.runs.inputs.given_values import Entry, ValueReader
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.roster import roster_of
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.cycles.sources import ByUnit, Source
from kaoping.web.marking.material_measures import given_materials
from kaoping.web.marking.material_measures import stamp_of as materials_stamp
from kaoping.web.marking.models import Mark

_SINGLE, _DOUBLE, _PANEL, _THIRD = Mark.Mode.SINGLE, Mark.Mode.DOUBLE, Mark.Mode.PANEL, Mark.Mode.THIRD
_APPEAL = Mark.Mode.APPEAL


@dataclass(frozen=True, slots=True)
class Seat:
    """One mark as it counts: `answer` is its text as read, so that 90 and 90.0 are the same."""

    unit: str
    question: str
    period: str
    seat: int
    mode: str
    state: str
    text: str
    value: int | None
    not_applicable: bool
    assessor: str

    @property
    def answer(self) -> tuple[bool, int | str] | None:
        """What was said; None while nothing was. Two seats agree where this is the same."""
        if self.state == Mark.State.OPEN:
            return None
        return self.not_applicable, self.text if self.value is None else self.value


def seats_of(marks: "QuerySet[Mark]") -> Iterator[Seat]:
    """Yield marks, those about one thing together."""
    ordered = marks.order_by("participant", "question", "period", "seat")
    names = ("participant__unit__code", "question", "period", "seat", "mode", "state", "text", "value")
    for row in ordered.values_list(*names, "not_applicable", "assessor__name").iterator(chunk_size=5_000):
        yield Seat(*row)


def given_marks(cycle: Cycle, marks: "QuerySet[Mark] | None" = None) -> tuple[Given, ...]:
    """Return the values that a cycle's marks come to; of what nobody judged yet there is none.

    Where two judged and differ, the value is unknown until a third decides. A panel's open seats are unknown each.
    What was given on appeal supersedes the others, a panel's one and all.
    """
    rows = Mark.objects.filter(cycle=cycle) if marks is None else marks
    lists = Lists(cycle)
    found: list[Given] = []
    for _key, seats in groupby(seats_of(rows), key=lambda one: (one.unit, one.question, one.period)):
        found.extend(counted(tuple(seats), lists))
    return tuple(found)


class Lists:
    """Reads marks whose text lists several values; the scheme and roster are fetched when there is one."""

    def __init__(self, cycle: Cycle) -> None:
        self._cycle = cycle
        self._reader: ValueReader | None = None

    def read(self, seat: Seat) -> tuple[Given, ...]:
        if self._reader is None:
            roster = Roster(roster_of(self._cycle).units)
            self._reader = ValueReader(scheme_of(self._cycle), roster, ("ask",))
        entry = Entry(seat.unit, seat.question, seat.period, seat.text, by=seat.assessor)
        return self._reader.read(entry, "")[0]


def counted(seats: Sequence[Seat], lists: Lists) -> Iterable[Given]:
    """Return the values that the marks about one thing come to, in the order of their seats."""
    if seats[-1].mode == _APPEAL:
        last, panel = seats[-1], [one for one in seats if one.mode == _PANEL]
        if panel:
            return [replace(_given(last, last.period, lists)[0], period=str(one.seat)) for one in panel]
        return _given(last, last.period, lists)
    if seats[0].mode == _PANEL:
        return [_given(seat, str(seat.seat), lists)[0] for seat in seats]
    third = next((seat for seat in seats if seat.mode == _THIRD), None)
    if third is not None and third.answer is not None:
        return _given(third, third.period, lists)
    first = seats[0]
    if first.mode == _SINGLE:
        return _given(first, first.period, lists) if first.answer is not None else ()
    if any(seat.answer is None for seat in seats if seat.mode == _DOUBLE):
        return (_unknown(first, _("双人测评尚未都完成")),)
    if len({seat.answer for seat in seats if seat.mode == _DOUBLE}) > 1:
        return (_unknown(first, _("双人测评结果不一致，待复核")),)
    return _given(first, first.period, lists)


def _given(seat: Seat, period: str, lists: Lists) -> tuple[Given, ...]:
    if seat.answer is None:
        return (Given(seat.unit, seat.question, period, state=State.UNKNOWN, by=seat.assessor),)
    if seat.not_applicable:
        return (Given(seat.unit, seat.question, period, state=State.NOT_APPLICABLE, by=seat.assessor),)
    if seat.value is None:
        return lists.read(seat)
    return (Given(seat.unit, seat.question, period, seat.value, by=seat.assessor),)


def _unknown(seat: Seat, why: str) -> Given:
    return Given(seat.unit, seat.question, seat.period, state=State.UNKNOWN, note=why)


def _stamp(cycle: Cycle) -> str:
    told = Mark.objects.filter(cycle=cycle).aggregate(
        saved=Max("saved_at"), seats=Count("pk"), open=Count("pk", filter=Q(state=Mark.State.OPEN)), sum=Sum("value")
    )  # the sum tells of a mark that was saved earlier and committed later than the newest
    return f"{told['saved']} {told['seats']} {told['open']} {told['sum']} {materials_stamp(cycle)}"


def _prints(cycle: Cycle) -> dict[str, str]:
    """By unit: when a mark was saved last, how many there are and what they come to."""
    rows = Mark.objects.filter(cycle=cycle).order_by().values_list("participant__unit__code")
    told = rows.annotate(Max("saved_at"), Count("pk"), Sum("value"), n=Count("pk", filter=Q(state=Mark.State.OPEN)))
    return {code: repr(values) for code, *values in told}


def _marks_of(cycle: Cycle, units: Collection[str]) -> tuple[Given, ...]:
    return given_marks(cycle, Mark.objects.filter(cycle=cycle, participant__unit__code__in=units))


SOURCE = Source(
    _stamp, marks=given_marks, providers=given_materials, by_unit=ByUnit(_prints, _marks_of, materials_stamp)
)
