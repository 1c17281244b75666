"""`kaoping demo`: generate the sample city, assess it, and say how many of its planted faults were found."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from kaoping.cli._browser_options import browser_options, build_browse_options
from kaoping.cli._progress import crawl_progress
from kaoping.cli._ranking import Ranked, show_ranking

if TYPE_CHECKING:
    from kaoping.demo.run import Demonstrated

EVERY = "all"


@click.command("demo")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="结果目录。")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="监测时间点。  [默认：2022-12-31]")
@click.option("--seed", type=int, help="随机种子；同一种子生成同一座城市。")
@click.option("--base-port", type=click.IntRange(0, 65000), help="起始端口；0 为由系统分配。  [默认：21800]")
@click.option("--scheme", default="", help="按哪个内置方案考评；all 为逐个试用全部。  [默认：suqian-2022]")
@browser_options
def command(
    out: Path, as_of: datetime | None, *, seed: int | None, base_port: int | None, scheme: str, **browser: Any
) -> None:
    """生成样例城市并完成一次考评，核对埋设的问题查出了多少。

    网站由本机进程提供（只用 127.0.0.1），不需要网络。结果、通报和核对清单都在 --out 目录中；all 时每个方案一个子目录。
    原文有空缺的方案，分值和细则随意填写，方案名称和评分表都标明“测试赋值”，只供演示程序。
    """
    from kaoping.cli.worktime import operator_worktime
    from kaoping.demo.build import AS_OF, SEED
    from kaoping.demo.run import DemoRequest, demonstrate, demonstrate_all

    day = as_of.date() if as_of else AS_OF
    chosen = {} if scheme in ("", EVERY) else {"scheme": scheme}
    browse = build_browse_options(browser)
    request = DemoRequest(out, day, SEED if seed is None else seed, base_port, **chosen, browse=browse)
    now, worktime = lambda: datetime.now(UTC), operator_worktime()
    with crawl_progress(_sites_of_city()) as progress:
        if scheme == EVERY:
            plays = demonstrate_all(request, now, progress, worktime)
        else:
            plays = iter([demonstrate(request, now, progress, worktime)])
        first = next(plays)
    console = Console()
    for done in (first, *plays):
        scored, asked = done.assessed, done.assessed.assessment
        show_ranking(console, Ranked(asked.scheme, asked.roster, scored.results, scored.sites), done.manifest.city)
        if done is first:
            _show_planted(console, done)
        _show_files(done)


def _show_files(done: "Demonstrated") -> None:
    from kaoping.demo.run import PLANTED

    title, out = done.assessed.assessment.scheme.title, done.out
    checked = f"  核对清单：{out / PLANTED}" if (out / PLANTED).exists() else ""
    click.echo(f"{title}  结果：{out / 'index.html'}  通报：{out / 'bulletin.docx'}{checked}")


def _sites_of_city() -> int:
    """Return how many sites the city has."""
    from kaoping.demo.roster import UNITS

    return sum(1 for unit in UNITS if unit.theme)


def _show_planted(console: Console, done: "Demonstrated") -> None:
    from kaoping.checks.discovery import all_checks

    planted, checks = done.planted, all_checks()
    sent = not planted.needs_browser
    faults = [fault for fault in done.manifest.faults if fault.browser in (None, sent)]
    total = Counter(fault.check for fault in faults if fault.counted)
    missed = Counter(fault.check for fault in planted.missed)
    other = Counter(finding.check for finding in planted.unexpected)
    table = Table(title="埋设问题核对")
    for heading in ("检查项", "埋设", "查出", "另外报告"):
        table.add_column(heading, justify="left" if heading == "检查项" else "right")
    for check in sorted(total | other):
        title = checks[check].entry.title if check in checks else check
        table.add_row(title, str(total[check]), str(total[check] - missed[check]), str(other[check] or ""))
    console.print(table)
    pages = sum(site.coverage.pages for site in done.assessed.sites if site.coverage is not None)
    click.echo(
        f"巡检 {len(done.assessed.sites)} 个网站、{pages} 个页面。埋设问题 {planted.planted} 个，"
        f"查出 {planted.found} 个（{planted.recall:.1%}），另外报告 {planted.false} 个；"
        f"人工认定疑似问题 {done.decided} 个。"
    )
    if planted.needs_browser:
        click.echo(f"另有 {planted.needs_browser} 个只有浏览器能看到的问题没有核对（加 --browser）。")
    for fault in planted.missed:
        click.echo(f"  未查出：{fault.unit} {fault.note}")
    for finding in planted.unexpected[:20]:
        click.echo(f"  另外报告：{checks[finding.check].entry.title} {finding.url}")
