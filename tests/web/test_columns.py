"""Columns of sites: what inspections propose, what people decide, what stays."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kaoping.facts.column_kinds import KINDS
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.registry.actions.add_column import add_column
from kaoping.web.registry.actions.change_column import change_column
from kaoping.web.registry.actions.decide_columns import decide_columns
from kaoping.web.registry.actions.propose_columns import Proposed, propose_columns
from kaoping.web.registry.models import Column
from kaoping.web.registry.obligations import due_on, usual_days
from tests.web.conftest import City

ActorOf = Callable[..., Actor]
SYSTEM = Actor(None)
FIRST = datetime(2026, 11, 1, 2, tzinfo=UTC)
LATER = FIRST + timedelta(days=1)
HOST = "https://jyj-321301.example.gov.cn"


def seen(path: str = "/xwdt/", name: str = "新闻动态", kind: str = "news", **more: Any) -> dict[str, Any]:
    """A row as it stands in `columns.json`."""
    usual = {"items": 20, "latest": "2026-10-30", "confidence": 0.95, "first_level": True}
    return {"url": f"{HOST}{path}", "name": name, "kind": kind, **usual, **more}


def names(state: str) -> list[str]:
    """The names of the columns in a state."""
    return list(Column.objects.filter(state=state).order_by("name").values_list("name", flat=True))


def test_kinds_are_those_of_inspections() -> None:
    assert set(Column.Kind.values) == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "days"), [("news", 14), ("notices", 183), ("policy", 183), ("bids", 365), ("leaders", None)]
)
def test_each_kind_has_its_usual_period(kind: str, days: int | None) -> None:
    assert usual_days(kind) == days


def test_a_column_is_due_so_many_days_after_its_newest_item() -> None:
    assert due_on(date(2026, 10, 30), 14) == date(2026, 11, 13)
    assert due_on(None, 14) is None
    assert due_on(date(2026, 10, 30), None) is None


def test_an_inspection_proposes_columns(city: City) -> None:
    rows = [seen(), seen("/tzgg/index.html", "通知公告", "notices"), seen("/x/", "某栏", "new kind", latest=None)]
    assert propose_columns(SYSTEM, city.east.site.pk, rows, FIRST) == Proposed(3, 0, 0, 0)
    column = Column.objects.get(name="新闻动态")
    assert (column.state, column.origin, column.kind, column.due_days) == ("proposed", "machine", "news", 14)
    assert (column.last_item_on, column.due_on) == (date(2026, 10, 30), date(2026, 11, 13))
    assert (column.item_count, column.confidence, column.last_seen) == (20, 95, FIRST)
    other = Column.objects.get(name="某栏")
    assert (other.kind, other.due_on) == ("other", None)
    assert Entry.objects.filter(action="registry.propose_columns").count() == 3


def test_the_same_inspection_again_changes_and_logs_nothing(city: City) -> None:
    rows = [seen(), seen("/tzgg/", "通知公告", "notices")]
    propose_columns(SYSTEM, city.east.site.pk, rows, FIRST)
    before, logged = list(Column.objects.values()), Entry.objects.count()
    assert propose_columns(SYSTEM, city.east.site.pk, rows, FIRST) == Proposed(0, 2, 0, 0)
    assert list(Column.objects.values()) == before
    assert Entry.objects.count() == logged


def test_pages_of_one_list_are_one_column(city: City) -> None:
    rows = [seen("/xwdt/index.html"), seen("/xwdt/index_2.html"), seen("/xwdt/")]
    assert propose_columns(SYSTEM, city.east.site.pk, rows, FIRST).new == 1
    upgraded = [{**seen(), "url": "http://jyj-321301.example.gov.cn/xwdt/"}]
    assert propose_columns(SYSTEM, city.east.site.pk, upgraded, LATER).known == 1


def test_decisions_of_people_stay(city: City) -> None:
    site = city.east.site.pk
    propose_columns(SYSTEM, site, [seen(), seen("/b/", "友情链接"), seen("/c/", "旧栏目")], FIRST)
    keys = dict(Column.objects.values_list("name", "pk"))
    change_column(SYSTEM, keys["新闻动态"], {"name": Edit("新闻动态", "教育要闻"), "due_days": Edit(14, 7)})
    decide_columns(SYSTEM, [keys["新闻动态"]], "confirmed")
    decide_columns(SYSTEM, [keys["友情链接"]], "rejected")
    assert propose_columns(SYSTEM, site, [seen(latest="2026-11-01"), seen("/b/", "友情链接")], LATER).gone == 1
    assert (names("confirmed"), names("rejected"), names("gone")) == (["教育要闻"], ["友情链接"], ["旧栏目"])
    column = Column.objects.get(name="教育要闻")
    assert (column.due_days, column.last_item_on, column.due_on) == (7, date(2026, 11, 1), date(2026, 11, 8))
    assert column.last_seen == LATER


def test_a_confirmed_column_that_was_not_seen_stays(city: City) -> None:
    propose_columns(SYSTEM, city.east.site.pk, [seen()], FIRST)
    decide_columns(SYSTEM, [Column.objects.get().pk], "confirmed")
    propose_columns(SYSTEM, city.east.site.pk, [], LATER)
    column = Column.objects.get()
    assert (column.state, column.last_seen) == ("confirmed", FIRST)


def test_what_was_gone_is_proposed_when_it_comes_back(city: City) -> None:
    site = city.east.site.pk
    other = seen("/b/", "别的")
    for number, rows in enumerate(([seen(), other], [other], [seen(), other])):
        propose_columns(SYSTEM, site, rows, FIRST + timedelta(days=number))
    assert names("proposed") == ["别的", "新闻动态"]
    pk = str(Column.objects.get(name="新闻动态").pk)
    entries = Entry.objects.filter(object_type="registry.column", object_id=pk)
    assert [entry.changes["state"][1] for entry in entries] == [
        "proposed", "gone", "proposed",
    ]  # fmt: skip


def test_a_site_that_did_not_open_keeps_its_columns(city: City) -> None:
    propose_columns(SYSTEM, city.east.site.pk, [seen()], FIRST)
    assert propose_columns(SYSTEM, city.east.site.pk, [], LATER) == Proposed(0, 0, 0, 0)
    assert names("proposed") == ["新闻动态"]


def test_an_older_inspection_changes_nothing(city: City) -> None:
    propose_columns(SYSTEM, city.east.site.pk, [seen()], LATER)
    late = [seen(latest="2026-01-01"), seen("/new/", "新栏目")]
    assert propose_columns(SYSTEM, city.east.site.pk, late, FIRST) == Proposed(0, 1, 0, 0)
    assert Column.objects.get().last_item_on == date(2026, 10, 30)


def test_what_is_no_web_address_is_left_out(city: City) -> None:
    rows = [seen() | {"url": "javascript:alert(1)"}, seen() | {"url": ""}, seen("/" + "长" * 600), seen()]
    assert propose_columns(SYSTEM, city.east.site.pk, rows, FIRST) == Proposed(1, 0, 0, 3)


def test_a_person_lists_a_column(city: City, actor: ActorOf) -> None:
    fields = {"site": city.east.site, "name": "政策文件", "url": f"{HOST}/zcwj/", "kind": "policy", "due_days": 183}
    column = add_column(actor(Role.LIAISON), fields)
    assert (column.state, column.origin) == ("confirmed", "person")
    with pytest.raises(RefusedError, match="清单中已有"):
        add_column(SYSTEM, {**fields, "url": f"{HOST}/zcwj/index.html"})
    with pytest.raises(ValidationError):
        add_column(SYSTEM, {**fields, "url": f"{HOST}/b/", "due_days": 0})


def test_a_changed_period_moves_the_last_day(city: City, actor: ActorOf) -> None:
    propose_columns(SYSTEM, city.east.site.pk, [seen()], FIRST)
    column = change_column(actor(Role.BODY), Column.objects.get().pk, {"due_days": Edit(14, None)})
    assert column.due_on is None
    entry = Entry.objects.filter(action="registry.change_column").get()
    assert set(entry.changes) == {"due_days", "due_on", "by_hand"}


def test_columns_of_others_are_out_of_reach(city: City, actor: ActorOf) -> None:
    propose_columns(SYSTEM, city.west.site.pk, [seen()], FIRST)
    liaison, pk = actor(Role.LIAISON), Column.objects.get().pk
    with pytest.raises(OutOfReachError):
        propose_columns(liaison, city.west.site.pk, [], LATER)
    with pytest.raises(OutOfReachError):
        change_column(liaison, pk, {"due_days": Edit(14, None)})
    with pytest.raises(RefusedError, match="范围"):
        add_column(liaison, {"site": city.west.site, "name": "某", "url": f"{HOST}/b/"})
    assert decide_columns(liaison, [pk], "confirmed") == 0
    with pytest.raises(RefusedError):
        decide_columns(SYSTEM, [pk], "proposed")
    with pytest.raises(OutOfReachError):
        decide_columns(Actor(User.objects.create_user("nobody", "无角色")), [pk], "confirmed")


def listed(client: Client, **asked: str) -> str:
    """The list of columns as somebody sees it."""
    return client.get(reverse("registry:columns"), asked).content.decode()


@pytest.fixture
def dated(city: City) -> City:
    """Columns that are late, due soon, far from due, without a date, and rejected."""
    today = timezone.localdate()
    ages = {"超期栏": 20, "将到期栏": 10, "新鲜栏": 1, "无日期栏": None, "拒绝栏": 20}
    rows = [
        seen(f"/{number}/", name, latest=None if age is None else (today - timedelta(days=age)).isoformat())
        for number, (name, age) in enumerate(ages.items())
    ]
    propose_columns(SYSTEM, city.east.site.pk, rows, FIRST)
    decide_columns(SYSTEM, [Column.objects.get(name="拒绝栏").pk], "rejected")
    return city


@pytest.mark.parametrize(("due", "name"), [("late", "超期栏"), ("soon", "将到期栏"), ("undated", "无日期栏")])
def test_the_list_tells_what_is_late_and_what_will_be(
    dated: City, browse: Callable[..., Client], due: str, name: str
) -> None:
    client = browse(Role.BODY)
    text = listed(client, due=due)
    assert "共 1 条" in text
    assert name in text
    whole = listed(client, site=dated.east.site.host, unit=dated.east.unit.code, kind="news")
    for said in ("（超期 6 天）", "（剩 4 天）", "共 5 条"):
        assert said in whole


def test_the_list_tells_what_was_not_seen_again(dated: City, browse: Callable[..., Client]) -> None:
    decide_columns(SYSTEM, [Column.objects.get(name="超期栏").pk], "confirmed")
    propose_columns(SYSTEM, dated.east.site.pk, [seen("/2/", "新鲜栏")], LATER)
    text = listed(browse(Role.BODY), due="unseen")
    assert "共 1 条" in text
    assert "超期栏" in text


def test_many_are_decided_on_at_once(dated: City, browse: Callable[..., Client]) -> None:
    client, address = browse(Role.LIAISON), reverse("registry:columns")
    proposed = Column.objects.filter(state="proposed").count()
    sent = {"which": "all", "count": proposed, "act": "confirmed"}
    text = client.post(f"{address}?state=proposed", sent, follow=True).content.decode()
    assert f"已认定 {proposed} 个栏目" in text
    assert Column.objects.filter(state="confirmed", by_hand=True).count() == proposed
    assert "请选择怎样认定" in client.post(address, {"row": [1], "act": "x"}, follow=True).content.decode()


def test_the_page_of_a_site_shows_its_list(dated: City, browse: Callable[..., Client]) -> None:
    client, site = browse(Role.LIAISON), dated.east.site
    page = reverse("registry:site", kwargs={"pk": site.pk})
    text = client.get(page).content.decode()
    assert "待确认 4，不是栏目 1" in text
    assert "拒绝栏" not in text
    sent = {"name": "政策", "url": f"{site.address}zc/", "kind": "policy", "due_days": "183", "state": "confirmed"}
    answer = client.post(reverse("registry:site-new-column", kwargs={"pk": site.pk}), sent, follow=True)
    assert "栏目已列入清单" in answer.content.decode()
    pk = Column.objects.get(name="政策").pk
    edit = reverse("registry:column-edit", kwargs={"pk": pk})
    shown = {f"initial-{name}": value for name, value in sent.items()}
    client.post(edit, sent | shown | {"department": "办公室", "initial-department": ""})
    assert Column.objects.get(pk=pk).department == "办公室"
    client.post(reverse("registry:column-decide", kwargs={"pk": pk}), {"act": "gone"})
    assert Column.objects.get(pk=pk).state == "gone"
