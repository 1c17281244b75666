"""`kaoping inspect URL…`: inspect whole sites and leave findings with evidence in a folder."""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from kaoping.cli._browser_options import browser_options, build_browse_options
from kaoping.cli._crawl_options import (
    build_attachment_options,
    build_gather_options,
    build_options,
    crawl_options,
    processes_option,
)
from kaoping.cli._previous_option import previous_option, store_option
from kaoping.cli._progress import crawl_progress

if TYPE_CHECKING:
    from kaoping.runs.inspect import InspectedSite


@click.command("inspect")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="结果目录。")
@click.option("--json", "as_json", is_flag=True, help="标准输出只给一个 JSON 对象。")
@click.option("--failures-only", is_flag=True, help="findings.jsonl 中不写“通过”的记录。")
@click.option("--keep-all", is_flag=True, help="保留收到的全部页面；默认只保留能证明问题的。")
@click.option("--fresh", is_flag=True, help="清除该目录中上一次的巡检，重新抓取。")
@click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="本单位的词库（CSV）；编号与自带词库相同的替换自带的。可重复。",
)
@previous_option
@store_option
@crawl_options
@processes_option
@browser_options
def command(urls: tuple[str, ...], out: Path, as_json: bool, fresh: bool, **values: Any) -> None:
    """巡检一个或多个网站：抓取全站，查出问题，保留佐证。

    中断后再运行同一命令，从中断处继续。退出码：0 巡检完成；2 参数有误；3 没有一个网站能巡检。
    """
    from kaoping.runs.addresses import site_addresses
    from kaoping.runs.inputs.word_lists import read_word_lists
    from kaoping.runs.inspect import InspectRequest, inspect_sites
    from kaoping.runs.judging import Shape

    shape = Shape(values.pop("failures_only"), values.pop("keep_all"))
    lists = read_word_lists(values.pop("lexicons"))
    addresses, options = site_addresses(urls), build_options(values)
    wishes = build_gather_options(values), build_attachment_options(values), build_browse_options(values)
    processes = values.pop("processes") or 0
    earlier = {name: values[name] for name in ("previous", "store")}
    request = InspectRequest(addresses, out, options, shape, fresh, *wishes, lists, processes, **earlier)
    with crawl_progress(len(request.urls)) as progress:
        sites = inspect_sites(request, lambda: datetime.now(UTC), progress)
    if as_json:
        click.echo(json.dumps({"sites": [_summary(site) for site in sites]}, ensure_ascii=False))
    else:
        _show(sites)
    for site in sites:
        if site.coverage.stopped_because == "error":
            note = "；".join(site.coverage.notes)
            click.echo(f"{site.url}：巡检出错（{note}）。排除原因后再运行同一命令，会继续巡检该网站。", err=True)
        elif site.coverage.pages == 0:
            click.echo(f"{site.url}：{_why_not(site)}", err=True)
    if all(site.coverage.pages == 0 for site in sites):
        click.echo("没有一个网站能打开，未能巡检。", err=True)
        sys.exit(3)


def _why_not(site: "InspectedSite") -> str:
    from kaoping.reports.reasons import reason_text

    reasons = [note.removeprefix("root: ") for note in site.coverage.notes] or [site.coverage.stopped_because]
    advice = "若该地址允许访问，请加 --allow-private 地址段（如 10.0.0.0/8）。" if "address-refused" in reasons else ""
    return f"首页未能打开：{'；'.join(map(reason_text, reasons))}。{advice}"


def _summary(site: "InspectedSite") -> dict[str, Any]:
    from kaoping.runs.outputs import coverage_object

    counts: dict[str, Counter[str]] = {}
    for finding in site.judgement.findings:
        counts.setdefault(finding.check, Counter())[finding.outcome.value] += 1
    return coverage_object(site.coverage) | {"findings": {check: dict(n) for check, n in sorted(counts.items())}}


def _show(sites: "tuple[InspectedSite, ...]") -> None:
    from kaoping.checks.discovery import all_checks
    from kaoping.reports.reasons import reason_text

    console = Console()
    titles = {name: each.entry.title for name, each in all_checks().items()}
    for site in sites:
        cover = site.coverage
        if cover.pages == 0:
            continue
        table = Table(
            title=f"{site.url}  页面 {cover.pages}  链接 {cover.links_checked}  {reason_text(cover.stopped_because)}"
        )
        for heading in ("检查项", "不通过", "疑似", "待人工", "未能检测", "已查"):
            table.add_column(heading, justify="left" if heading == "检查项" else "right")
        rest = _fill(table, site, titles)
        if table.row_count:
            console.print(table)
        console.print(
            f"{cover.site}：{'；'.join(f'{count} 项{what}' for what, count in rest.items() if count)}。", soft_wrap=True
        )
        console.print(f"结果：{site.directory / 'index.html'}", soft_wrap=True)


def _fill(table: "Table", site: "InspectedSite", titles: Mapping[str, str]) -> dict[str, int]:
    """Add a row for each check that found something; return how many others there are, by what became of them."""
    from kaoping.model.outcomes import CheckStatus

    counts = Counter((f.check, f.outcome.value) for f in site.judgement.findings)
    examined: Counter[str] = Counter()
    unmeasured = set()
    for record in site.judgement.records:
        examined[record.check] += record.examined
        if record.status is CheckStatus.NOT_MEASURED:
            unmeasured.add(record.check)
    rest = {"没有发现问题": 0, "不适用或没有可查的内容": 0, "未能检测": 0}
    for check in sorted(examined):
        cells = [counts[check, outcome] for outcome in ("fail", "suspected", "manual", "not_measured")]
        if any(cells):
            table.add_row(titles[check], *(str(n or "") for n in cells), str(examined[check]))
        elif check in unmeasured:
            rest["未能检测"] += 1
        else:
            rest["没有发现问题" if examined[check] else "不适用或没有可查的内容"] += 1
    return rest
