"""What supports marks: files and the diary of tests; marks that several people give, and who decides."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kaoping.model.outcomes import State
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError, RefusedError
from kaoping.web.marking.actions.add_mark_file import add_mark_file
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.finish_marks import finish_marks
from kaoping.web.marking.actions.note_call import note_call
from kaoping.web.marking.actions.refer_marks import refer_marks
from kaoping.web.marking.actions.remove_call import remove_call
from kaoping.web.marking.actions.remove_mark_file import remove_mark_file
from kaoping.web.marking.actions.save_mark import save_mark
from kaoping.web.marking.disagreeing import agreements, disagreements
from kaoping.web.marking.measures import given_marks
from kaoping.web.marking.models import Mark, MarkFile
from kaoping.web.marking.panels import panelled, panels_of
from kaoping.web.pages.uploads import examine
from tests.web.conftest import City, signed_in
from tests.web.marking_world import Judged, judged_in, typed
from tests.web.test_uploads import picture

Browse = Callable[..., Client]
NOW = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
SYSTEM = Actor(None, reason="测试")


@pytest.fixture
def judged(city: City) -> Judged:
    """The county's cycle, every question judged by two, panels by three."""
    found = judged_in(city.east, 3)
    keys = [user.pk for user in found.assessors]
    allot_marks(SYSTEM, found.cycle.pk, Dealing("unit", keys, "seed", double_share=100))
    allot_marks(SYSTEM, found.cycle.pk, Dealing("panel", keys, "seed"))
    return found


def said(mark: Mark, text: str, note: str = "") -> None:
    """Save a mark as its assessor."""
    save_mark(Actor(mark.assessor), mark.pk, typed(mark, text, note), NOW)


def shot(name: str = "截图.png") -> SimpleUploadedFile:
    """A screenshot."""
    return SimpleUploadedFile(name, picture(), "image/png")


def at(name: str, pk: int) -> str:
    """An address about a row."""
    return reverse(f"marking:{name}", kwargs={"pk": pk})


def test_a_pasted_screenshot_is_kept_with_its_mark(judged: Judged, browse: Browse) -> None:
    mark = judged.mark(0, "design")
    own, other = signed_in(mark.assessor), signed_in(judged.mark(0, "design", 2).assessor)
    told = own.post(at("file-add", mark.pk), {"file": [shot()]}, headers={"X-Autosave": "1"})
    assert (told.status_code, "截图.png" in told.content.decode()) == (200, True)
    kept = mark.files.get()
    own.post(at("file-add", mark.pk), {"file": [shot("再贴一次.png")]})
    assert mark.files.count() == 1  # the same picture
    out = own.get(at("own-file", kept.pk))
    assert out["Content-Disposition"].startswith("attachment")
    assert (out["X-Content-Type-Options"], out["Content-Security-Policy"][:7]) == ("nosniff", "sandbox")
    assert out.content.startswith(b"\x89PNG")
    assert [one.get(at("own-file", kept.pk)).status_code for one in (other, browse(Role.LIAISON))] == [404, 403]
    assert browse(Role.AUDITOR).get(at("file", kept.pk)).status_code == 200
    assert other.post(at("file-remove", kept.pk)).status_code == 404
    assert own.post(at("file-remove", kept.pk)).status_code == 302
    assert not mark.files.exists()


def test_a_file_that_is_not_taken_says_why(judged: Judged) -> None:
    mark = judged.mark(0, "design")
    bad = SimpleUploadedFile("页面.html", b"<script>")
    own = signed_in(mark.assessor)
    told = own.post(at("file-add", mark.pk), {"file": [bad]}, headers={"X-Autosave": "1"})
    assert (told.status_code, "不是可接受的文件" in told.content.decode()) == (422, True)
    assert "先选择文件" in own.post(at("file-add", mark.pk), follow=True).content.decode()


def test_proof_is_the_assessors_and_locked_with_the_mark(judged: Judged) -> None:
    mark = judged.mark(0, "design")
    own = Actor(mark.assessor)
    other = Actor(judged.mark(0, "design", 2).assessor)
    with pytest.raises(OutOfReachError):
        add_mark_file(other, mark.pk, examine(shot()))
    row = add_mark_file(own, mark.pk, examine(shot()))
    call = note_call(own, mark.pk, {"way": "phone", "at": NOW, "target": "0527-12345", "answered": True, "waited": 40})
    for one in mark.participant.marks.filter(assessor=mark.assessor):
        said(one, "是" if one.question == "search_works" else "1d" if one.question == "reply_time" else "1")
    finish_marks(own, judged.cycle.pk, [mark.participant_id], NOW)
    with pytest.raises(RefusedError, match="已经锁定"):
        remove_mark_file(own, row.pk)
    with pytest.raises(RefusedError, match="已经锁定"):
        remove_call(own, call.pk)
    with pytest.raises(OutOfReachError):
        remove_call(other, call.pk)
    assert MarkFile.objects.filter(mark=mark).count() == 1


def test_calls_are_written_down(judged: Judged, browse: Browse) -> None:
    mark = judged.mark(0, "reply_time")
    own = signed_in(mark.assessor)
    sent = {"way": "phone", "at": "2026-10-20T09:30", "target": "0527-12345", "answered": "on", "waited": "40"}
    told = own.post(at("call-add", mark.pk), sent | {"answer": "<b>请到窗口</b>"}, headers={"X-Autosave": "1"})
    for words in ("2026-10-20 09:30", "等待 40 秒", "&lt;b&gt;请到窗口"):
        assert words in told.content.decode()
    wrong = own.post(at("call-add", mark.pk), sent | {"target": ""}, headers={"X-Autosave": "1"})
    assert (wrong.status_code, "号码或网址" in wrong.content.decode()) == (422, True)
    assert "等待 40 秒" in browse(Role.BODY).get(at("mark", mark.pk)).content.decode()
    call = mark.calls.get()
    assert timezone.localtime(call.at).hour == 9
    assert own.post(at("call-remove", call.pk)).status_code == 302
    assert not mark.calls.exists()


# Two and a third


def test_a_third_decides_where_two_differ(judged: Judged, browse: Browse) -> None:
    first, second = judged.mark(0, "guide_faults", 1), judged.mark(0, "guide_faults", 2)
    third = next(user for user in judged.assessors if user not in (first.assessor, second.assessor))
    said(first, "2", "两处电话不对")
    assert not disagreements(judged.cycle).exists()
    said(second, "5")
    assert list(disagreements(judged.cycle)) == [first]
    body, where = browse(Role.BODY), at("cycle-differences", judged.cycle.pk)
    text = body.get(where).content.decode()
    assert "两处电话不对" in text
    assert "未交复核" in text
    assert refer_marks(SYSTEM, judged.cycle.pk, [first.pk], first.assessor) == 0
    sent = {"which": "ticked", "row": first.pk, "act": "refer", "to": third.pk}
    assert "已交复核 1 项" in body.post(where, sent, follow=True).content.decode()
    assert "已交复核 0 项" in body.post(where, sent, follow=True).content.decode()
    deciding = judged.mark(0, "guide_faults", Mark.THIRD_SEAT)
    assert "两处电话不对" in signed_in(third).get(at("judge", deciding.pk)).content.decode()
    assert "两处电话不对" not in signed_in(second.assessor).get(at("judge", second.pk)).content.decode()
    said(deciding, "3")
    found = [
        one for one in given_marks(judged.cycle) if (one.measure, one.unit) == ("guide_faults", judged.units[0].code)
    ]
    assert [(one.state, one.value, one.by) for one in found] == [(State.KNOWN, 3_000_000, third.name)]


def test_agreement_is_counted(judged: Judged, browse: Browse) -> None:
    for unit, (one, two) in enumerate((("是", "是"), ("否", "否"), ("是", "否"))):
        said(judged.mark(unit, "search_works", 1), one)
        said(judged.mark(unit, "search_works", 2), two)
    said(judged.mark(0, "design", 1), "10")  # its second is still open
    found = agreements(judged.cycle)
    assert (found.pairs, found.equal) == (3, 2)
    only = found.questions["search_works"]
    # pooled: 3 yes, 3 no: chance 0.5; observed 2/3: kappa (2/3 - 1/2) / (1/2)
    assert only.kappa == pytest.approx(1 / 3)
    text = browse(Role.AUDITOR).get(at("cycle-agreement", judged.cycle.pk)).content.decode()
    assert "66.7%" in text
    assert "0.33" in text


# Panels


def test_a_panel_of_five_leaves_out_the_highest_and_the_lowest(city: City, browse: Browse) -> None:
    judged = judged_in(city.east, 1)
    more = [User.objects.create_user(username=f"x{number}", name=f"专家{number}") for number in (4, 5)]
    for user in more:
        user.memberships.create(role=Role.EXPERT, region=city.east.region)
    keys = [user.pk for user in (*judged.assessors, *more)]
    allot_marks(SYSTEM, judged.cycle.pk, Dealing("panel", keys, "seed"))
    for seat, text in enumerate(("60", "80", "90", "85", "99"), 1):
        said(judged.mark(0, "onsite", seat), text)
    (row,) = panels_of(judged.cycle)
    assert [one.left_out for one in row.marks] == [True, False, False, False, True]
    assert (str(row.mean), row.missing) == ("85.00", 0)
    text = browse(Role.BODY).get(at("cycle-panels", judged.cycle.pk)).content.decode()
    assert "<del>99</del>" in text
    assert "85.00" in text
    assert panelled("u", "t", (), 1).mean is None
