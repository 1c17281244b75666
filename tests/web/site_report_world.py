"""A collection of annual site reports in a county, and a table that is whole."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit
from kaoping.web.sitereports.actions.begin_site_report import begin_site_report
from kaoping.web.sitereports.actions.open_collection import open_collection
from kaoping.web.sitereports.fields import COUNT, FIELDS, NUMBER
from kaoping.web.sitereports.models import Collection, SiteReport
from tests.web.conftest import Place

SYSTEM = Actor(None, reason="布置")
IN_TIME = datetime(2027, 1, 31, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Beijing of the last day
DAY_AFTER = datetime(2027, 1, 31, 16, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Collecting:
    """A collection, the place it asks, and the unit's people."""

    row: Collection
    place: Place
    liaison: Actor
    leader: Actor


def collecting_in(where: Place, year: int = 2026) -> Collecting:
    """A collection in a county whose unit has a liaison and a leader."""
    people = []
    for role in (Role.LIAISON, Role.LEADER):
        user, _made = User.objects.get_or_create(username=f"y-{role.value}", defaults={"name": f"某{role.label}"})
        Membership.objects.get_or_create(user=user, role=role, unit=where.unit)
        people.append(Actor(user, "127.0.0.1", ""))
    fields = {"region": where.region, "year": year, "due": date(year + 1, 1, 31), "remind_days": 7, "note": ""}
    return Collecting(open_collection(SYSTEM, fields), where, *people)


def begun(found: Collecting) -> SiteReport:
    """The site's report, begun."""
    return begin_site_report(found.liaison, found.row.pk, found.place.site.pk)


def whole() -> dict[str, str]:
    """A table without a fault: every count 0, but for some."""
    zeros = {key: "0" for key, field in FIELDS.items() if field.kind in (COUNT, NUMBER)}
    yes = {key: "是" for key, field in FIELDS.items() if field.kind == "yes"}
    return {
        **zeros,
        **yes,
        "filler_unit": "东县教育局",
        "site_name": "东县教育网",
        "address": "https://jyj-321301.example.gov.cn/",
        "sponsor": "东县教育局",
        "site_type": "部门网站",
        "site_code": "3213010001",
        "icp": "苏ICP备05012345号-1",
        "police": "苏公网安备 32130102000523号",
        "visitors": "800",
        "visits": "1200",
        "published": "300",
        "overview": "10",
        "news": "190",
        "catalogue": "100",
        "messages": "40",
        "messages_closed": "40",
        "messages_days": "1.5",
        "messages_public": "38",
        "weixin_name": "东县教育",
        "innovations": "搜索即服务、无障碍浏览",
        "leader": "张三",
        "reviewer": "李四",
        "filler": "王五",
        "phone": "0527-80000000",
        "filled_on": "2027-01-15",
    }


def edits_of(report: SiteReport, wanted: dict[str, str]) -> dict[str, Edit]:
    """What a form says where somebody saw the report as it is."""
    now = dict(report.answers.values_list("key", "text"))
    return {key: Edit(now.get(key, ""), text) for key, text in wanted.items()}


def collect_in(where: Place) -> None:
    """A collection in a county, and the report of its site, begun."""
    fields = {"region": where.region, "year": 2026, "due": date(2027, 1, 31), "remind_days": 7, "note": ""}
    SiteReport.objects.create(collection=open_collection(SYSTEM, fields), site=where.site)


def about_site_reports(name: str, where: Place) -> dict[str, object]:
    """What an address about annual site reports takes."""
    row = Collection.objects.get(region=where.region)
    kind = name.partition(":")[2]
    if kind == "begin":
        return {"pk": row.pk, "site": where.site.pk}
    if kind in ("collection", "collection-edit"):
        return {"pk": row.pk}
    return {"pk": row.reports.get().pk} if kind in ("fill", "publish", "report") else {}
