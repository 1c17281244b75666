"""The desk: stored pages beside the question, and what was typed where the mark went to somebody else meanwhile."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse

from kaoping.draws.values import SAMPLE, Candidate, Pool, PoolName
from kaoping.replay.stored_pages import stored_pages
from kaoping.schemes.handed_in import read_handed_in
from kaoping.web.actions import Actor
from kaoping.web.cycles.actions.commit_draw import commit_draw
from kaoping.web.cycles.actions.draw_round import draw_round
from kaoping.web.cycles.actions.seal_round import Sealing, seal_round
from kaoping.web.cycles.scheme_copies import catalogue
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.finish_marks import finish_marks
from kaoping.web.marking.actions.save_mark import save_mark
from kaoping.web.marking.actions.transfer_marks import transfer_marks
from kaoping.web.marking.models import Mark
from kaoping.web.monitoring.finding_folder import site_folders
from kaoping.web.monitoring.models import Finding
from tests.web.conftest import City, signed_in
from tests.web.findings import found_by
from tests.web.marking_scheme import TEXT
from tests.web.marking_world import Judged, judged_in, typed

SYSTEM = Actor(None, reason="测试")
NOW = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def judged(city: City) -> Judged:
    """Two units, all given to one assessor."""
    found = judged_in(city.east, 2)
    allot_marks(SYSTEM, found.cycle.pk, Dealing("unit", [found.assessors[0].pk], "seed"))
    return found


def mark_of(judged: Judged, city: City) -> Mark:
    """A question about the county's own unit, beside which its findings of dead links stand."""
    return Mark.objects.get(participant__unit=city.east.unit, question="design")


def at(name: str, mark: Mark) -> str:
    """An address about a mark."""
    return reverse(f"marking:{name}", kwargs={"pk": mark.pk})


def test_stored_pages_are_shown_in_a_sandbox(judged: Judged, city: City, inspected_once: Path) -> None:
    found_by(inspected_once, city.east, with_folder=True)
    folder = next(site_folders(city.east.site.pk))
    kept = next(url for url, one in stored_pages(folder).items() if one.kept and url.startswith("http"))
    mark = mark_of(judged, city)
    client = signed_in(mark.assessor)
    shown = client.get(at("judge-stored", mark), {"url": kept})
    assert shown.status_code == 200
    assert shown["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert (shown["X-Frame-Options"], shown["X-Content-Type-Options"]) == ("SAMEORIGIN", "nosniff")
    assert b"<script" not in shown.content
    lost = client.get(at("judge-stored", mark), {"url": "https://<b>elsewhere"})
    assert (lost.status_code, "没有存档" in lost.content.decode() or "没有访问" in lost.content.decode()) == (404, True)
    assert lost["Content-Type"].startswith("text/plain")
    assert signed_in(judged.assessors[1]).get(at("judge-stored", mark), {"url": kept}).status_code == 404
    desk = client.get(at("judge", mark)).content.decode()
    assert 'name="snapshot" sandbox' in desk
    assert "首页：东县教育网" in desk
    some = Finding.objects.filter(site=city.east.site, state="open").exclude(outcome="not_measured").first()
    assert some is not None
    assert desk.count("data-look") > 1


def test_what_was_drawn_comes_first(city: City) -> None:
    found = drawn_in(city)
    mark = Mark.objects.get(participant__unit=city.east.unit, question="guide_faults")
    desk = signed_in(found.assessors[0]).get(at("judge", mark)).content.decode()
    first, second = desk.index("1. "), desk.index("首页：东县教育网")
    assert first < second
    assert desk.count("抽中</span>") == 2
    assert "https://jyj-321301.example.gov.cn/guide" in desk


def drawn_in(city: City) -> Judged:
    """Two guides drawn from three for each unit."""
    text = (
        TEXT.replace("title: 宿城市", "title: 抽查：宿城市")
        .replace("kind: count}", "kind: count, sample: guides}", 1)
        .replace("measures:", "samples:\n  guides: {of: service_guides, n: 2}\nmeasures:", 1)
    )
    scheme = read_handed_in(text.encode(), "抽查.yaml", catalogue())[0]
    found = judged_in(city.east, 1, scheme)
    draw = commit_draw(SYSTEM, found.cycle.pk, "", NOW)
    guides = tuple(Candidate(f"{city.east.site.address}guide{number}.html", f"指南{number}") for number in range(3))
    pool = Pool(PoolName(SAMPLE, "guides", city.east.unit.code), 2, "办事指南", guides)
    sealed = seal_round(SYSTEM, draw.pk, Sealing("", (pool,)), NOW)
    draw_round(SYSTEM, sealed.pk, "", NOW)
    allot_marks(SYSTEM, found.cycle.pk, Dealing("unit", [found.assessors[0].pk], "seed"))
    return found


def test_nothing_typed_is_lost_where_a_mark_was_handed_on(judged: Judged, city: City) -> None:
    mark = mark_of(judged, city)
    first, second = signed_in(mark.assessor), judged.assessors[1]
    transfer_marks(SYSTEM, judged.cycle.pk, [mark.pk], second)
    sent = {"initial-text": "", "text": "18", "initial-note": "", "note": "<b>页面</b>整洁"}
    lost = first.post(at("judge", mark), sent)
    text = lost.content.decode()
    assert lost.status_code == 409
    assert "改派给了别人" in text
    assert "18" in text
    assert "&lt;b&gt;页面" in text
    mark.refresh_from_db()
    assert (mark.text, mark.assessor) == ("", second)
    assert first.get(at("judge", mark)).status_code == 404


def test_nothing_typed_is_lost_where_a_mark_was_locked(judged: Judged, city: City) -> None:
    mark = mark_of(judged, city)
    for one in Mark.objects.filter(assessor=mark.assessor):
        said = {"search_works": "是", "reply_time": "1d"}.get(one.question, "3")
        save_mark(Actor(one.assessor), one.pk, typed(one, said), NOW)
    finish_marks(Actor(mark.assessor), judged.cycle.pk, [], NOW)
    sent = {"initial-text": "3", "text": "19", "initial-note": "", "note": "另有一处"}
    client = signed_in(mark.assessor)
    text = client.post(at("judge", mark), sent).content.decode()
    assert "没有保存；需要的请复制" in text
    assert "另有一处" in text
    auto = client.post(at("judge", mark), sent, headers={"X-Autosave": "1"})
    assert (auto.status_code, auto.json()["stop"]) == (422, True)
    mark.refresh_from_db()
    assert mark.text == "3"


def test_a_test_call_that_is_refused_keeps_what_was_typed(judged: Judged, city: City) -> None:
    mark = mark_of(judged, city)
    client = signed_in(mark.assessor)
    sent = {
        "way": "message",
        "at": "2026-10-20T10:00",
        "target": "https://jyj-321301.example.gov.cn/ly/",
        "question": "怎样办理入学",
        "answered_at": "2026-10-20T09:00",
        "answer": "请持户口本",
    }
    refused = client.post(at("call-add", mark), sent, headers={"X-Autosave": "1"})
    assert refused.status_code == 422
    assert "不能早于提交时间" in refused.content.decode()
    assert "请持户口本" in refused.content.decode()
    kept = client.post(at("call-add", mark), sent | {"answered_at": "2026-10-21T11:30"}, headers={"X-Autosave": "1"})
    assert "2026-10-21 11:30 答复" in kept.content.decode()
