"""A site that is not served over HTTPS lets anybody on the way read and change its pages.

Why: 全站HTTPS is recommended to all government sites; no national scheme deducts for it yet.
How to fix: get a certificate, serve every page over https and redirect http to it.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault

SHOWN = 20


@check(
    title="未使用HTTPS",
    matters="不使用 HTTPS，页面内容和群众填写的信息在传输途中可能被偷看、被篡改，浏览器也会提示“不安全”。",
    advice="申请证书，全站启用 HTTPS，并把 HTTP 访问跳转到 HTTPS。",
    since="0.1",
    basis="国办发〔2017〕47号 安全防护（建议项）",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("http_pages", "https_pages", "pages"),
)
def https(pages: Pages, record: SiteRecord) -> Iterator[Said]:
    """Yield one finding: the site as registered is answered over http, or some of its pages are."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(pages.records))
    plain = [page.final_url for page in pages.records.values() if urlsplit(page.final_url).scheme == "http"]
    values: dict[str, Plain] = {
        "http_pages": len(plain),
        "https_pages": len(pages.records) - len(plain),
        "pages": plain[:SHOWN],
    }
    if not plain:
        yield passed("scheme", record.site, values)
    elif len(plain) == len(pages.records):
        yield suspected("scheme", record.site, values, reason="http-only")
    else:
        yield suspected("scheme", plain[0], values, reason="some-pages-over-http")
