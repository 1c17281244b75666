"""The pages about findings as people use them."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from kaoping.evidence import standalone
from kaoping.measures.plan import plan_checks
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, RefusedError
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.actions.place_units import place_units
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.placing import Place as Placed
from kaoping.web.cycles.roster import roster_of
from kaoping.web.cycles.scheme_copies import catalogue, from_library, scheme_of
from kaoping.web.monitoring.actions.save_view import MOST as MOST_VIEWS
from kaoping.web.monitoring.actions.save_view import forget_view, save_view
from kaoping.web.monitoring.models import Decision, Finding, Run, SavedView
from tests.web.conftest import City
from tests.web.findings import AT, found_by, rows_of

Browse = Callable[..., Client]
LIST, QUEUE = "/monitoring/findings/", "/monitoring/findings/queue/"
MOST_QUERIES = 9


@pytest.fixture
def rows(city: City, inspected_once: Path) -> list[Finding]:
    """The findings of an inspection on the site of the east."""
    return found_by(inspected_once, city.east)


def page(row: Finding, name: str = "finding", **more: int) -> str:
    """The address of a page about a finding."""
    return reverse(f"monitoring:{name}", kwargs={"pk": row.pk, **more})


def listed(client: Client, **filters: str) -> str:
    """The list as text."""
    return client.get(LIST, filters).content.decode()


def of(rows: list[Finding], check: str) -> Finding:
    """The finding of a check."""
    return next(row for row in rows if row.check_id == check)


def test_the_list_shows_what_is_there_still(rows: list[Finding], browse: Browse) -> None:
    Finding.objects.filter(pk=of(rows, "dead-link").pk).update(state="fixed")
    client = browse(Role.BODY)
    assert "链接不可用</a>" not in listed(client)
    assert "链接不可用</a>" in listed(client, state="")
    assert f"共 {len(rows) - 1} 条" in listed(client)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"check": "page-labels"}, 2),
        ({"outcome": "manual"}, 1),
        ({"unit": "东县"}, None),
        ({"unit": "321301-jyj"}, None),
        ({"unit": "西县"}, 0),
        ({"site": "jyj-321301.example"}, None),
        ({"region": "321301"}, None),
        ({"region": "西县"}, 0),
        ({"severity": "veto"}, 0),
        ({"page_kind": "column"}, 1),
        ({"standing": "none"}, None),
        ({"standing": "confirm"}, 0),
        ({"first_from": "2026-11-20", "first_to": "2026-11-20"}, None),
        ({"last_from": "2026-11-21"}, 0),
        ({"last_to": "2026-11-19"}, 0),
        ({"fault": "us"}, 0),
        ({"waiting": "waivers"}, 0),
        ({"waiting": "replies"}, 0),
    ],
)
def test_filters_narrow(
    asked: dict[str, str], count: int | None, rows: list[Finding], city: City, browse: Browse
) -> None:
    text = listed(browse(Role.BODY), **asked)
    wanted = len(rows) if count is None else count
    assert (f"共 {wanted} 条" in text) or (wanted == 0 and "没有符合条件的记录" in text), asked


def test_what_waits_for_me_is_found(rows: list[Finding], browse: Browse) -> None:
    waiting = sum(row.outcome in ("suspected", "manual") for row in rows)
    assert f"共 {waiting} 条" in listed(browse(Role.BODY), waiting="decide")
    own = listed(browse(Role.LIAISON), waiting="answer")
    assert f"共 {len(rows)} 条" in own
    assert 'value="decide"' not in own


def test_a_cycle_narrows_to_its_units_and_period(
    city: City, rows: list[Finding], inspected_once: Path, browse: Browse, announced_in: Callable[..., object]
) -> None:
    cycle = announced_in(city.east)
    found_by(inspected_once, city.west)
    client = browse(Role.ADMIN)
    asked = listed(client, cycle=str(cycle.pk))  # type: ignore[attr-defined]
    assert f"共 {len(rows)} 条" in asked
    Finding.objects.update(last_seen=AT - timedelta(days=900), first_seen=AT - timedelta(days=900))
    assert "没有符合条件的记录" in listed(client, cycle=str(cycle.pk))  # type: ignore[attr-defined]


def test_a_long_list_is_counted_to_its_cap(
    city: City, rows: list[Finding], browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaoping.web.monitoring.finding_views.MOST", 10)
    text = listed(browse(Role.BODY))
    assert "超过 10 条，这里只列前 10 条" in text
    assert "筛选结果全部" not in text
    sent = {"which": "all", "count": "10", "act": "confirm"}
    answer = browse(Role.ADMIN).post(LIST, sent, follow=True).content.decode()
    assert "请缩小范围" in answer
    assert not Decision.objects.exists()


def test_exports_hand_over_all(rows: list[Finding], browse: Browse) -> None:
    client = browse(Role.BODY)
    answer = client.get(LIST, {"export": "csv", "check": "dead-link"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "链接不可用,dead-link,东县,东县教育局" in text
    assert text.count("\r\n") == 2
    book = b"".join(client.get(LIST, {"export": "xlsx"}).streaming_content)  # type: ignore[attr-defined]
    assert load_workbook(io.BytesIO(book)).worksheets[0].max_row == len(rows) + 1


def test_the_list_takes_few_queries(
    city: City,
    rows: list[Finding],
    inspected_once: Path,
    browse: Browse,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    run = Run.objects.get()
    for place in range(3):
        more = list(rows_of(inspected_once, city.east, run))
        for number, row in enumerate(more):
            row.key = f"{place}-{number}"
        Finding.objects.bulk_create(more)
    client = browse(Role.BODY)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(LIST).status_code == 200


def test_many_are_dismissed_from_the_list(rows: list[Finding], browse: Browse) -> None:
    client = browse(Role.BODY)
    sent = {"row": [row.pk for row in rows[:3]], "which": "ticked", "act": "dismiss", "why": "测试栏目"}
    assert "已处理 3 条" in client.post(LIST, sent, follow=True).content.decode()
    assert Finding.objects.filter(standing="dismiss").count() == 3
    assert "请填写理由" in client.post(LIST, sent | {"why": ""}, follow=True).content.decode()
    count = str(Finding.objects.filter(check_id="page-labels").count())
    everything = {"which": "all", "count": count, "act": "confirm"}
    client.post(LIST + "?check=page-labels", everything)
    assert Finding.objects.filter(check_id="page-labels").exclude(standing="").count() == int(count)


def test_the_page_says_what_why_and_what_to_do(rows: list[Finding], browse: Browse) -> None:
    text = browse(Role.BODY).get(page(of(rows, "dead-link"))).content.decode()
    for said in (
        "链接不可用",
        "群众点了链接却打不开",
        "更正或删除打不开的链接",
        "宿政办发",
        "精确率",
        "将离开本平台",
        'rel="noopener noreferrer"',
    ):
        assert said in text
    assert "巡查时的存档不在本机" in text


def test_hostile_findings_are_shown_as_text(rows: list[Finding], browse: Browse) -> None:
    evil = "<script>alert(1)</script>"
    row = of(rows, "dead-link")
    Finding.objects.filter(pk=row.pk).update(
        snippet=evil, url="javascript:alert(1)", values={"text": evil, "x": [evil]}
    )
    client = browse(Role.BODY)
    for text in (client.get(page(row)).content.decode(), listed(client), client.get(QUEUE).content.decode()):
        assert evil not in text
        assert 'href="javascript' not in text


def test_evidence_is_shown_and_handed_out(city: City, inspected_once: Path, browse: Browse, tmp_path: Path) -> None:
    rows = found_by(inspected_once, city.east, with_folder=True)
    row, client = of(rows, "dead-link"), browse(Role.LIAISON)
    text = client.get(page(row)).content.decode()
    for said in ("HTTP 404", "sha256:", "<iframe", "sandbox", "下载佐证"):
        assert said in text
    answer = client.get(page(row, "stored", number=1))
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get(page(row, "stored", number=7)).status_code == 404
    assert client.get(page(row, "finding-picture")).status_code == 404  # no browser was there to make one
    file = client.get(page(row, "finding-evidence")).content
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert standalone.check_files({name: archive.read(name) for name in archive.namelist()}) == []


def test_a_finding_that_is_gone_keeps_its_evidence(city: City, inspected_once: Path, browse: Browse) -> None:
    row = of(found_by(inspected_once, city.east, with_folder=True), "dead-link")
    later = Run.objects.create(body=city.east.region, name="后一次", due_at=AT + timedelta(days=1))
    Finding.objects.filter(pk=row.pk).update(state="fixed", run=later, fixed_at=AT + timedelta(days=1))
    assert "HTTP 404" in browse(Role.BODY).get(page(row)).content.decode()


def test_one_is_decided_and_taken_back_on_its_page(rows: list[Finding], browse: Browse) -> None:
    row, client = of(rows, "one-login"), browse(Role.BODY)
    sent = {"kind": "confirm", "seen": "0", "next": page(row)}
    answer = client.post(page(row, "finding-decide"), sent, follow=True)
    assert "已确认" in answer.content.decode()
    assert answer.redirect_chain == [(page(row), 302)]
    (made,) = row.decisions.all()
    assert "撤回“确认”" in client.get(page(row)).content.decode()
    client.post(reverse("monitoring:withdraw", kwargs={"pk": made.pk}))
    assert Finding.objects.get(pk=row.pk).standing == ""
    away = client.post(page(row, "finding-decide"), sent | {"next": "https://evil.example/"})
    assert away["Location"] == page(row)


def test_the_same_elsewhere_is_offered_and_a_person_dismisses_it(
    city: City, rows: list[Finding], inspected_once: Path, browse: Browse
) -> None:
    here, there = of(rows, "dead-link"), of(found_by(inspected_once, city.west), "dead-link")
    client = browse(Role.ADMIN)
    client.post(page(here, "finding-decide"), {"kind": "dismiss", "seen": "0", "why": "测试链接"})
    assert "其他网站有 1 条同样的问题" in client.get(page(here)).content.decode()
    address = page(here, "finding-elsewhere")
    text = client.get(address).content.decode()
    assert "西县教育网" in text
    assert 'value="测试链接"' in text
    assert Finding.objects.get(pk=there.pk).standing == ""
    client.post(address, {"row": [there.pk], "which": "ticked", "act": "dismiss", "why": "测试链接"})
    assert Finding.objects.get(pk=there.pk).standing == "dismiss"
    assert "没有符合条件的记录" in client.get(address).content.decode()
    Finding.objects.filter(pk=there.pk).update(standing="")
    assert "西县" not in browse(Role.BODY).get(address).content.decode()


def test_the_last_decision_is_undone(rows: list[Finding], browse: Browse) -> None:
    client = browse(Role.BODY)
    assert "没有可以撤回" in client.post(reverse("monitoring:undo"), follow=True).content.decode()
    client.post(LIST, {"row": [rows[0].pk], "which": "ticked", "act": "confirm", "why": ""})
    assert "已撤回“确认”" in client.post(reverse("monitoring:undo"), follow=True).content.decode()
    assert Finding.objects.get(pk=rows[0].pk).standing == ""


def test_the_queue_goes_from_one_to_the_next(rows: list[Finding], browse: Browse) -> None:
    client = browse(Role.BODY)
    waiting = [row for row in rows if row.outcome in ("suspected", "manual")]
    text = client.get(QUEUE).content.decode()
    assert f"第 1 条，共 {len(waiting)} 条" in text
    assert waiting[0].key in text
    sent = {"pk": str(waiting[0].pk), "kind": "confirm", "seen": "0", "why": ""}
    text = client.post(QUEUE, sent, follow=True).content.decode()
    assert f"第 2 条，共 {len(waiting)} 条" in text
    assert waiting[1].key in text
    refused = {"pk": str(waiting[1].pk), "kind": "dismiss", "seen": "0", "why": " "}
    text = client.post(QUEUE, refused, follow=True).content.decode()
    assert "请填写理由" in text
    assert waiting[1].key in text
    text = client.get(QUEUE, {"after": str(waiting[1].pk)}).content.decode()
    assert waiting[2].key in text
    text = client.get(QUEUE, {"after": "99999999"}, follow=True).content.decode()
    assert "从头列出" in text
    assert waiting[1].key in text
    Finding.objects.update(standing="confirm")
    assert "都处理完了：这次处理了 2 条" in client.get(QUEUE, {"done": "2"}).content.decode()


def test_the_queue_says_who_was_faster(rows: list[Finding], browse: Browse, person: Callable[..., User]) -> None:
    row = next(row for row in rows if row.outcome == "suspected")
    other = Client()
    other.force_login(person(Role.BODY, None, "colleague"))
    other.post(QUEUE, {"pk": str(row.pk), "kind": "confirm", "seen": "0"})
    sent = {"pk": str(row.pk), "kind": "dismiss", "seen": "0", "why": "误报"}
    assert "您的处理没有保存" in browse(Role.BODY).post(QUEUE, sent, follow=True).content.decode()
    assert Finding.objects.get(pk=row.pk).standing == "confirm"


def test_filters_are_kept_under_a_name(rows: list[Finding], browse: Browse) -> None:
    client, other = browse(Role.BODY), browse(Role.ADMIN)
    address = reverse("monitoring:keep-view")
    for query in ("outcome=fail", "outcome=suspected&sort=check_id"):
        client.post(address, {"name": "我的疑似问题", "query": query})
    view = SavedView.objects.get()
    assert view.query == "outcome=suspected&sort=check_id"
    assert '<a href="?outcome=suspected&amp;sort=check_id">我的疑似问题</a>' in listed(client)
    assert "我的疑似问题" not in listed(other)
    assert other.post(address, {"forget": str(view.pk)}).status_code == 404
    assert "请给筛选起一个名称" in client.post(address, {"name": " "}, follow=True).content.decode()
    client.post(address, {"forget": str(view.pk)})
    assert not SavedView.objects.exists()


def test_what_is_written_about_views(rows: list[Finding], person: Callable[..., User]) -> None:
    actor = Actor(person(Role.EXPERT))
    for number in range(MOST_VIEWS):
        save_view(actor, f"筛选{number}", "")
    with pytest.raises(RefusedError, match="先删除"):
        save_view(actor, "再一个", "")
    forget_view(actor, save_view(actor, "筛选0", "state=").pk)
    assert SavedView.objects.count() == MOST_VIEWS - 1


def test_the_page_says_which_points_hang_on_a_finding(rows: list[Finding], city: City, browse: Browse) -> None:
    row = next(row for row in rows if row.check_id == "dead-link")
    body, unit = browse(Role.BODY), browse(Role.LIAISON)
    assert "关系到哪些分值" not in body.get(page(row)).content.decode()
    cycle = _by_the_library(city)
    asked = plan_checks(scheme_of(cycle), roster_of(cycle), catalogue())[0].checks
    row.params = next(dict(one.params) for one in asked if one.check == "dead-link")
    row.save()
    Run.objects.filter(pk=row.run_id).update(cycle=cycle)
    shown = unit.get(page(row)).content.decode()
    stakes = shown[shown.index("关系到哪些分值") : shown.index("为什么重要")]
    assert "分</span>" in stakes
    assert "扣" in stakes
    assert "方案原文" in stakes
    assert "试算" not in stakes  # for those who oversee the cycle, and once it is announced
    assert "试算这一条" not in body.get(page(row)).content.decode()
    Cycle.objects.filter(pk=cycle.pk).update(state="monitoring")
    where = reverse("results:cycle-whatif", kwargs={"pk": cycle.pk}) + f"?change=decide%7C{row.key}%7Cdismiss%7C"
    assert where in body.get(page(row)).content.decode()
    assert "不是问题" in body.get(where).content.decode()
    assert "试算这一条" not in unit.get(page(row)).content.decode()


def _by_the_library(city: City) -> Cycle:
    year = {"kind": Cycle.Kind.YEAR, "period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)}
    scheme = from_library("suqian-2022")[0]
    cycle = create_cycle(Actor(None), {"name": "年度考评", "body": city.east.region, **year}, scheme, "")
    place_units(Actor(None), cycle.pk, [city.east.unit.pk], Placed("county", "district"))
    return cycle
