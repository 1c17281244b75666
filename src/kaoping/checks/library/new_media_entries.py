"""Entries to the unit's new media accounts (政务新媒体): WeChat, Weibo, app, shown where visitors see them.

Why: accounts that are not shown on the site are not found, and cannot be told from false ones.
How to fix: show name and QR code, or a link, of every account on the home page.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, manual, passed, suspected
from kaoping.facts.page.entries import MEDIA
from kaoping.facts.site.offered import Offered
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind
from kaoping.model.pages import Life


@check(
    title="政务新媒体入口缺失",
    matters="网站上不列出政务新媒体账号，群众不知道关注哪一个，也分不清账号的真假。",
    advice="在首页显著位置列出本单位政务新媒体账号的名称和二维码或链接。",
    since="0.2",
    basis="随州市2023年政府网站及政务新媒体绩效评估方案 附件1、附件2 政务新媒体 集约开设",
    stage="trial",
    outcomes=("suspected", "manual", "pass"),
    values=("platforms", "missing", "words", "codes"),
)
def new_media_entries(offered: Offered, platforms: tuple[str, ...] = ()) -> Iterator[Said]:
    """Yield one finding: all of `platforms` (weixin, weibo, app, video, matrix) should be there, any if empty.

    What is only named, without a link or a picture, is left to a person.
    """
    if offered.home is None:
        yield check_not_measured("home-not-opened", Fault.SITE)
        return
    yield examined(1)
    entries = [entry for entry in offered.of(*MEDIA) if entry.life is not Life.DEAD]
    shown = {entry.kind for entry in entries if entry.how != "words" or offered.codes}
    named = {entry.kind for entry in entries}
    missing = [kind for kind in platforms if kind not in shown]
    values: dict[str, Plain] = {
        "platforms": sorted(shown), "missing": missing, "words": [entry.words for entry in entries][:10],
        "codes": offered.codes,
    }  # fmt: skip
    if not missing and shown:
        yield passed("entries", offered.home, values, page=PageKind.HOME)
    elif named and not (set(missing) - named):
        yield manual("entries", offered.home, values, page=PageKind.HOME, reason="entry-only-named")
    else:
        yield suspected("entries", offered.home, values, page=PageKind.HOME, reason="no-entry-seen")
