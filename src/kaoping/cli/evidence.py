"""`kaoping evidence`: check, hand out and remove what proves findings."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kaoping.runs.sealed_folders import Checked


@click.group()
def evidence() -> None:
    """证据：核对。

    证据的保留、封存办法和各文件的格式见说明 docs/evidence.md。
    """


command = evidence


@evidence.command("verify")
@click.argument("path", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--head", default="", help="从前记下的账目末值，核对账目此后没有被改写。")
def verify(path: Path, head: str) -> None:
    """核对结果目录中的证据、问题和事实与封存时是否一致。

    退出码：0 一致；1 有不一致，逐处列出。
    """
    from kaoping.runs.sealed_folders import verify_results

    checked = verify_results(path, head)
    _show(checked)
    if not checked.good:
        sys.exit(1)


def _show(checked: "Checked") -> None:
    for sentence in checked.ledger:
        click.echo(f"不符  {sentence}")
    for folder in checked.folders:
        for sentence in folder.wrong:
            click.echo(f"不符  {sentence}")
        for sentence in folder.removed:
            click.echo(f"删除  {folder.folder}：{sentence}")
        if not folder.wrong:
            click.echo(f"一致  {folder.folder}：{folder.checked} 项。")
    click.echo(f"账目末值 {checked.head}")
