"""An entry to smart answers (智能问答) on the home page, where visitors put simple questions at any hour.

Why: assessments ask for 实时智能问答 beside the message board, whose answers take days.
How to fix: put an entry named 智能问答 at the head or side of the home page, as a link or button that opens.
"""

from collections.abc import Iterator

from kaoping.checks.home_entry import entry_verdict
from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined
from kaoping.facts.site.offered import Offered
from kaoping.model.outcomes import Fault


@check(
    title="智能问答入口缺失",
    matters="留言答复要等几天，智能问答可以马上回答常见问题；考评检查首页有没有入口、能不能用。",
    advice="在首页显著位置设置“智能问答”入口，并确保能打开、能答复。",
    since="0.2",
    basis="随州市2023年政府网站及政务新媒体绩效评估方案 附件1、附件2 互动交流 智能问答",
    stage="trial",
    outcomes=("suspected", "manual", "pass"),
    values=("words", "target", "how"),
)
def smart_qa(offered: Offered) -> Iterator[Said]:
    """Yield one finding on the entry; whether the answers are any good only a person can tell."""
    if offered.home is None:
        yield check_not_measured("home-not-opened", Fault.SITE)
        return
    yield examined(1)
    yield entry_verdict("smart-qa", offered, offered.of("smart-qa"))
