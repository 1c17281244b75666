"""`kaoping score SCHEME`: score a table of measures without the network."""

from datetime import UTC, datetime
from pathlib import Path

import click

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("score")
@click.argument("scheme", metavar="SCHEME")
@click.option(
    "--measures", type=_FILE, required=True, help="测评值表(.csv 或 .parquet):unit,measure,period,value,state。"
)
@click.option("--roster", type=_FILE, required=True, help="名册(.csv):unit,name,group,class,tags,sites,exempt。")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="结果目录。")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="监测时间点（日期），默认今天。")
@click.option("--draws", type=_FILE, multiple=True, help="随机抽查的结果（draws.json）；可重复。")
def command(
    scheme: str, measures: Path, roster: Path, out: Path, *, as_of: datetime | None, draws: tuple[Path, ...]
) -> None:
    """按考评方案给测评值计分排名（不联网）。SCHEME 是内置方案编号或方案文件。"""
    from kaoping.cli._roster_remarks import show_roster_remarks
    from kaoping.runs.score_tables import ScoreRequest, score_tables
    from kaoping.worktime import beijing_date

    day = as_of.date() if as_of else beijing_date(datetime.now(UTC))
    scored = score_tables(ScoreRequest(scheme, measures, roster, day, out, draws))
    show_roster_remarks(scored.case.scheme, scored.case.roster)
    complete = [unit.complete for group in scored.results.groups.values() for unit in group]
    click.echo(f"计分单位 {len(complete)} 个，其中完整 {sum(complete)} 个。结果：{out / 'results.json'}")
