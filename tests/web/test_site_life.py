"""What the registry knows of a site's domains and terms, and of accounts that fall silent."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit, RefusedError
from kaoping.web.imports.running import CHANGED, WRONG, run_import
from kaoping.web.imports.sheets import sheet_kinds
from kaoping.web.registry.actions.add_site import add_site
from kaoping.web.registry.actions.change_site import change_site
from kaoping.web.registry.actions.change_site_state import Step, change_site_state
from kaoping.web.registry.models import MediaAccount, Site
from tests.web.conftest import City

SYSTEM = Actor(None)
TODAY = timezone.localdate()


def test_further_domains_are_kept_once_each(city: City) -> None:
    site, text = city.east.site, "https://M.dx.gov.cn/，dx.gov.cn www.dx.gov.cn、jyj-321301.example.gov.cn"
    assert change_site(SYSTEM, site.pk, {"domains": Edit("", text)}).domains == "m.dx.gov.cn、dx.gov.cn"
    assert change_site(SYSTEM, site.pk, {"domains": Edit("m.dx.gov.cn、dx.gov.cn", "")}).domains == ""


@pytest.mark.parametrize("text", ["jyj-321302.example.gov.cn", "wx.gov.cn", "不是域名", "a b"])
def test_a_domain_is_one_sites_only(city: City, text: str) -> None:
    change_site(SYSTEM, city.west.site.pk, {"domains": Edit("", "wx.gov.cn")})
    with pytest.raises(RefusedError):
        change_site(SYSTEM, city.east.site.pk, {"domains": Edit("", text)})
    fields = {"unit": city.east.unit, "name": "新网", "address": "https://new.gov.cn/", "domains": text}
    with pytest.raises(RefusedError):
        add_site(SYSTEM, fields, TODAY)


def test_part_of_anothers_domain_is_free(city: City) -> None:
    change_site(SYSTEM, city.west.site.pk, {"domains": Edit("", "m.wx.gov.cn")})
    assert change_site(SYSTEM, city.east.site.pk, {"domains": Edit("", "wx.gov.cn")}).domains == "wx.gov.cn"


def test_terms_that_are_over_are_told(city: City, browse: Callable[..., Client]) -> None:
    for where, days in ((city.east, 1), (city.west, -1)):
        step = Step("redesign", TODAY - timedelta(days=9), "批准", until=TODAY - timedelta(days=days))
        change_site_state(SYSTEM, where.site.pk, "running", step)
    client = browse(Role.ADMIN)
    text = client.get(reverse("registry:sites"), {"over": "over"}).content.decode()
    assert "东县教育网" in text
    assert "西县教育网" not in text
    assert "改版、下线已到期的网站" in client.get(reverse("home")).content.decode()
    change_site_state(SYSTEM, city.east.site.pk, "redesign", Step("running", TODAY, "改版完成"))
    history = city.east.site.state_changes.values_list("state", "reason")
    assert list(history) == [("running", "改版完成"), ("redesign", "批准"), ("running", "登记")]


@pytest.mark.parametrize(("days", "told"), [(14, False), (15, True), (None, True)])
def test_accounts_silent_for_more_than_a_fortnight_are_told(
    city: City, browse: Callable[..., Client], days: int | None, told: bool
) -> None:
    last = None if days is None else TODAY - timedelta(days=days)
    MediaAccount.objects.filter(pk=city.east.account.pk).update(last_post_on=last)
    client = browse(Role.BODY)
    shown = client.get(reverse("registry:media"), {"overdue": "over"}).content.decode()
    assert ("东县教育" in shown) is told
    assert ("超过两周没有更新的新媒体账号" in client.get(reverse("home")).content.decode()) is told
    MediaAccount.objects.update(active=False)
    assert "共 0 条" in client.get(reverse("registry:media"), {"overdue": "over"}).content.decode()


def test_last_posts_are_imported_by_themselves(city: City) -> None:
    usual = {"平台": "微信公众号", "最近更新日期": "2026-11-20", "line": 2}
    rows = [{**usual, "账号标识": "wx321301"}, {**usual, "账号标识": "unknown", "line": 3}]
    kind = sheet_kinds()["posts"]
    outcomes = run_import(SYSTEM, kind, rows, keep=True)
    assert [outcome.state for outcome in outcomes] == [CHANGED, WRONG]
    assert "没有登记标识为“unknown”的账号" in outcomes[1].problems[""][0]
    run_import(SYSTEM, kind, rows[:1], keep=True)
    assert MediaAccount.objects.get(pk=city.east.account.pk).last_post_on == date(2026, 11, 20)


def test_the_first_page_tells_of_a_year_that_is_missing(
    city: City, browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(Role.LIAISON)
    for today, said in ((date(2030, 3, 1), "没有 2030 年"), (date(2026, 12, 1), "没有 2027 年")):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda today=today: today)
        assert said in client.get(reverse("home")).content.decode()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 10, 31))
    assert "放假调休安排" not in client.get(reverse("home")).content.decode()


def test_what_a_site_answers_to_is_searched(city: City, browse: Callable[..., Client]) -> None:
    Site.objects.filter(pk=city.east.site.pk).update(domains="dx.gov.cn")
    assert "共 1 条" in browse(Role.BODY).get(reverse("registry:sites"), {"q": "dx.gov"}).content.decode()
