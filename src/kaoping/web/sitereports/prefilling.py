"""What a table begins with, from the registry and last year's; what inspections saw, as a hint beside the fields."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import Count
from django.utils.translation import gettext as _

from kaoping.runs.tables import FACT
from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.models import RunSite
from kaoping.web.registry.models import Column, MediaAccount
from kaoping.web.sitereports.fields import SEPARATOR
from kaoping.web.sitereports.models import SiteReport
from kaoping.web.sitereports.queries import year_before

_SAME = (
    "site_type", "filler_unit", "services_listed", "one_platform", "smart_answers", "security_warning",
    "security_drill", "security_person", "leader", "reviewer", "filler", "phone", "media_other",
)  # fmt: skip
"""What is seldom different from the year before."""

_ARTICLE = FACT + "article"
_LIVING = (Column.State.PROPOSED, Column.State.CONFIRMED)


def beginning_of(report: SiteReport) -> dict[str, str]:
    """Return the values that a table begins with; figures of the year are the unit's to give."""
    site, last = report.site, year_before(report)
    found = {key: last[key] for key in _SAME if last.get(key)}
    found |= {
        "site_name": site.name,
        "address": site.address,
        "sponsor": site.unit.name,
        "site_code": site.site_code,
        "icp": site.icp,
        "police": site.police,
    }
    found.setdefault("filler_unit", site.unit.name)
    topics = site.columns.filter(kind=Column.Kind.TOPICS, state__in=_LIVING).count()
    if topics:
        found["topics"] = str(topics)
    return {key: text for key, text in {**found, **_media(report)}.items() if text}


def hints_for(report: SiteReport) -> Mapping[str, str]:
    """Return by field what inspections saw: a help for whoever fills in and whoever checks, and no more."""
    found: dict[str, str] = {}
    kinds = dict(report.site.columns.filter(state__in=_LIVING).order_by().values_list("kind").annotate(n=Count("pk")))
    if kinds.get(Column.Kind.TOPICS):
        found["topics"] = _("栏目清单中有专题专栏 %s 个") % kinds[Column.Kind.TOPICS]
    run = RunSite.objects.filter(site=report.site_id, state=RunSite.State.IMPORTED).exclude(folder="")
    latest = run.order_by("-finished_at").first()
    dated = _dated(run_folder(latest.run_id) / latest.folder, report.collection.year) if latest else None
    if latest is not None and dated is not None:
        said = {"pages": latest.pages, "year": report.collection.year, "n": dated}
        found["published"] = _("最近一次巡查看了 %(pages)s 页，其中 %(year)s 年发布的有 %(n)s 篇") % said
    return found


def _media(report: SiteReport) -> dict[str, str]:
    rows = list(MediaAccount.objects.filter(unit=report.site.unit_id, active=True).order_by("platform", "name"))
    names = {
        platform: SEPARATOR.join(one.name for one in rows if one.platform == platform)
        for platform in ("weibo", "weixin")
    }
    others = SEPARATOR.join(f"{one.get_platform_display()}：{one.name}" for one in rows if one.platform not in names)
    return {
        "media": "是" if rows else "",
        "weibo_name": names["weibo"],
        "weixin_name": names["weixin"],
        "media_other": others,
    }


class _Published(msgspec.Struct):
    """What is read of the facts of an article."""

    published: str = ""


def _dated(folder: Path, year: int) -> int | None:
    """Count the pages of a run that show a date of the year; None where the run's tables are gone."""
    try:
        with pq.ParquetFile(folder / "pages.parquet") as file:  # `read_table` would load machinery for whole data sets
            column = file.read([_ARTICLE]).column(_ARTICLE)
    except (OSError, pa.ArrowException, KeyError, ValueError):
        return None
    texts = (one for one in column.to_pylist() if one)
    wanted = f"{year}-"
    return sum(1 for text in texts if (read := _read(text)) and read.startswith(wanted))


def _read(text: str | bytes) -> str:
    found = msgspec.json.decode(text, type=_Published | None)
    return found.published if found else ""
