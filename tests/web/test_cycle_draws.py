"""Draws: committed to before the list is sealed, drawn once, revealed after; outsiders come to the same result."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from kaoping.runs.draw_files import DrawFolder
from kaoping.runs.drawing import check
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.actions.commit_draw import commit_draw
from kaoping.web.cycles.actions.draw_round import draw_round
from kaoping.web.cycles.actions.reveal_draw import reveal_draw
from kaoping.web.cycles.actions.seal_round import Sealing, seal_round
from kaoping.web.cycles.drawing import draw_book, open_plans, own_pools
from kaoping.web.cycles.models import Cycle, Draw, DrawRound
from kaoping.web.cycles.secret_box import opened
from kaoping.web.registry.models import Unit
from tests.web.conftest import City

ActorOf = Callable[..., Actor]
CycleIn = Callable[..., Cycle]
Browse = Callable[..., Client]
NOW = datetime(2026, 10, 20, 2, tzinfo=UTC)
SOURCE = "2026年10月20日某彩票开奖号码"


@pytest.fixture
def towns(city: City) -> list[Unit]:
    """Three towns of the east, drawn for its unit."""
    return [
        Unit.objects.create(
            code=f"town{number}",
            name=f"东县第{number}镇",
            region=city.east.region,
            kind=Unit.Kind.TOWN,
            superior=city.east.unit,
            ranked=False,
        )
        for number in range(3)
    ]


def sealed(body: Actor, cycle: Cycle, source: str = "") -> DrawRound:
    """A round of all that needs no list, sealed."""
    draw = commit_draw(body, cycle.pk, source, NOW - timedelta(days=200))
    pools = list(own_pools(cycle, open_plans(cycle, draw)))
    return seal_round(body, draw.pk, Sealing("", pools), NOW - timedelta(days=1))


def test_indicators_and_towns_need_no_list(
    city: City, actor: ActorOf, announced_in: CycleIn, towns: list[Unit]
) -> None:
    cycle, body = announced_in(city.east), actor(Role.BODY)
    one = draw_round(body, sealed(body, cycle).pk, "", NOW)
    assert [(entry["pool"], len(entry["items"])) for entry in one.result] == [
        ("indicators/areas/*", 1),
        ("sample/towns/321301-jyj", 1),
    ]
    book = draw_book(cycle)
    assert set(book.indicators()) == {"areas"}
    assert {plan.name.id for plan in open_plans(cycle, one.draw)} == {"guides"}


def test_the_secret_is_not_to_be_read_before_it_is_revealed(city: City, actor: ActorOf, announced_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), announced_in(city.east)
    one = sealed(body, cycle)
    secret = opened(one.draw.secret, one.draw.commitment)
    assert len(secret) == 64
    assert secret not in one.draw.secret
    assert all(secret not in str(entry.changes) for entry in Entry.objects.all())
    with pytest.raises(RefusedError, match="没有抽取"):
        reveal_draw(body, one.draw.pk, NOW)
    draw_round(body, one.pk, "", NOW)
    reveal_draw(body, one.draw.pk, NOW)
    with pytest.raises(RefusedError, match="密钥已经公布"):
        seal_round(body, one.draw.pk, Sealing("2", ()), NOW)


def test_another_key_of_the_installation_does_not_open_it(
    city: City, actor: ActorOf, announced_in: CycleIn, settings: object
) -> None:
    one = sealed(actor(Role.BODY), announced_in(city.east))
    settings.SECRET_KEY = "another" * 8  # type: ignore[attr-defined]
    with pytest.raises(RefusedError, match="打不开"):
        opened(one.draw.secret, one.draw.commitment)


def test_a_round_is_drawn_once_and_with_the_public_value(city: City, actor: ActorOf, announced_in: CycleIn) -> None:
    body = actor(Role.BODY)
    one = sealed(body, announced_in(city.east), SOURCE)
    with pytest.raises(RefusedError, match="请填写公开值"):
        draw_round(body, one.pk, " ", NOW)
    draw_round(body, one.pk, "03 11 17", NOW)
    with pytest.raises(RefusedError, match="不能重抽"):
        draw_round(body, one.pk, "03 11 18", NOW)


def test_a_sealed_list_stays(city: City, actor: ActorOf, announced_in: CycleIn) -> None:
    body = actor(Role.BODY)
    one = sealed(body, announced_in(city.east))
    with pytest.raises(RefusedError, match="不能再改"):
        seal_round(body, one.draw.pk, Sealing("", ()), NOW)
    with pytest.raises(RefusedError, match="没有规定公开值"):
        draw_round(body, one.pk, "03", NOW)
    with pytest.raises(RefusedError, match="只用一个密钥"):
        commit_draw(body, one.draw.cycle_id, "", NOW)
    with pytest.raises(OutOfReachError):
        draw_round(actor(Role.BODY, city.west), one.pk, "", NOW)


def test_nothing_is_sealed_before_the_announcement(city: City, actor: ActorOf, cycle_in: CycleIn) -> None:
    body, cycle = actor(Role.BODY), cycle_in(city.east)
    draw = commit_draw(body, cycle.pk, "", NOW)
    with pytest.raises(RefusedError, match="请先公布考评方案"):
        seal_round(body, draw.pk, Sealing("", ()), NOW)


def test_outsiders_come_to_the_same_result(
    city: City, actor: ActorOf, announced_in: CycleIn, browse: Browse, tmp_path: Path
) -> None:
    body, cycle = actor(Role.BODY), announced_in(city.east)
    one = draw_round(body, sealed(body, cycle, SOURCE).pk, "03 11 17", NOW)
    reveal_draw(body, one.draw.pk, NOW + timedelta(minutes=1))
    client = browse(Role.LIAISON)
    for name in ("commitment.json", "sealed.txt", "draws.json", "reveal.json"):
        answer = client.get(reverse("cycles:cycle-draw-file", kwargs={"pk": cycle.pk, "name": name}))
        (tmp_path / name).write_bytes(answer.content)
    (checked,) = check(DrawFolder(tmp_path), noted_commitment=one.draw.commitment, noted_seal=one.seal)
    assert checked.fits
    assert {"secret_fits", "seed_fits", "choice_follows"} <= {remark.code for remark in checked.remarks}
    address = reverse("cycles:cycle-draw-verify", kwargs={"pk": cycle.pk})
    text = client.get(address, {"commitment": one.draw.commitment, "seal": one.seal}).content.decode()
    assert "种子由密钥、封存名单和公开值得出" in text
    assert "不符</span>" not in text
    assert "与您当时记下的不同" in client.get(address, {"commitment": "0" * 64}).content.decode()


def test_a_changed_result_shows(city: City, actor: ActorOf, announced_in: CycleIn, browse: Browse) -> None:
    body, cycle = actor(Role.BODY), announced_in(city.east)
    one = draw_round(body, sealed(body, cycle).pk, "", NOW)
    other = "area2" if one.result[0]["items"] == ["area1"] else "area1"
    DrawRound.objects.filter(pk=one.pk).update(result=[{"pool": "indicators/areas/*", "items": [other]}])
    answer = browse(Role.APPROVER).get(reverse("cycles:cycle-draw-verify", kwargs={"pk": cycle.pk}))
    assert "不由种子得出" in answer.content.decode()


def test_a_draw_in_the_browser(city: City, announced_in: CycleIn, browse: Browse, towns: list[Unit]) -> None:
    cycle, client = announced_in(city.east), browse(Role.BODY)
    pages = {
        name: reverse(f"cycles:cycle-draw-{name}", kwargs={"pk": cycle.pk}) for name in ("commit", "seal", "reveal")
    }
    client.post(pages["commit"], {"public_source": SOURCE})
    listed = client.get(reverse("cycles:cycle-draw-candidates", kwargs={"pk": cycle.pk})).content
    rows = list(load_workbook(io.BytesIO(listed)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert ("towns", "321301-jyj", None, "town0", "东县第0镇") in [tuple(cell or None for cell in row) for row in rows]
    wrong = client.post(
        pages["seal"], {"own": "on", "sure": "on", "file": book([("guides", "321301-jyj", "", "", "")])}
    )
    assert "没有填对象" in wrong.content.decode()
    assert not DrawRound.objects.exists()
    good = book([("guides", "321301-jyj", "", f"https://jyj.example/{n}", f"事项{n}") for n in range(4)])
    text = client.post(pages["seal"], {"own": "on", "sure": "on", "file": good}, follow=True).content.decode()
    assert "名单已封存" in text
    assert "事项3" in text
    one = DrawRound.objects.get()
    drawing = reverse("cycles:draw-round", kwargs={"pk": one.pk})
    assert "种子" in client.post(drawing, {"public": "03 11", "sure": "on"}, follow=True).content.decode()
    assert "密钥已公布" in client.post(pages["reveal"], follow=True).content.decode()
    shown = client.get(reverse("cycles:cycle-draws", kwargs={"pk": cycle.pk})).content.decode()
    assert opened(Draw.objects.get().secret, Draw.objects.get().commitment) in shown


def book(rows: list[tuple[str, ...]]) -> io.BytesIO:
    """A list of candidates."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["抽样编号", "单位编号", "期次", "对象", "名称"])
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    file.name = "候选名单.xlsx"
    return file
