"""A page that on a phone is a shrunk copy of the page for desks, or does not fit the screen.

Why: most visitors come by phone; without a layout for it they have to magnify and to push the page to and fro.
How to fix: declare the viewport and let the layout follow the width of the screen, or lead phones to another version.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, passed, suspected
from kaoping.facts.site.browser_pages import BrowserPages
from kaoping.model.browser_looks import Device, Layout
from kaoping.model.findings import Plain

SLACK = 16  # pixels that a page may be wider than its screen: borders and scroll bars
FEW_LETTERS, FEW_TARGETS = 100, 10


@check(
    title="手机上显示不合适",
    matters="多数人用手机访问网站；页面不适应手机屏幕，就要不停地放大、左右拖动，办事很不方便。",
    advice="页面声明 viewport，版式随屏幕宽度调整；或者为手机另设版本并自动跳转。",
    since="0.1",
    basis="通行做法；现有方案只对政务新媒体和办事服务要求适配移动端，对网站没有列出",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("viewport", "screen_width", "page_width", "small", "wide"),
)
def mobile_layout(pages: BrowserPages, small_percent: int = 50) -> Iterator[Said]:
    """Yield one finding per page looked at as a phone: the worst of what is wrong with it."""
    looked = [(page, page.layout) for page in pages.on(Device.PHONE) if page.layout is not None]
    if not looked:
        yield check_not_measured(pages.reason or "browser-unreadable", pages.fault)
        return
    yield examined(len(looked))
    for page, layout in looked:
        reason, values = _judge(layout, small_percent)
        kind = pages.kinds[page.number]
        if not reason:
            yield passed(page.url, page.final_url, values, page=kind)
        else:
            yield suspected(page.url, page.final_url, values, page=kind, reason=reason)


def _judge(layout: Layout, small_percent: int) -> tuple[str, dict[str, Plain]]:
    values: dict[str, Plain] = {
        "viewport": layout.viewport,
        "screen_width": layout.screen,
        "page_width": max(layout.width, layout.content),
    }
    letters = 100 * layout.small_letters // max(1, layout.letters)
    targets = 100 * layout.small_targets // max(1, layout.targets)
    if "width" not in layout.viewport.lower() and layout.width > layout.screen + SLACK:
        return "no-viewport", values
    if max(layout.width, layout.content) > layout.screen + SLACK:
        return "overflow", values | {"wide": [place.text or place.selector for place in layout.wide]}
    if layout.letters >= FEW_LETTERS and letters > small_percent:
        return "small-text", values | {"small": letters}
    if layout.targets >= FEW_TARGETS and targets > small_percent:
        return "small-targets", values | {"small": targets}
    return "", values
