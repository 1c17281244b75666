"""Data sets that a site opens can be downloaded in a form that machines read, and are kept up.

Why: open data that cannot be downloaded, or only as a picture of itself, cannot be used; schemes ask for both.
How to fix: offer each data set as CSV, JSON, XML or XLS(X) or by an interface, and update it as often as it says.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import splitext
from urllib.parse import urlsplit

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, examined, not_measured, passed, suspected
from kaoping.facts.record import SiteRecord, among
from kaoping.facts.site.columns import Column, ColumnItem, Columns
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind
from kaoping.model.pages import Life, LinkKind, TargetRecord

_NO_SET = re.compile(r"日程|说明|通知|公告|计划|指南|声明|协议|办法|方案|解读")  # what stands beside data sets
READABLE = frozenset({".csv", ".json", ".xml", ".xls", ".xlsx", ".et", ".zip", ".rdf", ".tsv", ".geojson", ".ods"})


@check(
    title="开放数据集不能下载或未更新",
    matters="开放的数据下载不了、长期不更新，或者只是一张图片，就没有办法利用；考评两方面都要检查。",
    advice="每个数据集提供 CSV、JSON、XML、XLS(X) 等机器可读格式下载或接口，并按注明的频度更新。",
    since="0.1",
    basis="随州市2023年绩效评估 数据开放、数据发布",
    stage="trial",
    outcomes=("suspected", "not_measured", "pass"),
    values=("title", "formats", "latest", "days"),
)
def open_data_sets(
    record: SiteRecord,
    columns: Columns,
    names: tuple[str, ...] = ("数据开放", "开放数据", "数据集", "公共数据", "数据资源", "数据下载"),
    days: int = 365,
) -> Iterator[Said]:
    """Yield one finding per data set without a download, or with none that machines read, and per column not updated.

    Columns are told by `names`. Interfaces are taken for given where a link says 接口 or API.
    """
    chosen = [column for column in columns.all if column.items and any(name in column.name for name in names)]
    if not chosen:
        yield check_not_applicable("no-open-data")
        return
    offers = _offers(record, chosen)
    yield examined(sum(len(column.items) for column in chosen))
    for column in chosen:
        yield from _column(record, column, days)
        for item in column.items:
            if _NO_SET.search(item.text) is None:
                yield _item(item, offers.get(item.target))


@dataclass(frozen=True, slots=True)
class _Offer:
    files: tuple[TargetRecord, ...]
    interface: bool


def _offers(record: SiteRecord, columns: list[Column]) -> Mapping[int, _Offer]:
    """What the visited page of each data set, or the item's own link, offers: files and interfaces."""
    targets = {target.number: target for target in record.targets}
    wanted = {item.target for column in columns for item in column.items}
    pages = {row.record.number: row.record.target for row in record.pages if row.record.target in wanted and row.facts}
    linked: dict[int, list[TargetRecord]] = {number: [] for number in pages.values()}
    rows = among(pages, record.links.pages)
    pairs = zip(record.links.pages[rows].tolist(), record.links.targets[rows].tolist(), strict=True)
    for page, number in pairs:
        linked[pages[page]].append(targets[number])
    for number in wanted - linked.keys():
        if number in targets and _is_file(targets[number]):
            linked[number] = [targets[number]]
    return {
        number: _Offer(
            tuple(filter(_is_file, found)),
            any("接口" in each.text or "API" in each.text.upper() for each in found),
        )
        for number, found in linked.items()
    }


def _column(record: SiteRecord, column: Column, days: int) -> Iterator[Said]:
    age = (record.as_of.date() - column.latest).days if column.latest else None
    values: dict[str, Plain] = {"title": column.name, "formats": (), "latest": column.latest, "days": age}
    if age is not None and age > days:
        yield suspected(column.url, column.url, values, page=PageKind.COLUMN, reason="data-stale")
    else:
        yield passed(column.url, column.url, values, page=PageKind.COLUMN)


def _item(item: ColumnItem, offer: _Offer | None) -> Said:
    url, page = item.url, PageKind.ARTICLE
    values: dict[str, Plain] = {"title": item.text, "formats": (), "latest": item.dated, "days": None}
    if offer is None:
        return not_measured(f"{url}#set", url, values, fault=Fault.US, page=page, reason="page-not-read")
    formats = tuple(dict.fromkeys(_extension(target).lstrip(".") for target in offer.files))
    values["formats"] = formats
    if offer.interface or any(_extension(each) in READABLE and each.life is not Life.DEAD for each in offer.files):
        return passed(f"{url}#set", url, values, page=page)
    reason = "not-machine-readable" if offer.files else "no-download"
    return suspected(f"{url}#set", url, values, page=page, reason=reason, snippet=item.text)


def _is_file(target: TargetRecord) -> bool:
    return target.kind is LinkKind.ATTACHMENT or _extension(target) in READABLE


def _extension(target: TargetRecord) -> str:
    return splitext(urlsplit(target.url).path)[1].lower()
