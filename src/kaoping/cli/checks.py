"""`kaoping checks`: list and show the checks, and start a new one."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kaoping.checks.registry import Check
    from kaoping.model.catalogue import ParamSpec

_FILL = "\u3000"  # a full-width space, so that Chinese headings stand in line


@click.group()
def checks() -> None:
    """检查项：列出、查看，或新建一个检查项的文件。"""


command = checks


@checks.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def list_checks(as_json: bool) -> None:
    """列出所有检查项及其在真实网页上的准确率。"""
    from kaoping.checks.accuracy import NOTHING, accuracy
    from kaoping.checks.discovery import all_checks
    from kaoping.checks.reference import STAGES

    rows = [_row(check) for check in all_checks().values()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max(len(row["id"]) for row in rows)
    known = accuracy()
    for row in rows:
        figures = known.get(row["id"], NOTHING).words()
        click.echo(f"{row['id']:<{width}}  {STAGES[row['stage']]}  {row['title']}  {figures}")


@checks.command()
@click.argument("check_id", metavar="ID")
@click.option("--verbose", is_flag=True, help="同时显示写给开发者的说明（英文）。")
def show(check_id: str, verbose: bool) -> None:
    """查看一个检查项：依据、可能的判定、参数、为何重要、整改建议。ID 是检查项编号，如 dead-link。"""
    from kaoping.checks.discovery import all_checks
    from kaoping.model.errors import InputError

    known = all_checks()
    if check_id not in known:
        raise InputError(f"没有检查项“{check_id}”。用 kaoping checks list 查看全部编号。")
    check = known[check_id]
    click.echo(f"{check.about.title}（{check.id}）")
    for heading, lines in _described(check):
        for place, line in enumerate(lines):
            click.echo(f"  {'' if place else heading:{_FILL}<6}{line}")
    if verbose:
        click.echo(f"\n{check.purpose}\nWhy: {check.why}\nHow to fix: {check.how_to_fix}")


@checks.command()
@click.argument("check_id", metavar="ID")
@click.option("--title", default="", help="检查项的中文名称。")
@click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="源代码根目录，默认为当前目录。"
)
def new(check_id: str, title: str, root: Path) -> None:
    """新建一个检查项：生成检查文件和用例文件，改好后即自动生效。"""
    from kaoping import __version__
    from kaoping.checks.scaffold import new_check

    since = ".".join(__version__.split(".")[:2])
    for path in new_check(check_id, title, root, since):
        click.echo(f"已生成 {path}")
    click.echo("请补全说明、判定和用例，再运行 pytest tests/checks。")


def _described(check: "Check") -> list[tuple[str, list[str]]]:
    """What a person reads of a check: heading and lines."""
    from kaoping.checks.reference import STAGES, basis_text, outcomes_text
    from kaoping.reports.wording import value_name

    about = check.about
    return [
        ("依据", basis_text(check).split("；")),
        ("判定", [outcomes_text(check)]),
        ("参数", [line for spec in check.params for line in _parameter(spec)] or ["没有参数"]),
        ("测得", ["、".join(map(value_name, about.values))]),
        ("为何重要", [about.matters]),
        ("整改建议", [about.advice]),
        ("阶段", [f"{STAGES[about.stage]}；版本 {about.version}；自 {about.since} 起"]),
    ]


def _parameter(spec: "ParamSpec") -> Iterator[str]:
    from kaoping.checks.reference import HINTS, TYPES, default_text
    from kaoping.reports.wording import code_names

    yield f"{spec.name}（{TYPES[spec.type]}，默认 {default_text(spec.default)}）：{HINTS.get(spec.name, '')}"
    codes = code_names(spec.name)
    if codes and not any(code in HINTS.get(spec.name, "") for code in codes):
        yield "  可填：" + "、".join(f"{code}（{title}）" for code, title in codes.items())


def _row(check: Any) -> dict[str, Any]:
    from kaoping.checks.accuracy import NOTHING, accuracy

    figures = accuracy().get(check.id, NOTHING)
    return {
        "id": check.id,
        "title": check.about.title,
        "outcomes": list(check.about.outcomes),
        "stage": check.about.stage,
        "basis": check.about.basis,
        "params": [{"name": p.name, "type": p.type, "default": _plain(p.default)} for p in check.params],
        "values": list(check.about.values),
        "version": check.version,
        "precision": figures.precision,
        "recall": figures.recall,
        "n_real": figures.n_real,
        "n_fixture": figures.n_fixture,
        "precision_range": figures.precision_range,
        "recall_range": figures.recall_range,
        "enough": figures.enough,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return list(value) if isinstance(value, tuple) else value
