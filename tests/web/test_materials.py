"""Materials: handed in until a day, late ones flagged, returned with a reason, seen by who may see them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError, RefusedError
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.return_materials import return_materials
from kaoping.web.marking.actions.submit_material import submit_material
from kaoping.web.marking.models import Material
from kaoping.web.pages.uploads import Upload, examine
from tests.web.conftest import City
from tests.web.marking_world import Judged, judged_in

Browse = Callable[..., Client]
ActorOf = Callable[..., Actor]
DUE_LAST_SECOND = datetime(2026, 12, 12, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Beijing of the day materials are due
DAY_AFTER = datetime(2026, 12, 12, 16, 0, tzinfo=UTC)


@pytest.fixture
def judged(city: City) -> Judged:
    """The county's cycle."""
    return judged_in(city.east, 2)


def report(words: bytes = b"") -> Upload:
    """A report."""
    return examine(SimpleUploadedFile("总结.pdf", b"%PDF-1.7" + words))


def place_of(judged: Judged, city: City) -> Participant:
    """The place of the county's own unit."""
    return judged.cycle.participants.get(unit=city.east.unit)


def test_materials_are_late_from_the_day_after(judged: Judged, city: City, actor: ActorOf) -> None:
    own, place = actor(Role.LIAISON), place_of(judged, city)
    fields = {"indicator": "design", "note": "第3页"}
    assert not submit_material(own, place.pk, fields, report(), at=DUE_LAST_SECOND).late
    assert submit_material(own, place.pk, fields, report(b"2"), at=DAY_AFTER).late
    with pytest.raises(RefusedError, match="已经报送过"):
        submit_material(own, place.pk, fields, report(), at=DAY_AFTER)
    with pytest.raises(RefusedError, match="本单位的指标"):
        submit_material(own, place.pk, {"indicator": "nothing"}, report(b"3"), at=DAY_AFTER)
    Cycle.objects.filter(pk=judged.cycle.pk).update(state="approved")
    with pytest.raises(RefusedError, match="已审定"):
        submit_material(own, place.pk, fields, report(b"4"), at=DAY_AFTER)


def test_a_unit_hands_in_for_itself_only(judged: Judged, actor: ActorOf) -> None:
    other = judged.cycle.participants.exclude(unit__code__endswith="-jyj").get()
    for role in (Role.LIAISON, Role.BODY, Role.ADMIN):
        with pytest.raises(OutOfReachError):
            submit_material(actor(role), other.pk, {"indicator": "design"}, report(), at=DAY_AFTER)


def test_what_is_returned_is_corrected(judged: Judged, city: City, browse: Browse) -> None:
    unit, body, place = browse(Role.LIAISON), browse(Role.BODY), place_of(judged, city)
    where = reverse("marking:unit-materials", kwargs={"pk": place.pk})
    sent = {"indicator": "design", "note": "<b>见附件</b>"}
    bad = SimpleUploadedFile("页面.html", b"<script>")
    assert "不是可接受的文件" in unit.post(where, sent | {"file": bad}).content.decode()
    good = SimpleUploadedFile("总结.pdf", b"%PDF-1.7")
    text = unit.post(where, sent | {"file": good}, follow=True).content.decode()
    assert "已报送" in text
    assert "&lt;b&gt;见附件" in text
    row = Material.objects.get()
    listed = reverse("marking:cycle-materials", kwargs={"pk": judged.cycle.pk})
    ticked = {"which": "ticked", "row": row.pk, "act": "return"}
    assert "写明原因" in body.post(listed, ticked, follow=True).content.decode()
    assert "已退回 1 份" in body.post(listed, ticked | {"reason": "缺盖章页"}, follow=True).content.decode()
    assert "缺盖章页" in unit.get(where).content.decode()
    liaison = User.objects.get(username__startswith="liaison")
    assert [one.kind for one in liaison.notices.filter(kind="material-returned")] == ["material-returned"]
    again = SimpleUploadedFile("总结.pdf", b"%PDF-1.7")
    unit.post(where, sent | {"file": again})
    assert sorted(Material.objects.values_list("state", flat=True)) == ["returned", "submitted"]
    with pytest.raises(OutOfReachError):
        return_materials(Actor(liaison, reason="x"), judged.cycle.pk, [row.pk])


def test_assessors_see_materials_of_what_they_judge(judged: Judged, city: City, actor: ActorOf) -> None:
    place = place_of(judged, city)
    row = submit_material(
        actor(Role.LIAISON), place.pk, {"indicator": "design", "note": "第3页"}, report(), at=DAY_AFTER
    )
    first, second = judged.assessors[:2]
    allot_marks(Actor(None), judged.cycle.pk, Dealing("unit", [first.pk, second.pk], "seed"))
    mark = place.marks.get(question="design")
    seen = []
    for user in (first, second):
        client = Client()
        client.force_login(user)
        seen.append(client.get(reverse("marking:judged-material", kwargs={"pk": row.pk})).status_code)
        if user == mark.assessor:
            text = client.get(reverse("marking:judge", kwargs={"pk": mark.pk})).content.decode()
            assert "总结.pdf" in text
            assert "逾期" in text
    assert sorted(seen) == [200, 404]
