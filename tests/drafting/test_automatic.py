"""Checks are proposed where they answer the question, and what is proposed can be written as it stands."""

from pathlib import Path

import pytest

from kaoping.runs.catalogue import build_catalogue
from kaoping.schemes.drafting.automatic import propose_check
from kaoping.schemes.linter import lint_file
from tests.schemes.conftest import BASE


@pytest.mark.parametrize(
    ("question", "kind", "title", "proposed"),
    [
        ("首页上的链接（包括附件）打不开或错误的处数", "count", "", "check: dead-link, where: {page: home}"),
        ("其他页面上的链接打不开的处数", "count", "", "check: dead-link, where: {page: not_home}"),
        ("存在空白栏目的个数", "count", "", "check: blank-column"),
        ("前2周内动态类栏目未更新的个数", "count", "", "check: column-freshness, with: {kinds: [news], days: 14}"),
        (
            "前6个月内政策文件类一级栏目未更新的个数",
            "count",
            "",
            "check: column-freshness, with: {kinds: [policy], days: 184, level: 1}",
        ),
        ("是否未开设相关栏目", "bool", "领导信息", "check: column-exists, with: {kinds: [leaders]}, take: any"),
        ("是否未开设相关栏目", "bool", "其他事项", ""),
        ("栏目更新不及时的个数", "count", "", ""),
        ("办事指南不准确的处数", "count", "", ""),
    ],
)
def test_proposals(question: str, kind: str, title: str, proposed: str) -> None:
    assert propose_check(question, kind, title) == proposed


def test_what_is_proposed_names_checks_and_parameters_that_exist(tmp_path: Path) -> None:
    questions = [
        ("首页链接打不开的处数", "count"),
        ("空白栏目个数", "count"),
        ("前2周内动态类栏目未更新的个数", "count"),
        ("未开设领导信息栏目", "bool"),
        ("未添加找错入口", "bool"),
        ("前14天内首页未更新", "bool"),
        ("未列明网站标识码的项数", "count"),
        ("无内容标签的个数", "count"),
        ("存在暗链的个数", "count"),
        ("泄露个人信息的条数", "count"),
    ]
    lines = [f"  proposed_{number}: {{{propose_check(*each)}}}" for number, each in enumerate(questions)]
    assert all("check:" in line for line in lines)
    file = tmp_path / "scheme.yaml"
    file.write_text(BASE.replace("measures:\n", "measures:\n" + "\n".join([*lines, ""])), encoding="utf-8")
    faults = [each for each in lint_file(str(file), build_catalogue()) if each.severity == "error"]
    assert faults == []
