"""`kaoping marks`: the workbook of what people must judge."""

from datetime import UTC, datetime
from pathlib import Path

import click


@click.group("marks", help="人工测评表：生成供测评人员填写的 Excel。")
def command() -> None:
    """Group of the commands about marks."""


@command.command("template")
@click.argument("assessment", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Excel 文件，默认为考评文件旁的 marks.xlsx。"
)
@click.option("--force", is_flag=True, help="文件已存在时覆盖（已填的内容会丢失）。")
def template(assessment: Path, out: Path | None, force: bool) -> None:
    """为考评文件 ASSESSMENT（.yaml）生成人工测评表：每个分组一张工作表，每行一个单位的一个问题，旁附条款与评分细则。"""
    from kaoping.cli._handed_out import place_to_write, reference, told_when_refused
    from kaoping.cli._roster_remarks import show_roster_remarks
    from kaoping.runs.inputs.assessment import read_assessment
    from kaoping.runs.inputs.draws import read_draws
    from kaoping.runs.inputs.marks_template import write_template
    from kaoping.schemes.loader import load_scheme

    out = place_to_write(out, assessment, "marks.xlsx", force=force)
    asked = read_assessment(assessment, load_scheme, files_needed=False)
    book = read_draws(asked, datetime.now(UTC)).book
    with told_when_refused(out):
        cells = write_template(
            out, asked.scheme, asked.roster, as_of=asked.as_of, counts_from=asked.counts_from, draws=book
        )
    show_roster_remarks(asked.scheme, asked.roster)
    filled = f"{len(asked.roster.units)} 个单位，{cells} 格待填"
    click.echo(f"已生成 {out}：{filled}。填好后在考评文件中写 marks: {reference(out, assessment)}")
