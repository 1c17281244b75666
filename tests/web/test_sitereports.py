"""Annual site reports: asked for, begun with what is known, checked, handed in, published, returned, reminded of."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kaoping.checks.library.site_annual_report import CONTENTS
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, ConflictError, Edit, OutOfReachError, RefusedError
from kaoping.web.notices.models import Notice
from kaoping.web.registry.models import Column
from kaoping.web.sitereports import rounds
from kaoping.web.sitereports.actions.begin_site_report import begin_site_report
from kaoping.web.sitereports.actions.change_collection import change_collection
from kaoping.web.sitereports.actions.open_collection import open_collection
from kaoping.web.sitereports.actions.remind_of_site_reports import remind_of_site_reports
from kaoping.web.sitereports.actions.return_site_reports import return_site_reports
from kaoping.web.sitereports.actions.submit_site_report import submit_site_report
from kaoping.web.sitereports.actions.write_site_report import write_site_report
from kaoping.web.sitereports.checking import SUMS, check
from kaoping.web.sitereports.fields import FIELDS
from kaoping.web.sitereports.layout import COLUMNS, rows_of
from kaoping.web.sitereports.models import SiteReport, Submission
from kaoping.web.sitereports.prefilling import hints_for
from kaoping.web.sitereports.writing import as_document, as_workbook
from tests.web.conftest import City, signed_in
from tests.web.findings import found_by
from tests.web.site_report_world import DAY_AFTER, IN_TIME, SYSTEM, Collecting, begun, collecting_in, edits_of, whole

Browse = Callable[..., Client]
ActorOf = Callable[..., Actor]
BEFORE = datetime(2027, 1, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
def found(city: City) -> Collecting:
    """The county's collection of 2026."""
    return collecting_in(city.east)


def handed_in(found: Collecting, at: datetime = BEFORE, **other: str) -> SiteReport:
    """The site's report, whole and handed in."""
    report = begun(found)
    write_site_report(found.liaison, report.pk, edits_of(report, whole() | other), at)
    return submit_site_report(found.leader, report.pk, at)


def test_a_whole_table_is_without_fault() -> None:
    looked = check(whole(), {})
    assert (looked.wrong, looked.unusual) == ({}, {})


@pytest.mark.parametrize(
    ("answers", "key", "words"),
    [
        ({"visits": ""}, "visits", "还没有填；没有的填 0"),
        ({"leader": ""}, "leader", "还没有填。"),
        ({"visits": "-3"}, "visits", "不小于 0 的整数"),
        ({"visits": "1.5"}, "visits", "不小于 0 的整数"),
        ({"messages_days": "很快"}, "messages_days", "不小于 0 的数"),
        ({"messages_days": "0"}, "messages_days", "不应为 0"),
        ({"visitors": "1201"}, "visitors", "大于“访问量·网站总访问量”（1200）"),
        ({"published": "299"}, "published", "小于各分项之和 300"),
        ({"topics_new": "2"}, "topics_new", "大于"),
        ({"messages_public": "41"}, "messages_public", "大于"),
        ({"security_fixed": "1"}, "security_fixed", "大于"),
        ({"site_code": "123"}, "site_code", "10 位网站标识码"),
        ({"icp": "05012345"}, "icp", "ICP备案号"),
        ({"police": "3213"}, "police", "14 位"),
        ({"filled_on": "2027年1月"}, "filled_on", "日期"),
        ({"media": "否"}, "media", "填了没有移动新媒体"),
        ({"weixin_name": ""}, "media", "请写明"),
        ({"weixin_posts": ""}, "weixin_posts", "还没有填"),
        ({"innovations": "其他"}, "innovations_other", "请写明具体内容"),
        ({"innovations": "胡说"}, "innovations", "应为"),
        ({"site_type": "商业网站"}, "site_type", "应为"),
    ],
)
def test_what_does_not_fit_is_said(answers: dict[str, str], key: str, words: str) -> None:
    assert words in check(whole() | answers, {}).wrong[key]


def test_unusual_figures_are_explained() -> None:
    looked = check(whole() | {"visits": "3600", "published": "301"}, whole())
    assert set(looked.unusual) == {"visits", "published"}
    assert "相差 3 倍以上" in looked.unusual["visits"]
    assert set(looked.wrong) == {"remark"}
    assert check(whole() | {"visits": "3600", "remark": "接入统一搜索"}, whole()).complete
    assert check(whole() | {"visits": "3599"}, whole()).unusual == {}
    assert check(whole() | {"topics": "30"}, whole() | {"topics": "3"}).unusual == {}  # too few to ask about


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), st.integers(-50, 50))
def test_parts_never_exceed_their_whole(parts: list[int], more: int) -> None:
    _whole, keys = SUMS[0]
    total = max(0, sum(parts) + more)
    answers = whole() | dict(zip(keys, map(str, parts), strict=True)) | {"published": str(total), "remark": "说明"}
    assert ("published" in check(answers, {}).wrong) == (sum(parts) > total)
    assert ("published" in check(answers, {}).unusual) == (sum(parts) < total)


def test_every_cell_of_the_table_is_filled_once() -> None:
    rows = rows_of(whole())
    taken = [
        (number + down, one.column + across)
        for number, row in enumerate(rows)
        for one in row
        for down in range(one.down)
        for across in range(one.across)
    ]
    assert sorted(taken) == [(row, column) for row in range(len(rows)) for column in range(COLUMNS)]


def test_the_published_table_has_what_inspections_look_for(found: Collecting) -> None:
    answers = whole() | {"site_name": "=1+1", "leader": "<b>张三"}
    document = Document(io.BytesIO(as_document(2026, answers)))
    words = "".join(one.text for one in document.paragraphs) + "".join(
        cell.text for row in document.tables[0].rows for cell in row.cells
    )
    sheet = load_workbook(io.BytesIO(as_workbook(2026, answers))).active
    assert sheet is not None
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row if cell.value is not None)
    handed_in(found)
    copy = signed_in(found.liaison.user).get(reverse("sitereports:publish", kwargs={"pk": SiteReport.objects.get().pk}))
    page = copy.content.decode()
    assert copy["Content-Disposition"].startswith("attachment")
    for name in CONTENTS:
        assert name in words, name
        assert name in "".join(cells), name
        assert name in page, name
    assert "☑搜索即服务" in words
    assert "300（单位：条）" in cells


def test_a_report_begins_with_the_registry_and_last_year(city: City, inspected_once: Path) -> None:
    last = collecting_in(city.east, 2025)
    handed_in(last, datetime(2026, 1, 20, tzinfo=UTC), site_name="旧名")
    site = city.east.site
    site.site_code = "3213010009"
    site.save()
    Column.objects.create(site=site, name="专题", url=f"{site.address}zt/", key="zt", kind=Column.Kind.TOPICS)
    found_by(inspected_once, city.east, with_folder=True)
    report = begun(collecting_in(city.east, 2026))
    values = dict(report.answers.values_list("key", "text"))
    assert values["site_name"] == "东县教育网"
    assert (values["site_code"], values["topics"], values["weixin_name"]) == ("3213010009", "1", "东县教育")
    assert (values["phone"], values["site_type"]) == ("0527-80000000", "部门网站")
    assert "visits" not in values  # the year's figures are the unit's to give
    hints = hints_for(report)
    assert "专题专栏 1 个" in hints["topics"]
    assert "最近一次巡查看了" in hints["published"]


def test_nobody_is_asked_twice(found: Collecting, city: City, actor: ActorOf) -> None:
    above = {"region": city.region, "year": 2026, "due": date(2027, 1, 29)}
    with pytest.raises(RefusedError, match="已经布置过"):
        open_collection(SYSTEM, above)
    foreign = {"region": city.west.region, "year": 2026, "due": date(2027, 1, 29)}
    body = actor(Role.BODY)
    with pytest.raises(RefusedError, match="不在您负责的范围"):
        open_collection(body, foreign)
    with pytest.raises(OutOfReachError):
        open_collection(found.leader, foreign)
    changed = change_collection(body, found.row.pk, {"due": Edit(date(2027, 1, 31), date(2027, 1, 29))})
    assert changed.due == date(2027, 1, 29)
    assert Notice.objects.filter(kind="site-report-asked", person=found.liaison.user).count() == 1


def test_two_people_fill_in_one_table(found: Collecting) -> None:
    report = begun(found)
    assert begun(found).pk == report.pk
    write_site_report(found.liaison, report.pk, {"visits": Edit("", "5")}, BEFORE)
    write_site_report(found.leader, report.pk, {"visitors": Edit("", "3")}, BEFORE)
    with pytest.raises(ConflictError):
        write_site_report(found.leader, report.pk, {"visits": Edit("", "6")}, BEFORE)
    with pytest.raises(OutOfReachError):
        begin_site_report(SYSTEM, found.row.pk, found.place.site.pk)


def test_the_leader_hands_in_in_time_or_late(found: Collecting, city: City, actor: ActorOf) -> None:
    report = begun(found)
    with pytest.raises(RefusedError, match="还不能报送"):
        submit_site_report(found.leader, report.pk, IN_TIME)
    write_site_report(found.liaison, report.pk, edits_of(report, whole()), BEFORE)
    with pytest.raises(OutOfReachError):
        submit_site_report(found.liaison, report.pk, IN_TIME)
    assert not submit_site_report(found.leader, report.pk, IN_TIME).late
    with pytest.raises(RefusedError, match="已经报送"):
        write_site_report(found.liaison, report.pk, {}, IN_TIME)
    body = Actor(actor(Role.BODY).user, reason="访问量请核实")
    site = [city.east.site.pk]
    assert return_site_reports(body, found.row.pk, site, due=date(2027, 2, 5), at=DAY_AFTER) == 1
    assert Notice.objects.filter(kind="site-report-returned", person=found.leader.user).count() == 1
    again = submit_site_report(found.leader, report.pk, datetime(2027, 2, 5, 15, tzinfo=UTC))
    assert (again.late, again.why, Submission.objects.count()) == (False, "", 2)
    return_site_reports(body, found.row.pk, site, due=date(2027, 2, 8), at=DAY_AFTER)
    assert submit_site_report(found.leader, report.pk, datetime(2027, 2, 8, 16, tzinfo=UTC)).late


def test_units_are_reminded(found: Collecting) -> None:
    with pytest.raises(OutOfReachError):
        remind_of_site_reports(found.liaison, found.row.pk, datetime(2027, 1, 24, 2, tzinfo=UTC))
    told = [rounds.remind_before_the_last_day(datetime(2027, 1, day, 2, tzinfo=UTC)) for day in (23, 24, 30, 31)]
    assert told == [0, 1, 1, 0]
    assert rounds.remind_before_the_last_day(datetime(2027, 2, 1, 0, 30, tzinfo=UTC)) == 0  # half past eight
    assert rounds.remind_before_the_last_day(datetime(2027, 2, 1, 2, tzinfo=UTC)) == 1
    handed_in(found, DAY_AFTER)
    assert not Notice.objects.filter(kind__startswith="site-report", person=found.leader.user, done_at=None).exists()


def test_the_whole_way_in_the_browser(found: Collecting, browse: Browse) -> None:
    liaison, leader, body = signed_in(found.liaison.user), signed_in(found.leader.user), browse(Role.BODY)
    begin = reverse("sitereports:begin", kwargs={"pk": found.row.pk, "site": found.place.site.pk})
    text = liaison.post(begin, follow=True).content.decode()
    assert "东县教育网：2026 年度报表" in text
    report = SiteReport.objects.get()
    where = reverse("sitereports:fill", kwargs={"pk": report.pk})
    saved = liaison.post(where, {"initial-visits": "", "visits": "7"}, headers={"X-Autosave": "1"})
    assert saved.status_code == 200
    clash = leader.post(where, {"initial-visits": "", "visits": "9"})
    assert clash.status_code == 409
    assert "访问量·网站总访问量" in clash.content.decode()
    assert 'name="initial-visits" value="7"' in clash.content.decode()  # saving again is a decision
    now = dict(report.answers.values_list("key", "text"))
    sent = (
        whole() | {f"initial-{key}": now.get(key, "") for key in FIELDS} | {"innovations": ["搜索即服务", "千人千网"]}
    )
    checked = liaison.post(where, sent | {"act": "check"}, follow=True).content.decode()
    assert "没有要改的，可以报送" in checked
    done = leader.post(where, {"act": "submit"}, follow=True).content.decode()
    assert "已报送" in done
    assert "☑千人千网" in done
    assert "没有保存；需要的请复制" in liaison.post(where, {"initial-visits": "1200", "visits": "1"}).content.decode()
    listed = reverse("sitereports:collection", kwargs={"pk": found.row.pk})
    assert "已报送" in body.get(listed, {"standing": "submitted"}).content.decode()
    assert "没有符合条件" in body.get(listed, {"standing": "none"}).content.decode()
    exported = b"".join(body.get(listed, {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "东县教育局,东县教育网,已报送," in exported
    shown = body.get(reverse("sitereports:report", kwargs={"pk": report.pk}))
    assert "王五" in shown.content.decode()
    assert body.get(reverse("sitereports:report", kwargs={"pk": report.pk}), {"as": "xlsx"}).status_code == 200
    ticked = {"which": "ticked", "row": found.place.site.pk, "act": "return", "reason": "核实", "due": "2099-01-01"}
    assert "已退回 1 份" in body.post(listed, ticked, follow=True).content.decode()
    assert "考评机构退回：核实" in liaison.get(where).content.decode()


def test_a_collection_is_opened_in_the_browser(city: City, browse: Browse) -> None:
    body = browse(Role.BODY)
    assert "布置网站年报" in body.get(reverse("sitereports:collections")).content.decode()
    sent = {"region": city.east.region.pk, "year": 2026, "due": "2027-01-31", "remind_days": 7}
    text = body.post(reverse("sitereports:collection-add"), sent, follow=True).content.decode()
    assert "未开始" in text
