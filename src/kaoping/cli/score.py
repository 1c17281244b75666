"""`kaoping score SCHEME`: score a table of measures without the network."""

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from kaoping.cli._ranking import Ranked, show_ranking

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("score")
@click.argument("scheme", metavar="SCHEME")
@click.option(
    "--measures", type=_FILE, required=True, help="测评值表（.csv 或 .parquet）：unit,measure,period,value,state。"
)
@click.option("--roster", type=_FILE, required=True, help="名册（.csv）：unit,name,group,class,tags,sites,exempt。")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="结果目录。")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="监测时间点（日期），默认今天。")
@click.option("--draws", type=_FILE, multiple=True, help="随机抽查的结果（draws.json）；可重复。")
@click.option("--title", default="", help="结果页和通报的标题，默认用方案的名称。")
@click.option("--previous", type=_FILE, help="上次的 results.json，通报中与之比较名次和得分。")
@click.option("--data-only", is_flag=True, help="只写 results.json 等数据，不生成网页、表格和通报。")
def command(
    scheme: str,
    *,
    measures: Path,
    roster: Path,
    out: Path,
    as_of: datetime | None,
    draws: tuple[Path, ...],
    title: str,
    previous: Path | None,
    data_only: bool,
) -> None:
    """按考评方案给测评值计分排名（不联网）。SCHEME 是内置方案编号或方案文件。

    在结果目录写出各单位评分表、结果表格和通报，与 assess 相同，只是没有巡检发现的问题。
    """
    from kaoping.cli._roster_remarks import show_roster_remarks
    from kaoping.runs.inputs.previous_results import read_previous
    from kaoping.runs.score_reports import write_score_reports
    from kaoping.runs.score_tables import ScoreRequest, score_tables
    from kaoping.worktime import beijing_date

    now = datetime.now(UTC)
    day = as_of.date() if as_of else beijing_date(now)
    earlier = read_previous(previous, day) if previous else None
    scored = score_tables(ScoreRequest(scheme, measures, roster, day, out, draws))
    if not data_only:
        write_score_reports(out, scored, now, title=title, previous=earlier)
    show_ranking(Console(), Ranked(scored.case.scheme, scored.case.roster, scored.results))
    show_roster_remarks(scored.case.scheme, scored.case.roster)
    complete = [unit.complete for group in scored.results.groups.values() for unit in group]
    click.echo(f"计分单位 {len(complete)} 个，其中完整 {sum(complete)} 个。")
    written = out / ("results.json" if data_only else "index.html")
    click.echo(f"结果：{written}" + ("" if data_only else f"  通报：{out / 'bulletin.docx'}"))
