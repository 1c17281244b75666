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


def render_all(checks: Mapping[str, Check]) -> dict[str, str]:
    """Return the pages of the reference by file name."""
    pages = {f"{each.id}.md": render(each) for each in checks.values()}
    rows = [
        f"| [{each.id}]({each.id}.md) | {each.about.title} | {STAGES[each.about.stage]} | {_outcomes(each)} |"
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
        f"- 依据：{about.basis}",
        f"- 阶段：{STAGES[about.stage]}；版本 {about.version}；自 {about.since} 起",
        f"- 可能的判定：{_outcomes(check)}",
        f"- 问题中的取值（values）：{'、'.join(f'`{name}`' for name in about.values)}",
        "",
    ]
    return "\n".join(lines) + _params(check)


def _params(check: Check) -> str:
    if not check.params:
        return "没有参数。\n"
    rows = [f"| `{spec.name}` | {TYPES[spec.type]} | {_shown(spec.default)} |" for spec in check.params]
    return "| 参数 | 类型 | 默认 |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _shown(value: Plain) -> str:
    if isinstance(value, tuple):
        return "、".join(str(each) for each in value) or "（空）"
    return str(value) if value != "" else "（空）"


def _outcomes(check: Check) -> str:
    return "、".join(OUTCOMES[name] for name in check.about.outcomes)


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
