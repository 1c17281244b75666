"""Writes the check reference (docs/checks) from the checks themselves: `python -m kaoping.checks.reference DIR`."""

import sys
from collections.abc import Mapping
from pathlib import Path

from kaoping.checks.discovery import all_checks
from kaoping.checks.registry import Check
from kaoping.model.findings import Plain

OUTCOMES = {
    "fail": "不通过",
    "suspected": "疑似（须人工确认）",
    "manual": "待人工",
    "not_measured": "未能检测",
    "not_applicable": "不适用",
    "pass": "通过",
}
STAGES = {"trial": "试用", "counted": "计分", "retired": "停用"}
TYPES = {"int": "整数", "number": "数字", "bool": "是/否", "str": "文字", "strs": "列表"}

HINTS = {
    "kinds": "查哪些类别的栏目；空着查全部",
    "exclude_kinds": "不查哪些类别的栏目",
    "days": "期限：超过多少天没有更新算不及时",
    "level": "栏目级别：1 只查一级栏目，0 不限",
    "levels": "查哪几类标签",
    "n": "抽查多少页",
    "on": "抽查哪种页面：home 首页、column 栏目页、article 内容页",
    "seconds": "首页打开时间（各次的中位数）超过多少秒算慢",
    "seed": "抽查的编号：同一编号抽到同样的页面",
    "types": "查哪几种信息",
    "warn_days": "证书到期前多少天开始提醒",
    "tolerance": "发布日期晚于监测时间点多少天以内不算",
    "warn": "还剩不到多少天就预警",
    "window": "查监测时间点前多少天",
    "least": "至少多少条才算",
    "spread": "日期最多分布在几天",
    "silence": "此前至少多少天没有更新",
    "apart": "两处日期相差多少天以内不算",
    "size": "至少多少字节的正文才比较（一个汉字三个字节）",
    "share": "超过百分之多少算不通过",
}  # of parameters, by name; one name means the same in every check


def render_all(checks: Mapping[str, Check]) -> dict[str, str]:
    """Return the pages of the reference by file name."""
    pages = {f"{each.id}.md": render(each) for each in checks.values()}
    rows = [
        f"| [{each.id}]({each.id}.md) | {each.about.title} | {STAGES[each.about.stage]} | {outcomes_text(each)} |"
        for each in checks.values()
    ]
    head = "# 检查项\n\n本目录由程序生成：`python -m kaoping.checks.reference docs/checks`。\n\n"
    table = "| 检查项 | 名称 | 阶段 | 可能的判定 |\n|---|---|---|---|\n"
    return {"README.md": head + table + "\n".join(rows) + "\n"} | pages


def render(check: Check) -> str:
    """Return one check's page."""
    about = check.about
    lines = [
        f"# {about.title}（{check.id}）",
        "",
        check.purpose,
        "",
        f"**整改建议**：{about.advice}",
        "",
        f"**Why**: {check.why}",
        "",
        f"**How to fix**: {check.how_to_fix}",
        "",
        f"- 依据：{basis_text(check)}",
        f"- 阶段：{STAGES[about.stage]}；版本 {about.version}；自 {about.since} 起",
        f"- 可能的判定：{outcomes_text(check)}",
        f"- 问题中的取值（values）：{'、'.join(f'`{name}`' for name in about.values)}",
        "",
        "",
    ]
    return "\n".join(lines) + _params(check)


def basis_text(check: Check) -> str:
    """Return the clauses that a check serves, separated as in Chinese."""
    return check.about.basis.replace(";", "；")


def outcomes_text(check: Check) -> str:
    """Return what a check's findings may be, in words."""
    return "、".join(OUTCOMES[name] for name in check.about.outcomes)


def default_text(value: Plain) -> str:
    """Return a parameter's default."""
    if isinstance(value, tuple):
        return "、".join(str(each) for each in value) or "空"
    return str(value) if value != "" else "空"


def _params(check: Check) -> str:
    if not check.params:
        return "没有参数。\n"
    rows = [
        f"| `{spec.name}` | {TYPES[spec.type]} | {default_text(spec.default)} | {HINTS.get(spec.name, '')} |"
        for spec in check.params
    ]
    return "| 参数 | 类型 | 默认 | 说明 |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def main(arguments: list[str]) -> None:
    """Write the reference into the folder named, and remove pages of checks that are gone."""
    folder = Path(arguments[0] if arguments else "docs/checks")
    folder.mkdir(parents=True, exist_ok=True)
    pages = render_all(all_checks())
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
