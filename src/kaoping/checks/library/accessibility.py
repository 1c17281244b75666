"""Pages that people cannot use who do not see, or do not use a mouse: rules of WCAG 2.1, tried in a real browser.

Why: 适老化与无障碍改造 is asked for; what the rules name keeps screen readers and keyboards from working.
How to fix: correct the template: texts for links, pictures and buttons, labels for form fields, enough contrast.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, passed, suspected
from kaoping.facts.site.browser_pages import BrowserPages
from kaoping.model.browser_looks import BrokenRule, BrowserPage, Device
from kaoping.model.findings import Plain

SHOWN_PAGES, SHOWN_PLACES = 10, 5


@check(
    title="无障碍规则（WCAG）",
    matters=(
        "视力不好、只能用键盘或读屏软件的人，遇到没有文字的图片、按钮和没有标签的输入框，就读不出、用不了。适"
        "老化和无障碍改造是对政府网站的要求。"
    ),
    advice="在模板中改正：链接、图片、按钮写明可读的文字，表单项加标签，文字与背景有足够的对比度。",
    since="0.1",
    basis="宿政办发〔2022〕1号 二（二）4 适老化及无障碍改造；规则取自 WCAG 2.1 A、AA 级（axe-core），方案没有逐条列出",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("rule", "impact", "broken_elements", "pages", "seen_pages", "selectors"),
)
def accessibility(pages: BrowserPages, impacts: tuple[str, ...] = ("critical", "serious")) -> Iterator[Said]:
    """Yield one finding per broken rule of the given impacts, over all pages that were looked at."""
    tried = [page for page in pages.on(Device.DESKTOP) if page.broken is not None]
    if not tried:
        yield check_not_measured(pages.reason or "browser-unreadable", pages.fault)
        return
    yield examined(len(tried))
    broken: dict[str, list[tuple[BrowserPage, BrokenRule]]] = {}
    for page in tried:
        for rule in page.broken or ():
            if rule.impact in impacts:
                broken.setdefault(rule.rule, []).append((page, rule))
    if not broken:
        yield passed("accessibility", tried[0].final_url, page=pages.kinds[tried[0].number])
    for name, found in sorted(broken.items()):
        page, rule = found[0]
        values = _values(name, found, len(tried))
        text = rule.places[0].text if rule.places else ""
        kind = pages.kinds[page.number]
        yield suspected(name, page.final_url, values, page=kind, reason="breaks-a-rule", snippet=text)


def _values(name: str, found: list[tuple[BrowserPage, BrokenRule]], tried: int) -> dict[str, Plain]:
    return {
        "rule": name,
        "impact": found[0][1].impact,
        "broken_elements": sum(rule.count for _, rule in found),
        "pages": [page.final_url for page, _ in found[:SHOWN_PAGES]],
        "seen_pages": tried,
        "selectors": [place.selector for place in found[0][1].places[:SHOWN_PLACES]],
    }
