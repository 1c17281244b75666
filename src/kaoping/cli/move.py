"""`kaoping move`: takes the platform's data to another database."""

from pathlib import Path

import click


@click.group()
def move() -> None:
    """把平台的数据搬到另一个数据库。"""


command = move


@move.command("sqlite-to-postgres")
@click.option(
    "--data",
    default="kaoping-data",
    show_default=True,
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="数据目录，其中的 SQLite 数据库是要搬的。",
)
@click.option(
    "--to",
    "target",
    required=True,
    envvar="DATABASE_URL",
    metavar="ADDRESS",
    help="空的 PostgreSQL 数据库，如 postgres://USER:PASSWORD@HOST/NAME；也可写在环境变量 DATABASE_URL 中。",
)
def sqlite_to_postgres(data: Path, target: str) -> None:
    """把 SQLite 中的全部数据搬到 PostgreSQL，并逐行核对；全部搬完才算，中途失败则什么也没有搬。

    搬之前请先停止 kaoping serve。数据目录照旧使用（密钥、上传文件、巡查结果仍在其中），原来的 SQLite 文件不会改动，
    可作为备份保留。
    """
    from kaoping.web.serving import move_database

    move_database(data, target)
    click.echo("以后请设置环境变量 DATABASE_URL 为这个地址，再启动 kaoping serve。")
