"""A home page without news for two weeks counts as abandoned.

Why: 监测2周首页无信息更新 is a veto; where the home page is only an entrance, all second-level pages are looked at.
How to fix: publish current news, with dates, on the home page.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.freshness import HomeFreshness
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="首页更新不及时",
    matters="首页是网站的门面，超过两周没有更新会被单项否决。",
    advice="在首页（或其下的二级首页）及时发布标有日期的信息。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 首页不更新",
    outcomes=("fail", "suspected", "pass"),
    values=("latest", "days", "newest", "navigation_only", "items"),
)
def home_freshness(home: HomeFreshness, pages: Pages, record: SiteRecord, days: int = 14) -> Iterator[Said]:
    """Yield one finding when the newest dated item of the home page is more than `days` days old.

    未注明发布时间的视为不更新: a home page without any date is suspected, because dates may come by script.
    """
    if pages.home is None:
        yield check_not_measured("home-not-opened", Fault.SITE)
        return
    yield examined(home.items)
    age = (record.as_of.date() - home.latest).days if home.latest else None
    values: dict[str, Plain] = {
        "latest": home.latest,
        "days": age,
        "newest": home.newest,
        "navigation_only": pages.navigation_only,
        "items": home.items,
    }
    url = pages.records[pages.home].final_url
    if age is None:
        yield suspected("home", url, values, page=PageKind.HOME, reason="no-date-shown")
    elif age > days:
        yield fail("home", url, values, page=PageKind.HOME, reason="stale", snippet=home.newest)
    else:
        yield passed("home", url, values, page=PageKind.HOME)
