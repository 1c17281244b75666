"""`kaoping media`: the table of new media accounts."""

from pathlib import Path

import click


@click.group("media", help="政务新媒体账号表：生成供各单位填报的 Excel。")
def command() -> None:
    """Group of the commands about new media accounts."""


@command.command("template")
@click.argument("assessment", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Excel 文件，默认为考评文件旁的 media.xlsx。"
)
@click.option("--force", is_flag=True, help="文件已存在时覆盖（已填的内容会丢失）。")
def template(assessment: Path, out: Path | None, force: bool) -> None:
    """为考评文件 ASSESSMENT（.yaml）生成政务新媒体账号表：每行一个账号，填平台、账号名称、最近发布日期和状态。"""
    from kaoping.cli._handed_out import place_to_write, reference, told_when_refused
    from kaoping.runs.inputs.assessment import read_assessment
    from kaoping.runs.inputs.media_accounts import write_media_template
    from kaoping.schemes.loader import load_scheme

    out = place_to_write(out, assessment, "media.xlsx", force=force)
    asked = read_assessment(assessment, load_scheme, files_needed=False)
    with told_when_refused(out):
        units = write_media_template(out, asked.roster, asked.as_of)
    click.echo(f"已生成 {out}：{units} 个单位。填好后在考评文件中写 media: {reference(out, assessment)}")
