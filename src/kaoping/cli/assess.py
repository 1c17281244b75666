"""`kaoping assess FILE`: inspect, judge, score and rank all units of an assessment, and print the bulletin."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from kaoping.cli._browser_options import browser_options, build_browse_options
from kaoping.cli._crawl_options import processes_option
from kaoping.cli._previous_option import previous_option, store_option
from kaoping.cli._progress import crawl_progress
from kaoping.cli._ranking import Ranked, show_ranking


@click.command("assess")
@click.argument("file", metavar="ASSESSMENT.yaml", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="结果目录。")
@click.option("--fresh", is_flag=True, help="清除该目录中上一次的巡检，重新抓取。")
@previous_option
@store_option
@processes_option
@browser_options
def command(file: Path, out: Path, fresh: bool, processes: int | None, **values: Any) -> None:
    """按考评文件完成一次考评：巡检各单位网站，计分排名，生成通报。

    中断后再运行同一命令，从中断处继续；已完成的巡检不再重复，补交评分表后再运行只重新计分。
    """
    from kaoping.cli._roster_remarks import show_roster_remarks
    from kaoping.cli.worktime import operator_worktime
    from kaoping.runs.assess import AssessRequest, assess

    browse = build_browse_options(values)
    with crawl_progress(0) as progress:
        earlier = {name: values[name] for name in ("previous", "store")}
        request = AssessRequest(file, out, fresh, browse, processes=processes or 0, **earlier)
        done = assess(request, lambda: datetime.now(UTC), progress, operator_worktime())
    asked = done.assessment
    show_ranking(Console(), Ranked(asked.scheme, asked.roster, done.results, done.sites))
    for site in done.sites:
        if site.note:
            click.echo(f"{site.url}：{site.note}", err=True)
    show_roster_remarks(done.assessment.scheme, done.assessment.roster)
    for remark in done.remarks:
        click.echo(f"提示：{remark}", err=True)
    click.echo(f"结果：{out / 'index.html'}  通报：{out / 'bulletin.docx'}")
    if done.sites and all(site.coverage is None or site.coverage.pages == 0 for site in done.sites):
        click.echo("没有一个网站能打开，未能巡检。原因见结果页。", err=True)
        sys.exit(3)
