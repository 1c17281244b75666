"""Assessors hear of marks that were dealt or handed to them."""

from kaoping.web.actions import Actor
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.transfer_marks import transfer_marks
from kaoping.web.notices.models import Notice
from tests.web.conftest import City
from tests.web.marking_world import judged_in

SYSTEM = Actor(None, reason="分工")


def test_assessors_are_told_once_what_was_dealt_or_handed_to_them(city: City) -> None:
    judged = judged_in(city.east)
    allot_marks(SYSTEM, judged.cycle.pk, Dealing("unit", [user.pk for user in judged.assessors], "seed"))
    first = judged.assessors[0]
    (notice,) = Notice.objects.filter(kind="marks-dealt", person=first)
    count = judged.cycle.marks.filter(assessor=first).count()
    assert f" {count} " in notice.title
    assert {row.person for row in Notice.objects.filter(kind="marks-dealt")} == set(judged.assessors)
    mark = judged.cycle.marks.exclude(assessor=first)[0]
    assert transfer_marks(SYSTEM, judged.cycle.pk, [mark.pk], first) == 1
    assert transfer_marks(SYSTEM, judged.cycle.pk, [mark.pk], first) == 0
    assert Notice.objects.filter(kind="marks-dealt", person=first).count() == 2
