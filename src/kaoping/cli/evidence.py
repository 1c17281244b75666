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
@click.option("--head", default="", help="从前记下的账目末值或日总根末值，核对账目此后没有被改写（只用于目录）。")
def verify(path: Path, head: str) -> None:
    """核对结果目录中的证据、问题和事实与封存时是否一致；或核对导出的一份证据。

    上级目录做过日总根（kaoping evidence day）的，一并核对；给出上级目录的，核对其中全部结果目录。

    退出码：0 一致；1 有不一致，逐处列出。
    """
    from kaoping.evidence.standalone import main
    from kaoping.runs.daily_roots import has_daily_roots, runs_in
    from kaoping.runs.sealed_folders import verify_results

    if path.is_file():
        if not zipfile.is_zipfile(path):
            raise click.UsageError(f"{path} 不是 zip 文件。请给出结果目录，或 kaoping evidence export 导出的文件。")
        sys.exit(main([str(path)]))
    good = True
    for run in runs_in(path) if has_daily_roots(path) else (path,):
        checked = verify_results(run, head)
        _show(checked)
        good = good and checked.good
    if not good:
        sys.exit(1)


@evidence.command("day")
@click.argument("parent", metavar="PARENT", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="哪一天；默认为昨天（北京时间）。")
@click.option("--list", "listed", is_flag=True, help="列出已有的日总根，不做新的。")
def day_root(parent: Path, day: datetime | None, listed: bool) -> None:
    """为一天做日总根：PARENT 下各次结果目录的账目，到那天为止新增的行，合成一个根。

    输出一行文字，可以打印、公布或抄送别处；此后任何一本账目被改写都能发现。宜每天凌晨运行一次。
    """
    from kaoping.evidence.daily import published_line
    from kaoping.runs.daily_roots import close_day, listed_days

    made = None if listed else close_day(parent, datetime.now(UTC), day.date() if day else None)
    for each in listed_days(parent) if listed else [made] if made else ():
        click.echo(published_line(each))
    if made is None and not listed:
        click.echo("没有可列入的账目：当天的账目过后才能列入，以前的都已列入。")


@evidence.command("export")
@_RESULTS
@_FINDING
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写到哪个文件；默认为 FINDING.zip。")
@click.option("--clear", is_flag=True, help="附上加密存档的原文（需要密钥；含有个人信息，慎用）。")
def export(directory: Path, finding: str, out: Path | None, clear: bool) -> None:
    """导出一条问题（FINDING 为编号 key 或 id）的证据，供异议、复核使用。

    含有个人信息的网页和附件，导出的是加密的存档和遮盖了号码的文字；原文只在 --clear 时附上。
    """
    from kaoping.runs.found_evidence import export_evidence

    done = export_evidence(directory, finding, out or Path(f"{finding}.zip"), clear=clear)
    click.echo(f"{done.path}：网页应答 {done.answers} 份。")
    if done.encrypted:
        click.echo(f"其中 {done.encrypted} 份含有个人信息，是加密的，附有遮盖了号码的文字。")
    if done.opened:
        click.echo("已附上未遮盖的原文，请妥善保管，用完删除。")
    elif clear:
        click.echo("没有加密的存档，不需要另附原文。")
    if done.withheld:
        click.echo(f"另有 {done.withheld} 份含有个人信息，没有导出，只给出摘要。")
    if done.removed:
        click.echo(f"另有 {done.removed} 份已依规删除，只给出摘要。")


@evidence.command("screenshots")
@_RESULTS
@click.option("--browser-program", metavar="PATH", help="Chromium 程序；默认找 KAOPING_CHROMIUM 和系统路径。")
@click.option("--browser-no-sandbox", is_flag=True, help="关闭浏览器自己的沙箱（以 root 运行时才需要）。")
def screenshots(directory: Path, browser_program: str | None, browser_no_sandbox: bool) -> None:
    """由存档为问题生成标出位置的画面，放在各网站的 pictures 目录，并重新封存。

    画面由 Chromium 按存档重新显示得到，不访问网络；每个检查项最多 8 张，每站最多 60 张。有个人信息的页面不生成。
    """
    from kaoping.browse.contract import BrowseOptions
    from kaoping.runs.picturing import picture_results

    options = BrowseOptions(1, browser_program or "", browser_no_sandbox)
    for site in picture_results(directory, options, lambda: datetime.now(UTC)):
        click.echo(f"{site.folder}：画面 {site.pictures} 张，其中 {site.framed} 张标出了位置。")


@evidence.command("remove")
@_RESULTS
@_FINDING
@click.option("--reason", required=True, help="为什么删除，写入账目。")
@click.option("--by", required=True, help="谁决定删除，写入账目。")
@click.option("--yes", is_flag=True, help="不再询问。")
def remove(directory: Path, finding: str, reason: str, by: str, yes: bool) -> None:
    """删除一条问题所在网页的存档和出自它的文字、图像（如其中的个人信息依规不应再存）；不能恢复。

    原处留下删除标记，逐处登记在账目中，其余证据仍可核对；有过这条问题的记录不变。
    考评的成绩单、通报，再运行一次 kaoping assess 重新生成。
    """
    from kaoping.evidence.removing import Removal
    from kaoping.runs.found_evidence import remove_evidence

    if not yes:
        click.confirm("删除后不能恢复，确定吗？", abort=True)
    entry = remove_evidence(directory, finding, Removal(by, reason, datetime.now(UTC)))
    click.echo(f"已删除，从账目第 {entry.number} 行起登记。别次的结果和备份请另行处理；考评报告请重新生成。")


@evidence.command("expire")
@_RESULTS
@click.option(
    "--class",
    "what",
    type=click.Choice(["private", "finding", "page", "picture", "all"]),
    help="哪一类；不写则只列出各类有多少。",
)
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), help="这一天（北京时间）之前封存的。")
@click.option("--reason", default="", help="为什么删除，写入账目，如“保留期满”。")
@click.option("--by", default="", help="谁决定删除，写入账目。")
@click.option("--yes", is_flag=True, help="不再询问。")
def expire(directory: Path, what: str | None, before: datetime | None, *, reason: str, by: str, yes: bool) -> None:
    """删除保留期满的一类存档；不能恢复。

    类别：private 含有个人信息的（加密的）应答；finding 问题所依据的其他应答；page 其余应答；picture 画面。
    原处留下删除标记，每份在账目登记一行，其余证据仍可核对；占用的空间随即腾出。
    all 为网站的全部结果（问题、事实、存档）：整个目录删除，每个网站在账目登记一行，账目和别的网站仍可核对。
    """
    from kaoping.evidence.expiring import EvidenceClass
    from kaoping.evidence.removing import Removal
    from kaoping.model.errors import InputError
    from kaoping.runs.expired_evidence import expire_evidence, expire_sites, held_evidence
    from kaoping.worktime import BEIJING

    if what is None:
        for each, (count, size) in held_evidence(directory).items():
            click.echo(f"{each.value:<8} {count} 份，{size / 1000:.0f} KB")
        return
    if before is None or not reason or not by:
        raise InputError("删除一类存档，要写明 --before、--reason 和 --by。")
    if not yes:
        click.confirm("删除后不能恢复，确定吗？", abort=True)
    removal = Removal(by, reason, datetime.now(UTC))
    day = before.replace(tzinfo=BEIJING)
    if what == "all":
        click.echo(f"已删除 {expire_sites(directory, day, removal)} 个网站的全部结果，均已登记在账目中。")
        return
    count = expire_evidence(directory, EvidenceClass(what), day, removal)
    click.echo(f"已删除 {count} 份，均已登记在账目中。备份中的同一文件请另行处理。")


@evidence.command("store")
@click.argument("folder", metavar="STORE", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--sweep", is_flag=True, help="删去已没有结果目录用到的正文，腾出空间。")
def store(folder: Path, sweep: bool) -> None:
    """核对证据库：逐份比较内容与文件名所写的摘要，并说明有多少、占多少、多少已没有结果目录用到。

    退出码：0 一致；1 有不符，逐份列出。结果目录各自完整，核对结果目录不需要证据库。
    """
    from kaoping.evidence.store import EvidenceStore

    files = list(EvidenceStore(folder).files())
    for each in files:
        if not each.sound:
            click.echo(f"不符  {each.path}：内容与文件名所写的摘要不符。用到它的 {each.runs} 个结果目录也会核对出来。")
    unused = [each for each in files if each.runs == 0]
    held = sum(each.size * each.runs for each in files)
    click.echo(f"正文 {len(files)} 份，{sum(each.size for each in files)} 字节；各次结果合计用到 {held} 字节。")
    click.echo(f"没有结果目录用到的 {len(unused)} 份，{sum(each.size for each in unused)} 字节。")
    if sweep:
        count, freed = EvidenceStore(folder).sweep()
        click.echo(f"已删去 {count} 份，腾出 {freed} 字节。")
    if not all(each.sound for each in files):
        sys.exit(1)


@evidence.command("new-key")
def new_key() -> None:
    """换一把证据密钥：此后的存档用新密钥加密，旧密钥留着打开从前的存档。

    密钥文件由环境变量 KAOPING_EVIDENCE_KEYS 指定，默认为 ~/.config/kaoping/evidence.keys。
    """
    import os

    from kaoping.evidence.keys import operator_keys

    file = operator_keys(os.environ)
    file.keys()  # a damaged file is told before anything is added to it
    key = file.add(datetime.now(UTC))
    click.echo(f"{file.path}：密钥 {key.id} 已启用。请重新备份这个文件。")


def _show(checked: "Checked") -> None:
    for sentence in checked.ledger:
        click.echo(f"不符  {sentence}")
    for folder in checked.folders:
        for sentence in folder.wrong:
            click.echo(f"不符  {sentence}")
        for sentence in folder.removed:
            click.echo(f"删除  {folder.folder}：{sentence}")
        for sentence in folder.encrypted:
            click.echo(f"加密  {folder.folder}：{sentence}")
        if not folder.wrong:
            click.echo(f"一致  {folder.folder}：{folder.checked} 项。")
    click.echo(f"账目末值 {checked.head}")
    if checked.days:
        for sentence in checked.days.wrong:
            click.echo(f"不符  {sentence}")
        if not checked.days.wrong:
            held = f"账目列入 {'、'.join(checked.days.days)}" if checked.days.days else "账目还没有列入"
            more = f"，另有 {checked.days.open_lines} 行待列入" if checked.days.open_lines else ""
            click.echo(f"一致  日总根（{checked.days.place}）：{held}{more}。")
