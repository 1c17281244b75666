"""`kaoping schemes import FILE`: draft a scheme from a published document, with a report of what was read."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from kaoping.schemes.drafting.importer import Imported

_SHOWN = 8
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="写出的方案草稿（.yaml）。")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="写出的读取报告（.json）。")
@click.option("--tables", metavar="1,2,…", default="", help="只读这几张指标表，按文件中的次序编号；不写则全读。")
@click.option("--id", "scheme_id", default="", help="方案编号（小写字母、数字、连字符）；不写则取名称的拼音。")
@click.option("--force", is_flag=True, help="文件已存在时覆盖（已核对修改的内容会丢失）。")
def command(file: Path, out: Path, report: Path | None, tables: str, scheme_id: str, force: bool) -> None:
    """从已发布的文件 FILE（.docx、.xlsx、.html 或文本）读出考评指标，写成方案草稿。

    名称、分值、层级照表读出；评分细则读成计分规则，读不准的写作 manual（人工打分），并注明把握的高低和原文所在位置。
    """
    from kaoping.model.errors import InputError
    from kaoping.schemes.drafting.draft_file import write_draft
    from kaoping.schemes.drafting.import_report import import_report
    from kaoping.schemes.drafting.importer import import_document

    if scheme_id and not _ID.fullmatch(scheme_id):
        raise InputError(f"方案编号“{scheme_id}”应由小写字母、数字和连字符组成，如 suqian-2022。")
    for target in (out, report):
        if target is not None and target.exists() and not force:
            raise InputError(f"文件 {target} 已存在，里面可能有核对过的内容；请换一个名称，或加 --force 覆盖。")
    imported = import_document(file, _numbers(tables), scheme_id)
    told = import_report(imported)
    out.write_text(write_draft(imported.draft), encoding="utf-8")
    if report is not None:
        report.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    _show(imported, told)
    click.echo(f"草稿：{out}" + (f"  报告：{report}" if report else "") + f"\n下一步：kaoping schemes lint {out}")


def _numbers(text: str) -> list[int]:
    parts = [part for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()]
    if any(not part.strip().isdecimal() for part in parts):
        raise click.BadParameter("应是用逗号分开的编号，如 1,3。", param_hint="--tables")
    return [int(part) for part in parts]


def _show(imported: "Imported", told: dict[str, Any]) -> None:
    console = Console()
    console.print(f"{told['source']['file']}（{told['source']['form']}）→ {told['scheme']['title']}", highlight=False)
    table = Table()
    for heading in ("表", "指标表", "对象", "分值", "末级指标", "把握高", "中", "低"):
        words = heading in ("指标表", "对象")
        table.add_column(heading, justify="left" if words else "right", overflow="fold", no_wrap=not words)
    for row in told["tables"]:
        own = [leaf["confidence"] for leaf in told["leaves"] if leaf["table"] == row["number"]]
        group = told["scheme"]["groups"].get(row["group"], "全部")
        points = "不全" if row["points"] is None else str(row["points"])
        levels = (str(own.count(name)) for name in ("high", "medium", "low"))
        table.add_row(str(row["number"]), row["title"], group, points, str(row["leaves"]), *levels)
    console.print(table)
    _list(
        "合计对不上",
        [
            f"{each['name']}：写{each['stated']}分，合计{each['found']}分（{each['message']}，{each['source']['where']}）"
            for each in told["sums"]
        ],
    )
    _list(
        "没有读进来",
        [
            f"{each['text']}：{each['reason']}（{each['source']['where']}）"
            for each in told["unread"]
            if each["kind"] != "not chosen"
        ],
    )
    if len(told["source"]["schemes"]) > 1 and len({table["scheme"] for table in told["tables"]}) > 1:
        click.echo("文件里不止一个方案，最好分开导入：")
        for scheme in told["source"]["schemes"]:
            click.echo(f"  {scheme['title']}：--tables {','.join(map(str, scheme['tables']))}")
    for remark in imported.document.remarks:
        click.echo(f"提示：{remark}")


def _list(title: str, lines: list[str]) -> None:
    if not lines:
        return
    click.echo(f"{title}（{len(lines)}处）：")
    for line in lines[:_SHOWN]:
        click.echo(f"  {line}")
    if len(lines) > _SHOWN:
        click.echo(f"  其余{len(lines) - _SHOWN}处见报告。")
