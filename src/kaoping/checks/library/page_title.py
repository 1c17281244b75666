"""Pages without a title of their own cannot be told apart in a browser, a search result or a bookmark.

Why: the title is the first label of a page; empty and default titles are counted as missing labels.
How to fix: let the template put the item's or column's name and the site's name into `<title>`.
"""

import re
from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.page.labels import Labels
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind

SHOWN = 20
ENOUGH = 5  # visited articles from which on one and the same title means something
_DEFAULT = re.compile(
    r"^(?:无标题(?:文档|页)?|未命名(?:文档)?|新建(?:网页|文档).*|untitled(?:\s*document)?|new page(?:\s*\d+)?|document"
    r"|title|标题|网页标题|index|home|test|测试(?:页面?)?|undefined|null|none|\{\{.*\}\}|\$\{.*\}|<.*)$",
    re.IGNORECASE,
)


@check(
    title="页面标题缺失或不规范",
    matters="标题显示在浏览器标签和搜索结果里；标题为空或全站相同，群众分不清哪个页面是自己要的。",
    advice="让模板把文章或栏目名称与网站名称写入 <title>。",
    since="0.1",
    basis="国办发〔2017〕47号 附件2 网页标签",
    stage="trial",
    outcomes=("fail", "suspected"),
    values=("title", "problem", "pages", "count"),
)
def page_title(pages: Pages, labels: PerPage[Labels]) -> Iterator[Said]:
    """Yield one finding per page whose title is missing or a default, and one when all articles share a title."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    judged = [number for number in sorted(pages.kinds) if number in labels]
    yield examined(len(judged))
    articles: dict[str, list[str]] = {}
    for number in judged:
        title, url = labels[number].title.strip(), pages.records[number].final_url
        if pages.kinds[number] is PageKind.ARTICLE:
            articles.setdefault(title, []).append(url)
        problem = "missing" if not title else "default" if _DEFAULT.match(title) else ""
        if problem:
            values: dict[str, Plain] = {"title": title, "problem": problem, "pages": [url], "count": 1}
            yield fail(url, url, values, page=pages.kind(number), reason=problem, snippet=title)
    if len(articles) == 1:
        title, urls = next(iter(articles.items()))
        if title and len(urls) >= ENOUGH:
            values = {"title": title, "problem": "same-on-all", "pages": urls[:SHOWN], "count": len(urls)}
            yield suspected("same-on-all", urls[0], values, page=PageKind.ARTICLE, reason="same-on-all", snippet=title)
