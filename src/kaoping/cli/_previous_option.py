"""Options about other runs: the earlier one, so that what has not changed is not read again, and the shared store."""

from pathlib import Path

import click

previous_option = click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="上一次 inspect 或 assess 的结果目录：此后没有变化的页面不再重新解析，结论不变，处理器时间约省三分之一；"
    "另用来核对发布日期。",
)

store_option = click.option(
    "--evidence-store",
    "store",
    type=click.Path(path_type=Path, file_okay=False),
    help="证据库：各次结果共用的目录，相同的网页正文只存一份（硬链接，要在同一个文件系统上）。",
)
