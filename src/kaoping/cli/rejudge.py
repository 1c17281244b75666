"""`kaoping rejudge DIR`: run the checks again on stored facts, without the network."""

from datetime import UTC, datetime
from pathlib import Path

import click


@click.command("rejudge")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
def command(directory: Path) -> None:
    """按已存的事实重新判定（不联网）。检查程序没有变化时，结果应与原来一致。

    换了词库的不能重新判定：词语在读页面时查找，网页全文没有保留，要用 --lexicon 重新巡检。
    """
    from kaoping.runs.judging import rejudge

    for site in rejudge(directory, lambda: datetime.now(UTC)):
        click.echo(f"{site.url} 相同 {site.same} 处，新增 {site.new} 处，消失 {site.gone} 处")
