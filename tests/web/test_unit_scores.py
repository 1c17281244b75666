"""A unit's own scores: what it sees and when, what to change first, what a point opens to, what it may try."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kaoping.model.outcomes import Outcome
from kaoping.runs.outputs import read_findings
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor
from kaoping.web.cycles.actions.take_step import Wanted, acting
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.marking.models import Mark, MarkFile, TestCall
from kaoping.web.monitoring.models import Finding
from kaoping.web.results.looking import looked_at
from kaoping.web.results.models import Feedback, UnitScore
from kaoping.web.results.recomputing import recompute_scores
from kaoping.web.results.standing import gains_of
from kaoping.web.results.versions import latest_version
from tests.web.conftest import City
from tests.web.findings import found_by
from tests.web.marking_world import Judged
from tests.web.scored import LATER, NOW, TODAY, all_said, evaluated, said, scored

Browse = Callable[..., Client]
OFFICE = Actor(None, reason="2027年1月5日常务会议")


@pytest.fixture
def judged(city: City) -> Judged:
    """Three units in evaluation, everything that people judge said."""
    found = evaluated(city)
    all_said(found)
    scored(found)
    return found


def own(judged: Judged) -> Participant:
    """The unit whose liaison looks."""
    return judged.cycle.participants.get(unit__code__endswith="-jyj")


def page_of(place: Participant, name: str = "unit") -> str:
    """An address about a unit."""
    return reverse(f"results:{name}", kwargs={"pk": place.pk})


def fed_back(judged: Judged) -> None:
    """Approve the results and tell the units."""
    for step in ("approve", "feed_back"):
        judged.cycle.refresh_from_db()
        acting(
            OFFICE,
            judged.cycle.pk,
            Wanted(step, judged.cycle.state, NOW.date().replace(year=2027, month=1), looked=True),
        )
    judged.cycle.refresh_from_db()


def test_a_unit_sees_nothing_before_it_is_told(judged: Judged, browse: Browse) -> None:
    client, place = browse(Role.LIAISON), own(judged)
    for name in ("unit", "unit-gains", "unit-whatif"):
        assert client.get(page_of(place, name)).status_code == 404
    assert "还没有可以看的得分" in client.get(reverse("results:cycles")).content.decode()


def test_a_cycle_may_let_units_see_preliminary_scores(judged: Judged, browse: Browse) -> None:
    Cycle.objects.filter(pk=judged.cycle.pk).update(shows_scores=True)
    client, place = browse(Role.LIAISON), own(judged)
    shown = client.get(page_of(place)).content.decode()
    assert "初步得分" in shown
    other = judged.cycle.participants.exclude(pk=place.pk)[0]
    for name in ("unit", "unit-gains", "unit-whatif"):
        assert client.get(page_of(other, name)).status_code == 404
    for name in ("cycle", "cycle-matrix", "cycle-groups", "cycle-whatif"):
        assert client.get(reverse(f"results:{name}", kwargs={"pk": judged.cycle.pk})).status_code == 404


def test_a_unit_sees_the_version_that_it_was_told_and_signs_for_it(judged: Judged, browse: Browse) -> None:
    fed_back(judged)
    place, client = own(judged), browse(Role.LIAISON)
    mark = Mark.objects.filter(participant=place, question="design").get()
    Mark.objects.filter(pk=mark.pk).update(text="1", value=1_000_000, saved_at=LATER)  # after the approval
    shown = client.get(page_of(place)).content.decode()
    assert "第 1 版（审定）" in shown
    assert "15.5 / 20" in shown
    assert "评估员" not in shown  # who marked is not for units
    told = Feedback.objects.get(participant=place)
    assert told.received_at is not None
    assert page_of(place) in client.get(reverse("results:cycles")).content.decode()
    assert browse(Role.BODY).get(page_of(place)).status_code == 200
    assert Feedback.objects.exclude(participant=place).filter(received_at__isnull=False).count() == 0


def test_every_point_opens_to_its_reason(judged: Judged, browse: Browse) -> None:
    place = own(judged)
    mark = Mark.objects.filter(participant=place, question="guide_faults").get()
    said(mark, "3", LATER)
    Mark.objects.filter(pk=mark.pk).update(note="3 处材料名称与窗口不一致")
    TestCall.objects.create(mark=mark, at=datetime(2026, 10, 1, 1, 30, tzinfo=UTC), target="0527-8000", waited=45)
    proof = MarkFile(mark=mark, name="孙晓宇截图.png", kind="image/png", size=3, sha256="0" * 64)
    proof.file.save("proof.png", ContentFile(b"PNG"))
    fed_back(judged)
    client = browse(Role.LIAISON)
    shown = client.get(page_of(place)).content.decode()
    for words in (
        "每处不准确扣2分，扣完为止",
        "一",
        "3 处材料名称与窗口不一致",
        "0527-8000",
        "等待 45 秒",
        "14 / 20",
        "−6",
    ):
        assert words in shown
    where = reverse("results:mark-file", kwargs={"pk": proof.pk})
    assert where in shown
    assert "孙晓宇" not in shown
    answer = client.get(where)
    assert answer.content == b"PNG"
    assert quote("孙晓宇") not in answer.headers["Content-Disposition"]
    others = MarkFile.objects.create(
        mark=judged.mark(1 if judged.units[0] == place.unit else 0, "design"), size=3, file=proof.file
    )
    assert client.get(reverse("results:mark-file", kwargs={"pk": others.pk})).status_code == 404


def test_the_biggest_gain_comes_first(judged: Judged, browse: Browse) -> None:
    """search 0 of 20, design 15.5, onsite 16, guides 20 − 2·n: the total's lower bound gains what is lost."""
    place = next(one for one in judged.cycle.participants.all() if one.unit == judged.units[0])
    looked = looked_at(judged.cycle)
    found = [(one.indicator, one.full) for one in gains_of(looked, place.unit.code)]
    assert found == [("search", Decimal(20)), ("design", Decimal("4.5")), ("onsite", Decimal(4))]
    client = browse(Role.BODY)
    shown = client.get(page_of(place, "unit-gains")).content.decode()
    assert shown.index("站内搜索") < shown.index("页面设计") < shown.index("现场评审")
    assert 'id="worth-search" hx-swap-oob="true">补到满分可得 20 分' in shown
    whole = client.get(page_of(place)).content.decode()  # tried by now: it stands in the page at once
    assert "补到满分可得 20 分" in whole


def test_a_unit_tries_what_it_could_put_right(judged: Judged, browse: Browse) -> None:
    fed_back(judged)
    place, client = own(judged), browse(Role.LIAISON)
    before = list(UnitScore.objects.order_by("pk").values())
    shown = client.get(page_of(place, "unit-whatif"), {"full": ["search", "design"]}).content.decode()
    number = judged.units.index(place.unit)
    low = Decimal("51.5") + (18 if number == 1 else 16 if number == 2 else 0)
    gained = Decimal("4.5") + (20 if number == 0 else 0)
    assert f"{(low + gained).normalize():f}" in shown
    assert "本单位的“页面设计”不失分" in shown
    assert all(unit.name not in shown for unit in judged.units if unit != place.unit)
    assert list(UnitScore.objects.order_by("pk").values()) == before
    book = client.get(page_of(place, "unit-whatif"), {"full": "design", "export": "xlsx"})
    assert book.headers["Content-Type"].endswith("sheet")


@pytest.mark.parametrize(
    "asked",
    [
        {"full": "nowhere"},
        {"full": "<script>"},
        {"full": [str(n) for n in range(500)]},
        {"fixed": "0" * 24, "full": "x"},
    ],
)
def test_what_cannot_be_tried_is_refused_in_words(asked: dict[str, Any], judged: Judged, browse: Browse) -> None:
    answer = browse(Role.BODY).get(page_of(own(judged), "unit-whatif"), asked)
    assert answer.status_code == 422
    assert "<script>" not in answer.content.decode().split("<main")[1]


def test_findings_lead_to_their_evidence_and_can_be_put_right(
    judged: Judged, city: City, inspected_once: Path, browse: Browse
) -> None:
    rows = found_by(inspected_once, city.east, with_folder=True)
    seen = [one for one in read_findings(next(inspected_once.glob("*/findings.jsonl"))) if one.check == "dead-link"]
    dead = [one for one in seen if one.outcome is Outcome.FAIL]
    row = next(one for one in rows if one.check_id == "dead-link" and one.outcome == "fail")
    Finding.objects.filter(pk=row.pk).update(key=dead[0].key)
    recompute_scores(Actor(None), judged.cycle.pk, LATER, TODAY.replace(month=11, day=21))
    Cycle.objects.filter(pk=judged.cycle.pk).update(state="approved")  # so that the scores stay as of that day
    client, place = browse(Role.BODY), judged.cycle.participants.get(unit=city.east.unit)
    shown = client.get(page_of(place)).content.decode()
    assert reverse("monitoring:finding", kwargs={"pk": row.pk}) in shown
    judged.cycle.refresh_from_db()
    (links,) = (one for one in gains_of(looked_at(judged.cycle), place.unit.code) if one.indicator == "links")
    assert (links.lost, links.fixed, links.full) == (Decimal(len(dead)),) * 3
    tried = client.get(page_of(place, "unit-whatif"), {"all": "links"}).content.decode()
    assert f"{len(dead)} 个问题已整改" in tried
    assert f"+{len(dead)}" in tried or f"＋{len(dead)}.00分" in tried


def test_a_page_takes_few_queries(
    judged: Judged, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fed_back(judged)
    client, place = browse(Role.LIAISON), own(judged)
    client.get(page_of(place))
    assert latest_version(judged.cycle) is not None
    with django_assert_max_num_queries(40):
        assert client.get(page_of(place)).status_code == 200
