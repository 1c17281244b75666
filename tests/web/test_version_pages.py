"""The pages of versions: lists, files, differences in words, what follows, conversion, approval at a glance."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError, RefusedError
from kaoping.web.cycles.models import Cycle
from kaoping.web.installation import data_folder
from kaoping.web.marking.models import Mark
from kaoping.web.results.actions.freeze_preliminary import freeze_preliminary, keep_preliminary
from kaoping.web.results.freezing import prepare_version
from kaoping.web.results.models import ResultVersion, UnitScore, VersionScore
from kaoping.web.results.recomputing import recompute_scores
from kaoping.web.results.reporting import made_folder
from kaoping.web.results.rounds import make_missing_reports
from tests.web.conftest import City
from tests.web.marking_world import Judged
from tests.web.version_world import END, LATER, NOW, OFFICE, approved, change, judged_to_the_end, say, step

Browse = Callable[..., Client]


@pytest.fixture
def judged(city: City) -> Judged:
    """Three units that are judged."""
    return judged_to_the_end(city)


def at(page: str, pk: int, /, **more: object) -> str:
    """The address of a page about a version or cycle."""
    return reverse(f"results:{page}", kwargs={"pk": pk, **more})


def body(client: Client, where: str, **query: str) -> str:
    """What a page says."""
    answer = client.get(where, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_version_is_listed_with_what_it_came_from(judged: Judged, browse: Browse) -> None:
    version, client = approved(judged), browse(Role.BODY)
    listed = body(client, at("versions", judged.cycle.pk))
    for words in ("第1版", "审定", OFFICE.reason, version.seal[:16]):
        assert words in listed
    shown = body(client, at("version", version.pk))
    for words in (version.output_digest, version.scheme_digest, "dead-link", "东县第1局", "46～66", "results.xlsx"):
        assert words in shown
    assert "不能再作依据" not in shown
    exported = client.get(at("version", version.pk), {"export": "csv"})
    assert "46～66" in b"".join(exported.streaming_content).decode()  # type: ignore[attr-defined]


def test_its_files_are_handed_over(judged: Judged, browse: Browse) -> None:
    version, client = approved(judged), browse(Role.BODY)

    def file(name: str) -> bytes:
        answer = client.get(at("version-file", version.pk, name=name))
        assert answer.status_code == 200
        return b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    said = json.loads(file("results.json"))
    assert [one["low"] for one in said["groups"]["county"]] == [48, 47, 46]
    sheet = load_workbook(BytesIO(file("results.xlsx")))
    assert "东县第2局" in {cell.value for row in sheet.worksheets[0].iter_rows() for cell in row}
    text = "".join(one.text for one in Document(BytesIO(file("bulletin.docx"))).paragraphs)
    assert "2026年测评" in text
    assert "东县" in file("bulletin.html").decode()
    assert client.get(at("version-file", version.pk, name="sealed.json")).status_code == 404


def test_reports_of_large_versions_are_made_beside(
    judged: Judged, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaoping.web.results.reporting.AT_ONCE", 2)
    version, client = approved(judged), browse(Role.BODY)
    answer = client.get(at("version-file", version.pk, name="bulletin.docx"), follow=True)
    assert "正在生成" in answer.content.decode()
    assert make_missing_reports(NOW) == 1
    assert (made_folder(version) / "bulletin.docx").is_file()
    assert make_missing_reports(NOW) == 0
    answer = client.get(at("version-file", version.pk, name="bulletin.docx"))
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_a_changed_file_is_told_loudly(judged: Judged, browse: Browse) -> None:
    version, client = approved(judged), browse(Role.BODY)
    file = data_folder() / version.folder / "results.json"
    file.write_bytes(file.read_bytes().replace(b"46", b"96"))
    assert "不能再作依据" in body(client, at("version", version.pk))
    answer = client.get(at("version-file", version.pk, name="results.json"), follow=True)
    assert "被改动过" in answer.content.decode()
    assert "被改动过" in body(client, at("difference", version.pk))
    assert "被改动过" in client.post(at("again", version.pk)).content.decode()


def test_computing_again_gives_the_same_bytes(judged: Judged, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    version, client = approved(judged), browse(Role.AUDITOR)
    again = client.post(at("again", version.pk)).content.decode()
    assert "逐字节相同" in again
    assert again.count(version.output_digest) == 3
    monkeypatch.setattr("kaoping.runs.sealed_results.SCORING_VERSION", "9")
    again = client.post(at("again", version.pk)).content.decode()
    assert "逐字节相同" in again
    assert "<td>scoring</td><td>1</td><td>9</td>" in again


def test_what_a_changed_mark_comes_to_is_said_in_words(judged: Judged, browse: Browse) -> None:
    """设计分由10改为20：教育局由46～66变为56～76，可能的名次由第1～3名变为第1～3名。"""
    version, client = approved(judged), browse(Role.BODY)
    step(judged, "feed_back")
    assert "没有差别" in body(client, at("difference", version.pk))
    change(judged.mark(0, "design"), 20)
    recompute_scores(Actor(None), judged.cycle.pk, LATER, date(2027, 1, 7))
    said = body(client, at("difference", version.pk))
    assert "总分由46.00～66.00变为56.00～76.00" in said
    assert "“页面设计”由10.00分变为20.00分（＋10.00分）：测评值由10变为20（测评人员打分）。" in said
    second = step(judged, "approve_again", date(2027, 1, 20)).versions.get(number=2)
    between = body(client, at("difference", second.pk))
    assert "从第1版到第2版：3 个单位中，1 个的得分、名次或等次有变化" in between
    rows = b"".join(client.get(at("difference", second.pk), {"export": "csv"}).streaming_content)  # type: ignore[attr-defined]
    assert "页面设计,“页面设计”由10.00分变为20.00分（＋10.00分）" in rows.decode()
    assert "没有这样的单位" in body(client, at("difference", second.pk), q="没有的")


def test_a_preliminary_version_is_kept_when_the_body_wants_one(judged: Judged, browse: Browse) -> None:
    client, where = browse(Role.BODY), at("freeze", judged.cycle.pk)
    assert client.get(where).status_code == 405
    assert "请填写封存初步成绩的用途" in client.post(where, follow=True).content.decode()
    client.post(where, {"reason": "供研究"})
    version = ResultVersion.objects.get()
    assert (version.kind, version.reason, version.supersedes) == ("preliminary", "供研究", None)
    step(judged, "approve")
    second = ResultVersion.objects.get(number=2)
    assert (second.kind, second.supersedes) == ("approved", None)
    with pytest.raises(RefusedError, match="期间才封存"):
        freeze_preliminary(OFFICE, judged.cycle.pk)
    stranger = Actor(User.objects.create_user(username="nobody", name="某人"))
    with pytest.raises(OutOfReachError):
        freeze_preliminary(stranger, judged.cycle.pk)
    with pytest.raises(OutOfReachError):
        keep_preliminary(stranger, judged.cycle.pk, prepare_version(judged.cycle, END))


def test_the_approver_sees_what_is_approved(judged: Judged, browse: Browse) -> None:
    client = browse(Role.APPROVER)
    Cycle.objects.filter(pk=judged.cycle.pk).update(state="evaluation")
    judged.cycle.days.filter(milestone="evaluation_end").update(fixed=date(2026, 1, 1), anchor="")
    where = reverse("cycles:cycle-step", kwargs={"pk": judged.cycle.pk, "step": "approve"})
    say(judged.mark(0, "design"), "")
    assert "还有 1 个评分没有打" in body(client, where)
    say(judged.mark(0, "design"), "10")
    page = body(client, where)
    for words in ("要审定的成绩", "得分未确定的 3 个", "48～68", "3 个单位的得分还没有确定"):
        assert words in page
    shown = UnitScore.objects.first()
    assert shown is not None
    sent = {"seen": "evaluation", "reason": "会议", "looked": "on", "sure": "on", "shown": "-"}
    stamp = judged.cycle.scoring.stamp
    change(judged.mark(0, "design"), 15)  # after the page was shown
    assert "刚刚有变化" in client.post(where, sent | {"shown": stamp}).content.decode()
    assert not ResultVersion.objects.exists()
    body(client, where)
    judged.cycle.scoring.refresh_from_db()
    client.post(where, sent | {"shown": judged.cycle.scoring.stamp})
    assert ResultVersion.objects.get().kind == "approved"


def test_pending_findings_stand_in_the_way(judged: Judged, browse: Browse) -> None:
    recompute_scores(Actor(None), judged.cycle.pk, NOW, END)
    judged.cycle.scoring.__class__.objects.update(pending=2)
    with pytest.raises(RefusedError, match="还有 2 个疑似问题没有认定"):
        step(judged, "approve")


def test_two_who_differ_stand_in_the_way(judged: Judged) -> None:
    mark = judged.mark(0, "design")
    Mark.objects.filter(pk=mark.pk).update(mode="double")
    other = Mark.objects.get(pk=mark.pk)
    other.pk, other.seat, other.text, other.value = None, 2, "18", 18_000_000
    other.assessor = next(user for user in judged.assessors if user != mark.assessor)
    other.save(force_insert=True)
    with pytest.raises(RefusedError, match="1 项不一致"):
        step(judged, "approve")


def test_who_is_commended_and_who_must_put_right(judged: Judged, browse: Browse) -> None:
    """起算 2027-01-04（周一）：约谈 5 个工作日到 01-11，整改 10 个到 01-18。"""
    version, client = approved(judged), browse(Role.BODY)
    rows = list(version.scores.order_by("participant__unit__code"))
    VersionScore.objects.filter(pk=rows[0].pk).update(failed=True, vetoes=["no_site"])
    VersionScore.objects.filter(pk=rows[1].pk).update(rank=1)
    where = at("consequences", version.pk)
    query: dict[str, str] = {"since": "2027-01-04", "rectify": "10", "interview": "5", "top": "1"}
    shown = body(client, where, **query)
    for words in ("2027-01-18", "2027-01-11", "没有网站", "约谈单位负责人", "第1名"):
        assert words in shown
    exported = b"".join(client.get(where, query | {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    lines = [line for line in exported.splitlines() if rows[0].participant.unit.name in line]
    assert [line.split(",")[0] for line in lines] == ["限期整改、约谈和通报批评名单"] * 2
    assert "方案没有“优秀”等次" in body(client, where)
    assert client.get(where, query | {"rectify": "0"}).status_code == 422
    assert "2027-01-18（暂定）" in shown  # the calendar of 2027 is not published


def test_results_are_converted_in_proportion(judged: Judged, browse: Browse) -> None:
    """80 分满分 100，折合为 5 分：4 分。"""
    version, client = approved(judged), browse(Role.BODY)
    VersionScore.objects.filter(participant__unit=judged.units[0]).update(total=80, of=100)
    where = at("conversions", version.pk)
    assert "4.00" not in body(client, where)
    assert "4.00" in body(client, where, to0="5")
    exported = b"".join(client.get(where, {"to0": "5", "export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "80,100,5,4" in exported


def test_who_has_received_is_listed(judged: Judged, browse: Browse) -> None:
    version, client = approved(judged), browse(Role.BODY)
    assert "还没有向单位反馈" in body(client, at("feedback", version.pk))
    step(judged, "feed_back")
    assert "东县第1局" in body(client, at("feedback", version.pk), received="no")
    assert "东县第1局" not in body(client, at("feedback", version.pk), received="yes")


@pytest.mark.parametrize(
    ("name", "most"), [("versions", 20), ("version", 22), ("difference", 22), ("consequences", 22), ("conversions", 20)]
)
def test_pages_take_few_queries_however_many_units(
    name: str, most: int, city: City, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    judged = judged_to_the_end(city, 20)
    version, client = approved(judged), browse(Role.BODY)
    where = at(name, judged.cycle.pk if name == "versions" else version.pk)
    client.get(where)
    with django_assert_max_num_queries(most):
        assert client.get(where).status_code == 200
