"""`kaoping schemes`: list, show, lint and import assessment schemes, and print their JSON Schema."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from kaoping.cli._scheme_import import command as import_document
from kaoping.cli._scheme_render import render

if TYPE_CHECKING:
    from kaoping.model.errors import Problem
    from kaoping.schemes.difference import Comparison

UNKNOWN = "分值未定"
RULES = {
    "deduct": "扣分",
    "award": "得分",
    "share": "分项",
    "ratio": "按比例",
    "benchmark": "标杆法",
    "timed": "按时限",
    "panel": "专家打分",
    "survey": "问卷",
    "carry": "折算计入",
    "full": "满足即满分",
    "manual": "人工打分",
    "open": "待定",
}
SEVERITIES = {"error": "错误", "warning": "提醒", "note": "说明"}


@click.group()
def schemes() -> None:
    """考评方案：列出、展开、检查、比较、排印内置方案或自己的方案文件（.yaml），从已发布的文件导入草稿。"""


command = schemes
schemes.add_command(import_document)


@schemes.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def list_schemes(as_json: bool) -> None:
    """列出内置的考评方案。版次没有公布的是草稿，还会修改。"""
    from kaoping.schemes.edition_lock import edition_of, read_lock
    from kaoping.schemes.expanded import leaves
    from kaoping.schemes.loader import library_ids, load_scheme

    lock = read_lock()
    rows: list[dict[str, Any]] = []
    for scheme in map(load_scheme, library_ids()):
        row: dict[str, Any] = {"id": scheme.id, "title": scheme.title, "groups": dict(scheme.groups)}
        row |= {"leaves": sum(1 for _ in leaves(scheme))}
        rows.append(row | {"edition": scheme.edition, "published": edition_of(scheme) in lock})
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        said = f"{'、'.join(row['groups'].values())}；{row['leaves']}个末级指标；版次{row['edition']}"
        click.echo(f"{row['id']}  {row['title']}（{said}{'' if row['published'] else '，草稿'}）")


@schemes.command()
@click.argument("scheme")
@click.option("--json", "as_json", is_flag=True, help="输出完全展开的 JSON。")
def show(scheme: str, as_json: bool) -> None:
    """展开一个方案：继承、引用、默认值都已补全。SCHEME 是编号或文件。"""
    from kaoping.reports.scheme_document.audience import Audience
    from kaoping.schemes.expanded import expand_json
    from kaoping.schemes.loader import load_scheme

    loaded = load_scheme(scheme)
    expanded = expand_json(loaded)
    if as_json:
        _print_json(expanded)
        return
    click.echo(f"{expanded['title']}（{expanded['id']}）")
    click.echo(f"摘要 {expanded['digest']}")
    outline = _Outline({**expanded["groups"], **{name: each["title"] for name, each in expanded["classes"].items()}})
    everybody = Audience(loaded, tuple(loaded.groups))
    for part, whole in zip(expanded["parts"], loaded.parts, strict=True):
        weight = f"，权重{outline.weight(part['weight'])}" if part["weight"] is not None else ""
        only = everybody.restriction(whole.applies_to, whole.except_)
        click.echo(f"\n{part['title']} {outline.points(part['points'])}{weight}{f'（{only}）' if only else ''}")
        if part["open"]:
            click.echo(f"  {part['text']}（{RULES['open']}：{part['open']}）")
        for veto in part["vetoes"]:
            click.echo(f"  {_case_word(veto)} {veto['title']}：{veto['text'] or veto['if']}")
        outline.show_nodes(part["indicators"], 1)
        outline.show_adjustments(part["adjust"])
    for veto in expanded["vetoes"]:
        click.echo(f"\n{_case_word(veto)}（全部） {veto['title']}：{veto['text'] or veto['if']}")
    outline.show_adjustments(expanded["adjust"])


@schemes.command()
@click.argument("scheme")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def lint(scheme: str, as_json: bool) -> None:
    """检查一个方案：有错误时退出码为 1，只有提醒和说明时为 0，没有这个方案时为 2。SCHEME 是编号或文件。"""
    from kaoping.runs.catalogue import build_catalogue
    from kaoping.schemes.linter import has_errors, lint_file

    problems = lint_file(scheme, build_catalogue())
    if as_json:
        _print_json([_problem(problem) for problem in problems])
    else:
        for problem in problems:
            click.echo(f"{SEVERITIES[problem.severity]} {problem}")
        counts = {name: sum(problem.severity == name for problem in problems) for name in SEVERITIES}
        click.echo("，".join(f"{title}{counts[name]}条" for name, title in SEVERITIES.items()))
    if has_errors(problems):
        sys.exit(1)


@schemes.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def diff(old: str, new: str, as_json: bool) -> None:
    """比较两个方案（编号或文件）：从 A 到 B 变了什么，按考评部分列出，注明条款。

    比较的是含义：空格、注释、文件名不算。指标、单项否决按编号对应。
    相同时退出码为 0，不同为 1，没有这个方案或方案有误为 2。
    """
    from kaoping.reports.difference_outline import difference_json
    from kaoping.schemes.difference import compare
    from kaoping.schemes.loader import load_scheme

    comparison = compare(load_scheme(old), load_scheme(new))
    if as_json:
        _print_json(difference_json(comparison))
    else:
        _print_comparison(comparison)
    if comparison.changes:
        sys.exit(1)


@schemes.command()
def schema() -> None:
    """输出方案文件的 JSON Schema，供编辑器和其他程序校验。"""
    from kaoping.schemes.json_schema import json_schema

    _print_json(json_schema())


schemes.add_command(render)


@dataclass(frozen=True, slots=True)
class _Outline:
    """Prints an expanded scheme as an outline; `titles` are those of its groups and classes."""

    titles: Mapping[str, str]

    def show_nodes(self, nodes: list[dict[str, Any]], depth: int, unknown: str = UNKNOWN) -> None:
        for node in nodes:
            rule = f"（{RULES[node['rule']]}）" if "rule" in node else ""
            points = self.points(node["points"], unknown)
            click.echo(f"{'  ' * depth}{node['title']} {points}{rule}  {node['text']}".rstrip())
            self.show_nodes(node.get("indicators", []), depth + 1, unknown)

    def show_adjustments(self, adjustments: list[dict[str, Any]]) -> None:
        for adjustment in adjustments:
            limit = f"最多{self.points(adjustment['limit'])}"
            if adjustment["limit"] is None:
                limit = "上限未定" if adjustment["open"] else "不设上限"
            click.echo(f"  {adjustment['title']}（{limit}）")
            self.show_nodes(adjustment["indicators"], 2, unknown=limit if adjustment["limit"] is None else UNKNOWN)

    def points(self, points: Any, unknown: str = UNKNOWN) -> str:
        if points is None:
            return unknown
        if isinstance(points, dict):
            return "、".join(f"{self.titles.get(name, name)} {value}分" for name, value in points.items())
        return f"{points}分"

    def weight(self, weight: Any) -> str:
        if isinstance(weight, dict):
            return "、".join(f"{self.titles.get(name, name)} {value:.0%}" for name, value in weight.items())
        return f"{weight:.0%}"


def _print_comparison(comparison: "Comparison") -> None:
    from kaoping.reports.difference_outline import counts, outline, telling

    for word, scheme in (("旧", comparison.old), ("新", comparison.new)):
        edition = scheme.edition or "未注明"
        click.echo(f"{word}：{scheme.title}（{scheme.id}，版次{edition}，摘要{scheme.digest[7:19]}）")
    if not comparison.changes:
        click.echo("两个方案相同。")
        return
    found = counts(telling(comparison))
    said = "；".join(f"{title}{count}处" for title, count in found.items())
    click.echo(f"共{sum(found.values())}处变化：{said}。")
    ids = [{node.id for node in scheme.nodes()} for scheme in (comparison.old, comparison.new)]
    if ids[0].isdisjoint(ids[1]):
        click.echo("两个方案没有编号相同的指标，不像是同一方案的两个版次。")
    told = ""
    for part, heading, changes in outline(comparison):
        if part != told:
            click.echo(f"\n{part}")
            told = part
        click.echo(f"  {heading}")
        for change in changes:
            click.echo("    " + change.replace("\n", "\n      "))


def _case_word(veto: Mapping[str, Any]) -> str:
    """What only labels or bars vetoes (否决) nothing."""
    return "否决" if veto["overrides"] else "判定"


def _problem(problem: "Problem") -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "code": problem.code,
        "file": problem.file,
        "line": problem.line,
        "where": problem.where,
        "message": problem.message,
    }


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
