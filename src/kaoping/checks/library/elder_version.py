"""A version of the site for elders (长者版), or an entry to one, on the home page.

Why: 适老化改造 asks for large text, plain pages and reading aloud, and for a way to them that elders find.
How to fix: put an entry named 长者版 or 关怀版 at the head of the home page.
"""

import re
from collections.abc import Iterator

from kaoping.checks.home_entry import entry_verdict
from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined
from kaoping.facts.site.offered import Offered
from kaoping.model.outcomes import Fault

_FOR_ELDERS = re.compile("适老|长者|老年|关怀")


@check(
    title="长者版入口缺失",
    matters="老年人需要字大、简洁、能朗读的页面；首页没有明显的入口，就等于没有提供。",
    advice="在首页头部设置“长者版”（关怀版）入口。",
    since="0.2",
    basis="随州市2023年政府网站及政务新媒体绩效评估方案 附件1、附件2 功能应用 适老化及无障碍；国办公开办函〔2021〕28号",
    stage="trial",
    outcomes=("suspected", "manual", "pass"),
    values=("words", "target", "how"),
)
def elder_version(offered: Offered) -> Iterator[Said]:
    """Yield one finding; a tool that is called 适老化无障碍 in one counts as well."""
    if offered.home is None:
        yield check_not_measured("home-not-opened", Fault.SITE)
        return
    yield examined(1)
    shared = (entry for entry in offered.of("accessibility") if _FOR_ELDERS.search(entry.words))
    entries = sorted((*offered.of("elder"), *shared), key=lambda entry: entry.rank)
    yield entry_verdict("elder-version", offered, entries)
