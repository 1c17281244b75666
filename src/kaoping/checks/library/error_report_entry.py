"""The entry 我为政府网站找错 at the foot of the home page.

Why: 全站规范添加“我为政府网站找错”入口; without it on the home page schemes give no marks.
How to fix: add the official script or link with the site's own code (sitecode) to the footer template.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, passed, suspected
from kaoping.facts.site.marks import Marks
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="“我为政府网站找错”入口缺失或不规范",
    matters=(
        "“我为政府网站找错”是国务院办公厅统一设立的监督渠道，全站都要有规范入口；入口缺失或标识码不对，群众"
        "的留言就转不到本单位。"
    ),
    advice="在首页底部加入官方“我为政府网站找错”代码，sitecode 用本站标识码。",
    since="0.1",
    basis="国办秘函〔2019〕19号 功能设计 “我为政府网站找错”；宿政办发〔2022〕1号 附件2 找错",
    outcomes=("fail", "suspected", "pass"),
    values=("entry", "sitecode", "expected", "in_browser"),
)
def error_report_entry(marks: Marks) -> Iterator[Said]:
    """Yield one finding: no entry on the home page fails, a code that is not the site's own is suspected."""
    if marks.home is None:
        yield check_not_measured("home-not-opened", Fault.SITE)
        return
    yield examined(1)
    footer, url = marks.footers[marks.home], marks.urls[marks.home]
    expected = marks.label_code or footer.site_code.strip("-")
    values: dict[str, Plain] = {
        "entry": footer.error_entry, "sitecode": footer.error_code, "expected": expected,
        "in_browser": marks.home in marks.in_browser,
    }  # fmt: skip
    if not footer.error_entry:
        say = suspected if footer.script_footer and not footer.site_code else fail
        yield say("entry", url, values, page=PageKind.HOME, reason="missing")
    elif footer.error_code and expected and footer.error_code.lower() != expected.lower():
        yield suspected("entry", url, values, page=PageKind.HOME, reason="code-of-another-site")
    elif not footer.error_code and footer.error_entry != "image":
        yield suspected("entry", url, values, page=PageKind.HOME, reason="no-code")
    else:
        yield passed("entry", url, values, page=PageKind.HOME)
