"""Page labels (网页标签) let search engines and other platforms read whose page it is and what it is about.

Why: 47号文附件2 asks for site, column and content labels; schemes draw content pages and deduct per page without them.
How to fix: fill SiteName, SiteDomain, SiteIDCode, Column… and ArticleTitle, PubDate, ContentSource in the templates.
"""

import re
from collections.abc import Iterator, Mapping

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, fail, passed
from kaoping.facts.page.labels import Labels
from kaoping.facts.record import SiteRecord
from kaoping.facts.sample import sample
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.outcomes import Fault, PageKind

LEVELS = {
    "site": ("SiteName", "SiteDomain", "SiteIDCode"),
    "column": ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"),
    "content": ("ArticleTitle", "PubDate", "ContentSource"),
}
EMPTY = ("", "null", "undefined", "none")
# What templates hold where a value was never filled in: the name of the field itself, or its variable.
_UNFILLED = re.compile(
    r"(?:政府)?网站(?:名称|域名|标识码)|(?:栏目|文章|信息)(?:名称|标题|描述|关键词|类别)|(?:内容|信息)来源|[{$<%#].*"
)


@check(
    title="页面标签缺失",
    matters=(
        "页面标签是上级监测、搜索引擎和集约化平台识别网站、栏目和文章的依据；缺少标签，发布了也可能识别不到，"
        "考评抽查页面扣分。"
    ),
    advice="在页面模板中补齐网站、栏目、内容三类标签，取值不得为空或 null。",
    since="0.1",
    basis="国办发〔2017〕47号 附件2；宿政办发〔2022〕1号 附件2 页面标签",
    outcomes=("fail", "pass"),
    values=("missing", "levels"),
)
def page_labels(
    pages: Pages,
    labels: PerPage[Labels],
    record: SiteRecord,
    n: int = 5,
    levels: tuple[str, ...] = ("site", "content"),
    on: str = "article",
    seed: str = "",
) -> Iterator[Said]:
    """Yield one finding per page of a drawn sample that lacks a label of `levels`.

    `on` is article (内容页), column (列表页) or home; `n` the size of the sample, which depends on the site, its pages
    and `seed` only. An empty value or `null` and what a template holds
    unfilled (网站标识码 for the code itself) count as missing; names are read without regard to case.
    """
    where = PageKind(on)
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    population = [number for number in pages.of_kind(where) if number in labels]
    if not population:
        yield check_not_applicable(f"no-{where}-pages")
        return
    drawn = sample(population, n, seed + record.site, lambda number: pages.records[number].final_url)
    yield examined(len(drawn))
    wanted = [name for level in levels for name in LEVELS[level]]
    for number in drawn:
        url = pages.records[number].final_url
        missing = [name for name in wanted if _empty(labels[number].metas, name)]
        lacking = [level for level in levels if set(LEVELS[level]) & set(missing)]
        if missing:
            values = {"missing": missing, "levels": lacking}
            yield fail(url, url, values, page=where, reason="labels-missing", snippet="、".join(missing))
        else:
            yield passed(url, url, {"missing": [], "levels": []}, page=where)


def _empty(metas: Mapping[str, str], name: str) -> bool:
    value = metas.get(name.lower(), "").strip()
    return value.lower() in EMPTY or _UNFILLED.fullmatch(value) is not None
