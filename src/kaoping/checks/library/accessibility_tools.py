"""The accessibility toolbar (无障碍工具条): large text and pointer, colours, guide lines, reading aloud.

Why: 适老化及无障碍 is assessed by these functions one by one; without an entry nobody finds any of them.
How to fix: put the toolbar's script into all pages and an entry named 无障碍 at their head.
"""

from collections.abc import Iterator

from kaoping.checks.home_entry import entry_values, entry_verdict
from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, manual, passed
from kaoping.facts.site.offered import Offered
from kaoping.model.outcomes import Fault, Outcome, PageKind


@check(
    title="无障碍工具缺失",
    matters=(
        "老年人和视障人士要靠放大、读屏、配色等工具阅读网页；首页没有入口，工具再好也没有人找得到，考评按有没"
        "有这些功能逐项计分。"
    ),
    advice="在全站加载无障碍工具条，在页面头部设置“无障碍浏览”入口。",
    since="0.2",
    basis="随州市2023年政府网站及政务新媒体绩效评估方案 附件1、附件2 功能应用 适老化及无障碍；国办公开办函〔2021〕28号",
    stage="trial",
    outcomes=("suspected", "manual", "pass"),
    values=("words", "target", "how", "functions", "missing"),
)
def accessibility_tools(offered: Offered, functions: tuple[str, ...] = ()) -> Iterator[Said]:
    """Yield one finding on the entry, and one on `functions` that the page has no words for.

    Toolbars are mostly written by scripts when they are opened, so that what is not seen must be tried by a person.
    """
    if offered.home is None:
        yield check_not_measured("home-not-opened", Fault.SITE)
        return
    yield examined(1 + len(functions))
    entries = offered.of("accessibility")
    verdict = entry_verdict("toolbar", offered, entries)
    if verdict.outcome is not Outcome.PASS and offered.toolbar:
        first = entries[0] if entries else None
        verdict = passed("toolbar", offered.home, entry_values(first), page=PageKind.HOME, reason="by-script")
    yield verdict
    missing = [name for name in functions if name not in offered.functions]
    if missing:
        values = {"functions": list(offered.functions), "missing": missing}
        yield manual("functions", offered.home, values, page=PageKind.HOME, reason="functions-to-be-tried")
