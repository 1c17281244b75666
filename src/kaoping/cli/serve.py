"""`kaoping serve`: the platform in the browser."""

from datetime import UTC, datetime
from pathlib import Path

import click


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址；0.0.0.0 表示所有网卡。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="监听端口。")
@click.option(
    "--data",
    "data",
    type=click.Path(file_okay=False, path_type=Path),
    help="数据目录：数据库、密钥、上传文件。请纳入备份。  [默认：kaoping-data，演示时为 kaoping-demo]",
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="网页服务的进程数。")
@click.option("--demo", is_flag=True, help="演示：打开年中的示例城市，登录页上列出各角色；只能在本机访问。")
def command(host: str, port: int, data: Path | None, workers: int, demo: bool) -> None:
    """启动网页平台：人员与权限、台账、操作日志。

    首次启动会建立数据库，并请您设置第一位系统管理员；不能交互时，从环境变量 KAOPING_ADMIN 和
    KAOPING_ADMIN_PASSWORD 读取。
    """
    from kaoping.web.serving import ServeOptions, demonstrate, prepare, require_free, serve
    from kaoping.worktime import beijing_date

    require_free(host, port)
    options = ServeOptions(host, port, data or Path("kaoping-demo" if demo else "kaoping-data"), workers)
    if demo:
        raise SystemExit(demonstrate(options, beijing_date(datetime.now(UTC)), click.echo))
    prepare(options.data, click.echo)
    raise SystemExit(serve(options, click.echo))
