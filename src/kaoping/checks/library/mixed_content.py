"""What an https page loads over http can be read and changed on the way; browsers block it or warn.

Why: blocked scripts and style sheets leave the page broken, and one picture over http takes its security mark away.
How to fix: load scripts, style sheets and pictures over https, from hosts that offer it.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, suspected
from kaoping.facts.site.insecure_parts import InsecureParts
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault
from kaoping.model.pages import LinkKind

SHOWN_PAGES = 20


@check(
    title="HTTPS页面引用HTTP内容",
    matters="HTTPS 页面里混有 HTTP 内容，浏览器会拦截其中的脚本和样式，页面可能显示不全，地址栏的安全标志也会消失。",
    advice="把页面中脚本、样式和图片的地址改为 https。",
    since="0.1",
    basis="国办发〔2017〕47号 安全防护（建议项）",
    stage="trial",
    outcomes=("suspected",),
    values=("target", "pages", "count"),
)
def mixed_content(parts: InsecureParts, pages: Pages) -> Iterator[Said]:
    """Yield one finding per distinct http address that https pages load, frames and what scripts load left out."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    if not parts.pages:
        yield check_not_applicable("no-https-pages")
        return
    yield examined(parts.pages)
    for part in parts.found:
        picture = part.target.kind is LinkKind.IMAGE
        values: dict[str, Plain] = {
            "target": part.target.url,
            "pages": part.carriers[:SHOWN_PAGES],
            "count": len(part.carriers),
        }
        reason = "picture-over-http" if picture else "loaded-over-http"
        yield suspected(part.target.url, part.carriers[0], values, reason=reason)
