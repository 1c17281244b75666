"""`kaoping schemes render`: print a scheme as the table of indicators that an office announces."""

from datetime import UTC, datetime
from pathlib import Path

import click

FORMATS = ("docx", "html", "xlsx")


@click.command("render")
@click.argument("scheme")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="写到这个文件，如 指标表.docx。"
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="文件格式；不写则按 --out 的扩展名（.docx、.html、.xlsx）。"
)
@click.option("--group", "groups", multiple=True, metavar="GROUP", help="只排印这个分组（编号）；可重复，不写为全部。")
@click.option("--force", is_flag=True, help="文件已存在时覆盖。")
def render(scheme: str, out: Path, form: str | None, groups: tuple[str, ...], force: bool) -> None:
    """把一个方案排成可以印发的指标表：Word、网页或 Excel。SCHEME 是编号或文件。

    内容包括考评对象和权重、计分办法、各分组的指标表、单项否决、加减分、抽查办法、参数，以及待定和待核事项。
    """
    from kaoping.model.errors import InputError
    from kaoping.reports.scheme_document.content import build_document
    from kaoping.reports.scheme_document.writing import write_document
    from kaoping.schemes.loader import load_scheme

    chosen = form or out.suffix.lower().removeprefix(".")
    if chosen not in FORMATS:
        raise InputError(f"看不出 {out} 要写成什么格式；请让扩展名是 .docx、.html 或 .xlsx，或加 --format。")
    if out.exists() and not force:
        raise InputError(f"文件 {out} 已存在；请换一个 --out，或加 --force 覆盖。")
    document = build_document(load_scheme(scheme), groups)
    write_document(out, document, chosen, datetime.now(UTC))
    click.echo(f"已生成 {out}：{document.title}")
    if document.unsettled:
        click.echo(f"提示：有{document.unsettled}处待定或待核，已在文中标出，印发前须处理。", err=True)
