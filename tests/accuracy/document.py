"""Writes docs/accuracy.md from the stored figures."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kaoping.checks.discovery import all_checks
from kaoping.checks.reference import STAGES
from tests.accuracy.fact_measures import MEASURES
from tests.accuracy.tally import ENOUGH, PRECISION, RECALL, Tally, wilson

PAGE = Path(__file__).parents[2] / "docs/accuracy.md"
_HEAD = Path(__file__).parent / "accuracy_head.md"
TOO_FEW = "样本不足"


def render(checks: Mapping[str, Any], measured: Mapping[str, Any]) -> str:
    """Return the whole page."""
    head = _HEAD.read_text(encoding="utf-8").strip()
    parts = (
        head,
        *_facts(measured),
        *_checks(checks),
        *_held_out(measured),
        *_aside(measured),
        *_made(checks, measured),
    )
    return "\n\n".join(parts) + "\n"


def _facts(measured: Mapping[str, Any]) -> Iterator[str]:
    facts = measured.get("facts")
    if not facts:
        return
    yield "## 栏目与日期"
    yield "栏目识别和条目日期决定更新类检查的对错，所以单独测量。一个页面、一个条目、一篇文章各算一个样本。"
    rows = [f"| {title} | {_right(Tally(**facts['all'][name]))} |" for name, title in MEASURES.items()]
    yield "\n".join(
        ["| 事实 | 正确 | 报错 | 漏掉 | 精确率（95% 区间） | 召回率（95% 区间） |", "|---|--:|--:|--:|---|---|", *rows]
    )
    yield "各站点（精确率 / 召回率）："
    sources = list(facts["by_source"])
    head = "| 事实 | " + " | ".join(f"`{name}`" for name in sources) + " |"
    body = [
        f"| {title} | " + " | ".join(_both(Tally(**facts["by_source"][source][name])) for source in sources) + " |"
        for name, title in MEASURES.items()
    ]
    yield "\n".join([head, "|---|" + "---|" * len(sources), *body])


def _right(counted: Tally) -> str:
    told = counted.right, counted.right + counted.wrong
    true = counted.right, counted.right + counted.missed
    return f"{counted.right} | {counted.wrong} | {counted.missed} | {_share(*told)} | {_share(*true)}"


def _both(counted: Tally) -> str:
    return f"{_percent(counted.precision)} / {_percent(counted.recall)}"


def _checks(checks: Mapping[str, Any]) -> Iterator[str]:
    yield "## 各检查项：真实页面"
    yield (
        "“判定”是直接报告为问题的，“线索”是疑似、须人工确认的。精确率按判定计；没有判定的检查项按线索计。"
        f"召回率按判定与线索合计；括号内是 95% 区间。真实问题不足 {ENOUGH} 个的注明“{TOO_FEW}”，其百分比只供参考。"
    )
    heads = ("检查项", "阶段", "真实问题", "无问题", "判定 对/错", "线索 对/错", "漏报", "精确率", "召回率", "说明")
    head = f"| {' | '.join(heads)} |"
    rows = [
        _row(check.id, check.about.title, STAGES[check.about.stage], checks[check.id])
        for check in all_checks().values()
    ]
    yield "\n".join([head, "|---|---|--:|--:|--:|--:|--:|---|---|---|", *rows])


def _row(check: str, title: str, stage: str, entry: Mapping[str, Any]) -> str:
    counted = Tally(**entry["real"])
    nothing = (*"–" * 7, entry.get("elsewhere", "真实页面尚未标注"))
    cells = (*_counted(counted), remark(counted)) if counted.labelled else nothing
    return f"| {title} `{check}` | {stage} | " + " | ".join(cells) + " |"


def _counted(counted: Tally) -> tuple[str, ...]:
    return (
        str(counted.faults),
        str(counted.wrong + counted.hints_wrong + counted.quiet),
        f"{counted.right}/{counted.wrong}",
        f"{counted.hints_right}/{counted.hints_wrong}",
        str(counted.missed),
        _share(*counted.told),
        _share(counted.right + counted.hints_right, counted.faults),
    )


def _held_out(measured: Mapping[str, Any]) -> Iterator[str]:
    kept = measured.get("held_out")
    if not kept:
        return
    yield "## 留出的网页"
    yield (
        "这些网页在修改检查项期间没有看过，检查项定稿以后才核对，因此最接近在没见过的网站上的表现。上一张表已包含它们。"
        "一半单页按摘要的末位留出；六个首页标识和入口类检查项留出的是 `pages/hacked/` 中的中文网站。"
    )
    heads = ("检查项", "真实问题", "无问题", "判定 对/错", "线索 对/错", "漏报", "精确率", "召回率", "说明")
    titles = {check.id: check.about.title for check in all_checks().values()}
    rows = [
        f"| {titles[check]} `{check}` | {' | '.join(_counted(Tally(**counts)))} | {remark(Tally(**counts))} |"
        for check, counts in kept.items()
    ]
    yield "\n".join([f"| {' | '.join(heads)} |", "|---|--:|--:|--:|--:|--:|---|---|---|", *rows])


def _aside(measured: Mapping[str, Any]) -> Iterator[str]:
    aside = measured.get("aside")
    if not aside:
        return
    yield "## 报告了而没有标注的"
    yield "除下列各项外，检查项在真实页面上报告的每一条都有标注；下列各项不计入任何数字。"
    rows = [f"| `{check}` | {why} | {count} |" for check, reasons in aside.items() for why, count in reasons.items()]
    yield "\n".join(["| 检查项 | 原因 | 条数 |", "|---|---|--:|", *rows])


def remark(counted: Tally) -> str:
    """Return what a reader must know of these figures."""
    if not counted.enough:
        return TOO_FEW
    met = (counted.precision or 0) >= PRECISION and (counted.recall or 0) >= RECALL
    return "达标" if met else "未达标"


def _made(checks: Mapping[str, Any], measured: Mapping[str, Any]) -> Iterator[str]:
    yield "## 各检查项：自编样本"
    yield (
        "用例是为检查项编写的小网站，示例城市是 `kaoping demo` 生成的带有已知问题的站点。"
        "它们证明检查项按说明工作，不代表真实网站上的准确率。"
    )
    demo = measured.get("demo", {})
    rows = []
    for check in all_checks().values():
        entry = checks[check.id]
        made, city = Tally(**entry["made"]), demo.get(check.id, {"planted": 0, "found": 0, "unexpected": 0})
        rows.append(
            f"| {check.about.title} `{check.id}` | {entry['n_fixture']} | {made.faults} | {made.right} | "
            f"{made.wrong} | {city['planted']} | {city['found']} | {city['unexpected']} |"
        )
    head = "| 检查项 | 用例 | 应报 | 报出 | 误报 | 示例城市：植入 | 找到 | 误报 |"
    yield "\n".join([head, "|---|--:|--:|--:|--:|--:|--:|--:|", *rows])


def _share(part: int, whole: int) -> str:
    bounds = wilson(part, whole)
    if bounds is None:
        return "–"
    return f"{_percent(part / whole)}（{_percent(bounds[0])}–{_percent(bounds[1])}）"


def _percent(share: float | None) -> str:
    if share is None:
        return "–"
    shown = f"{100 * share:.1f}"
    return f"{shown.removesuffix('.0')}%"
