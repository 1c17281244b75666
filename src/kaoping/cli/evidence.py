"""`kaoping evidence`: check, hand out and remove what proves findings."""

import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kaoping.runs.sealed_folders import Checked

_RESULTS = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
_FINDING = click.argument("finding", metavar="FINDING")


@click.group()
def evidence() -> None:
    """证据：核对、导出、删除。

    证据的保留、封存办法和各文件的格式见说明 docs/evidence.md。
    """


command = evidence


@evidence.command("verify")
@click.argument("path", metavar="DIR|FILE.zip", type=click.Path(path_type=Path, exists=True))
@click.option("--head", default="", help="从前记下的账目末值，核对账目此后没有被改写（只用于目录）。")
def verify(path: Path, head: str) -> None:
    """核对结果目录中的证据、问题和事实与封存时是否一致；或核对导出的一份证据。

    退出码：0 一致；1 有不一致，逐处列出。
    """
    from kaoping.evidence.standalone import main
    from kaoping.runs.sealed_folders import verify_results

    if path.is_file():
        if not zipfile.is_zipfile(path):
            raise click.UsageError(f"{path} 不是 zip 文件。请给出结果目录，或 kaoping evidence export 导出的文件。")
        sys.exit(main([str(path)]))
    checked = verify_results(path, head)
    _show(checked)
    if not checked.good:
        sys.exit(1)


@evidence.command("export")
@_RESULTS
@_FINDING
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写到哪个文件；默认为 FINDING.zip。")
def export(directory: Path, finding: str, out: Path | None) -> None:
    """导出一条问题（FINDING 为编号 key 或 id）的证据，供异议、复核使用。

    含有个人信息的网页不导出，只给出摘要。
    """
    from kaoping.runs.found_evidence import export_evidence

    done = export_evidence(directory, finding, out or Path(f"{finding}.zip"))
    click.echo(f"{done.path}：网页应答 {done.answers} 份。")
    if done.withheld:
        click.echo(f"另有 {done.withheld} 份含有个人信息，没有导出，只给出摘要。")
    if done.removed:
        click.echo(f"另有 {done.removed} 份已依规删除，只给出摘要。")


@evidence.command("remove")
@_RESULTS
@_FINDING
@click.option("--reason", required=True, help="为什么删除，写入账目。")
@click.option("--by", required=True, help="谁决定删除，写入账目。")
@click.option("--yes", is_flag=True, help="不再询问。")
def remove(directory: Path, finding: str, reason: str, by: str, yes: bool) -> None:
    """删除一条问题所在网页的存档（如其中的个人信息依规不应再存）；不能恢复。

    原处留下同样长的删除标记，账目登记一行；其余证据仍可核对。问题记录和事实表不变。
    """
    from kaoping.evidence.removing import Removal
    from kaoping.runs.found_evidence import remove_evidence

    if not yes:
        click.confirm("删除后不能恢复，确定吗？", abort=True)
    entry = remove_evidence(directory, finding, Removal(by, reason, datetime.now(UTC)))
    click.echo(f"已删除，登记在账目第 {entry.number} 行。备份中的同一文件请另行处理。")


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
