"""Lists from Excel: what is handed out can be handed back; every wrong cell is named; all rows or none."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.models import Cycle
from kaoping.web.imports.actions.apply_list import apply_list
from kaoping.web.imports.actions.upload_list import upload_list
from kaoping.web.imports.models import Draft
from kaoping.web.imports.reading import MOST_ROWS, MOST_UNPACKED, read_rows
from kaoping.web.imports.running import CHANGED, NEW, SAME, WRONG, run_import
from kaoping.web.imports.sheets import sheet_kinds
from kaoping.web.registry.models import Column, Contact, MediaAccount, Region, Site, Unit
from tests.web.conftest import City

ActorOf = Callable[..., Actor]
HEADER = ("单位编号", "单位名称", "所属地区", "参加排名")


def book(rows: Sequence[Sequence[object]]) -> io.BytesIO:
    """A workbook of these rows."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def units(*rows: Sequence[object]) -> list[dict[str, object]]:
    """The rows of a list of units."""
    return read_rows(book([HEADER, *rows]), sheet_kinds()["units"])


@pytest.mark.parametrize("kind", ["regions", "units", "contacts", "sites", "columns", "media", "posts"])
def test_a_template_handed_back_changes_nothing(city: City, browse: Callable[..., Client], kind: str) -> None:
    MediaAccount.objects.update(last_post_on="2026-01-31")
    Contact.objects.create(unit=city.east.unit, kind="leader", name="某人", phone="0527-1234")
    Column.objects.create(site=city.east.site, name="动态", url="https://a.gov.cn/dt/", key="a.gov.cn/dt?", due_days=14)
    client = browse(Role.BODY)
    file = client.get(reverse("imports:template", kwargs={"kind": kind}))
    rows = read_rows(io.BytesIO(file.content), sheet_kinds()[kind])
    outcomes = run_import(Actor(User.objects.get(username="body-321301")), sheet_kinds()[kind], rows, keep=True)
    assert {outcome.state for outcome in outcomes} == {SAME}
    assert not Entry.objects.exists()


def test_new_and_changed_rows_are_taken_over(city: City, actor: ActorOf) -> None:
    rows = units(("321301-jyj", "东县教育和体育局", "321301", "是"), ("wjw", "东县卫健委", "东县", "否"))
    outcomes = run_import(actor(Role.BODY), sheet_kinds()["units"], rows, keep=True)
    assert [(outcome.line, outcome.state) for outcome in outcomes] == [(2, CHANGED), (3, NEW)]
    assert outcomes[0].changes == {"单位名称": ("东县教育局", "东县教育和体育局")}
    assert Unit.objects.get(code="wjw").ranked is False
    assert Entry.objects.count() == 2


def test_a_row_may_refer_to_one_above_it(city: City, actor: ActorOf) -> None:
    rows = read_rows(
        book(
            [
                ("区划代码", "名称", "层级", "上级地区"),
                ("321303", "北县", "县（市、区）", "321300"),
                ("321303001", "山前镇", "乡镇（街道）", "321303"),
            ]
        ),
        sheet_kinds()["regions"],
    )
    run_import(actor(Role.ADMIN), sheet_kinds()["regions"], rows, keep=True)
    town = Region.objects.get(code="321303001")
    assert town.parent is not None
    assert town.path == f"{town.parent.path}{town.pk}/"


def test_every_wrong_cell_is_named_and_nothing_is_kept(city: City, actor: ActorOf) -> None:
    rows = units(
        ("good", "好单位", "321301", "是"),
        ("", "无编号", "321301", ""),
        ("bad code", "空格编号", "321301", ""),
        ("c", "没有的地区", "999999", ""),
        ("d", "越界", "321302", ""),
        ("e", "不是是否", "321301", "也许"),
        ("good", "又一次", "321301", "是"),
    )
    outcomes = run_import(actor(Role.BODY), sheet_kinds()["units"], rows, keep=True)
    found = {outcome.line: (outcome.state, set(outcome.problems)) for outcome in outcomes}
    assert found == {
        2: (NEW, set()),
        3: (WRONG, {"单位编号"}),
        4: (WRONG, {"单位编号"}),
        5: (WRONG, {"所属地区"}),
        6: (WRONG, {""}),
        7: (WRONG, {"参加排名"}),
        8: (WRONG, {""}),
    }
    assert not Unit.objects.filter(code="good").exists()
    assert not Entry.objects.exists()


def test_a_list_of_columns_is_taken_over(city: City, actor: ActorOf) -> None:
    site = city.east.site.address
    header = ("网站", "栏目网址", "栏目名称", "栏目类别", "更新期限（天）", "责任科室")
    lines = (
        (site, f"{site}dt/", "动态", "动态要闻", "14", "办公室"),
        (site, f"{site}ld/", "领导", "领导信息", "随时", ""),
    )
    rows = read_rows(book([header, *lines]), sheet_kinds()["columns"])
    outcomes = run_import(actor(Role.BODY), sheet_kinds()["columns"], rows, keep=True)
    assert [outcome.state for outcome in outcomes] == [NEW, NEW]
    assert list(Column.objects.order_by("name").values_list("name", "due_days", "state")) == [
        ("动态", 14, "confirmed"), ("领导", None, "confirmed"),
    ]  # fmt: skip
    wrong = (("https://nowhere.gov.cn/", f"{site}x/", "某", "", "", ""), (site, f"{site}y/", "某", "", "两周", ""))
    rows = read_rows(book([header, *wrong]), sheet_kinds()["columns"])
    outcomes = run_import(Actor(None), sheet_kinds()["columns"], rows, keep=True)
    assert [set(outcome.problems) for outcome in outcomes] == [{"网站"}, {"更新期限（天）"}]


def test_a_column_left_out_is_left_alone(city: City, actor: ActorOf) -> None:
    Unit.objects.filter(pk=city.east.unit.pk).update(ranked=False, leader="张三 副局长")
    rows = read_rows(
        book([("单位编号", "单位名称", "所属地区"), ("321301-jyj", "东县教体局", "321301")]), sheet_kinds()["units"]
    )
    run_import(actor(Role.BODY), sheet_kinds()["units"], rows, keep=True)
    unit = Unit.objects.get(pk=city.east.unit.pk)
    assert (unit.name, unit.ranked, unit.leader) == ("东县教体局", False, "张三 副局长")


def test_a_list_is_applied_once(city: City, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    draft = upload_list(body, "units", "单位.xlsx", units(("wjw", "东县卫健委", "321301", "")))
    apply_list(body, draft.pk, timezone.now())
    with pytest.raises(RefusedError, match="已经导入"):
        apply_list(body, draft.pk, timezone.now())
    assert Unit.objects.filter(code="wjw").count() == 1


def test_what_became_wrong_since_the_preview_is_not_half_applied(city: City, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    rows = [
        {"首页网址": "https://a.example.gov.cn/", "网站名称": "甲", "主办单位": "321301-jyj", "line": 2},
        {"首页网址": "https://b.example.gov.cn/", "网站名称": "乙", "主办单位": "321301-jyj", "line": 3},
    ]
    draft = upload_list(body, "sites", "网站.xlsx", rows)
    Site.objects.create(unit=city.west.unit, name="抢先", address="https://b.example.gov.cn/", host="b.example.gov.cn")
    with pytest.raises(RefusedError, match="未导入任何内容"):
        apply_list(body, draft.pk, timezone.now())
    assert not Site.objects.filter(host="a.example.gov.cn").exists()
    assert Draft.objects.get(pk=draft.pk).applied_at is None


def bomb() -> io.BytesIO:
    """An archive that unpacks to more than a workbook should."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED + 1))
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (io.BytesIO(b""), "不是 .xlsx"),
        (io.BytesIO(b"<html>no workbook</html>"), "不是 .xlsx"),
        (io.BytesIO(b"0" * (5 * 1024 * 1024 + 1)), "超过 5 MB"),
        (bomb(), "过大"),
        (book([("甲", "乙")]), "没有找到表头"),
        (book([HEADER]), "没有内容"),
        (book([(*HEADER, "单位编号"), ("a", "b", "c", "d", "e")]), "出现了两次"),
        (book([HEADER, *[("a", "b", "c", "是")] * (MOST_ROWS + 1)]), "拆成几份"),
    ],
    ids=["empty", "page", "large", "bomb", "no-header", "no-rows", "twice", "many"],
)
def test_what_is_no_list_is_refused_with_a_reason(file: io.BytesIO, why: str) -> None:
    file.seek(0)
    with pytest.raises(RefusedError, match=why):
        read_rows(file, sheet_kinds()["units"])


def test_a_damaged_workbook_is_refused() -> None:
    data = bytearray(book([HEADER, ("a", "b", "c", "是")]).getvalue())
    data[200:400] = bytes(200)
    with pytest.raises(RefusedError):
        read_rows(io.BytesIO(bytes(data)), sheet_kinds()["units"])


def test_the_pages_lead_from_upload_to_done(city: City, browse: Callable[..., Client]) -> None:
    client = browse(Role.BODY)
    content = book([HEADER, ("wjw", "<b>东县卫健委</b>", "321301", "是")]).getvalue()
    sent = {"kind": "units", "file": SimpleUploadedFile("单位.xlsx", content)}
    response = client.post(reverse("imports:imports"), sent)
    preview = response["Location"]
    shown = client.get(preview).content.decode()
    assert "&lt;b&gt;东县卫健委&lt;/b&gt;" in shown
    assert "确认导入" in shown
    assert not Unit.objects.filter(code="wjw").exists()
    done = client.post(preview, follow=True).content.decode()
    assert "新增 1 条" in done
    assert Unit.objects.filter(code="wjw").exists()


def test_an_export_is_text_and_no_formula(city: City, browse: Callable[..., Client]) -> None:
    Unit.objects.filter(pk=city.east.unit.pk).update(name='=HYPERLINK("http://evil.invalid")')
    client = browse(Role.BODY)
    response = client.get(reverse("registry:units"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPERLINK")]
    assert [cell.data_type for cell in cells] == ["s"]
    lines = b"".join(client.get(reverse("registry:units"), {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=HYPERLINK" in lines


def cycle_rows(client: Client, cycle: Cycle, change: Callable[[list[dict[str, object]]], None]) -> Any:
    """What comes of uploading a cycle's list of units after `change`; the answer is the preview."""
    template = client.get(reverse("imports:template", kwargs={"kind": f"cycle-{cycle.pk}"}))
    sheet = load_workbook(io.BytesIO(template.content)).worksheets[0]
    header, *lines = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    rows: list[dict[str, object]] = [dict(zip(header, line, strict=True)) for line in lines]
    change(rows)
    file = book([header, *([row[title] for title in header] for row in rows)])
    file.name = "参评单位.xlsx"
    address = reverse("imports:imports") + f"?kind=cycle-{cycle.pk}"
    return client.post(address, {"kind": f"cycle-{cycle.pk}", "file": file}, follow=True)


def test_units_of_a_cycle_are_placed_by_a_list(
    city: City, cycle_in: Callable[..., Cycle], browse: Callable[..., Client]
) -> None:
    cycle, client = cycle_in(city.east), browse(Role.BODY)
    Unit.objects.create(code="wjw", name="东县卫健委", region=city.east.region, tags="重点民生、其他")
    Unit.objects.create(code="out", name="东县不参加局", region=city.east.region)

    def fill_in(rows: list[dict[str, object]]) -> None:
        assert [(row["单位编号"], row["分类"]) for row in rows] == [("321301-jyj", "县区"), ("out", ""), ("wjw", "")]
        assert rows[2]["标签"] == "重点民生"
        rows[2] |= {"分类": "部门", "类别": "第一档"}

    preview = cycle_rows(client, cycle, fill_in)
    assert client.post(preview.request["PATH_INFO"], follow=True).status_code == 200
    placed = {row.unit.code: (row.group, row.category, row.tags) for row in cycle.participants.all()}
    assert placed == {"321301-jyj": ("county", "", ""), "wjw": ("department", "tier1", "重点民生")}


def test_wrong_places_in_a_list_are_named(
    city: City, cycle_in: Callable[..., Cycle], browse: Callable[..., Client]
) -> None:
    cycle, client = cycle_in(city.east), browse(Role.BODY)
    Unit.objects.create(code="wjw", name="东县卫健委", region=city.east.region)

    def spoil(rows: list[dict[str, object]]) -> None:
        rows[0] |= {"分类": ""}
        rows[1] |= {"分类": "部门", "类别": "第九档", "免予考评": "是"}

    text = cycle_rows(client, cycle, spoil).content.decode()
    assert "要移出，请在参评单位页面上操作" in text
    assert "“第九档”不在可选范围：第一档、第二档" in text
    assert "有 2 行不能导入" in text


def test_a_list_of_a_foreign_cycle_is_not_there(
    city: City, cycle_in: Callable[..., Cycle], browse: Callable[..., Client]
) -> None:
    foreign, client = cycle_in(city.west), browse(Role.BODY)
    assert client.get(reverse("imports:template", kwargs={"kind": f"cycle-{foreign.pk}"})).status_code == 404
    assert client.get(reverse("imports:imports") + f"?kind=cycle-{foreign.pk}").status_code == 404
    assert client.get(reverse("imports:template", kwargs={"kind": "cycle-x"})).status_code == 404
