"""The option that names an earlier run, so that what has not changed since is not read again."""

from pathlib import Path

import click

previous_option = click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="上一次 inspect 或 assess 的结果目录：此后没有变化的页面不再重新解析，结论不变，处理器时间约省三分之一。",
)
