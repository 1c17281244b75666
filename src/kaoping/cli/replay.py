"""`kaoping replay DIR`: look at stored pages on this machine, as the crawler received them."""

from pathlib import Path

import click


@click.command("replay")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="端口；默认由系统分配。")
def command(directory: Path, port: int) -> None:
    """在本机查看巡检或考评留存的页面和问题（只在 127.0.0.1 上，按 Ctrl+C 结束）。

    页面放在沙箱里：不运行脚本，不提交表单，不访问网络；链接只通向其他存档。
    """
    from kaoping.checks.discovery import all_checks
    from kaoping.replay.server import ReplayServer
    from kaoping.runs.sealed_folders import sealed_sites

    titles = {check.id: check.entry.title for check in all_checks().values()}
    with ReplayServer(sealed_sites(directory).folders, titles, port) as server:
        click.echo(f"请用浏览器打开 {server.address} （按 Ctrl+C 结束）")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("已结束。")
