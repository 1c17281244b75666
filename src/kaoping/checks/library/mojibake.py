"""Text that arrives as gibberish because it was stored or declared in the wrong encoding (乱码).

Why: pages that cannot be read count as content errors; wrong declarations break search and reading aloud.
How to fix: store and serve the page as UTF-8 and declare it once, in the header or in the first lines.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.page.labels import Labels
from kaoping.facts.page.spam import Spam
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault
from kaoping.model.pages import PageRecord

MANY_BROKEN = 20  # replacement characters that are more than one damaged word
FEW_BROKEN = 3
FAMILIES = {"gb2312": "gb", "gbk": "gb", "gb18030": "gb", "utf8": "utf-8", "utf-8": "utf-8", "big5": "big5"}


@check(
    title="页面乱码",
    matters="乱码的页面谁也看不懂，搜索引擎和读屏软件也读不了，按内容错误计算。",
    advice="统一以 UTF-8 存储和发布，并在响应头或页首正确声明编码。",
    since="0.1",
    basis="国办发〔2017〕47号 网页设计规范",
    stage="trial",
    outcomes=("fail", "suspected"),
    values=("problem", "count", "declared", "decoded"),
)
def mojibake(spam: PerPage[Spam], labels: PerPage[Labels], pages: Pages, record: SiteRecord) -> Iterator[Said]:
    """Yield one finding per page with broken or garbled text, or declared in another charset than it is in."""
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(pages.records))
    for number, page in sorted(pages.records.items()):
        found, declared = spam.get(number), _declared(labels.get(number))
        problem, count, snippet = _problem(found)
        where = pages.kind(number)
        values: dict[str, Plain] = {
            "problem": problem or "declaration",
            "count": count,
            "declared": declared,
            "decoded": page.text_charset,
        }
        if problem:
            sure = problem == "garbled" or count >= MANY_BROKEN
            yield (fail if sure else suspected)(
                page.final_url, page.final_url, values, page=where, reason=problem, snippet=snippet
            )
        elif _misdeclared(declared, page):
            yield suspected(page.final_url, page.final_url, values, page=where, reason="declaration")


def _problem(found: Spam | None) -> tuple[str, int, str]:
    if found is None:
        return "", 0, ""
    words = [hit for hit in found.hits if hit.group == "mojibake"]
    if words or found.garbled:
        return "garbled", max(1, len(words)), words[0].around if words else found.garbled
    return ("broken", found.broken, "") if found.broken >= FEW_BROKEN else ("", 0, "")


def _declared(labels: Labels | None) -> str:
    return labels.charset.lower() if labels is not None else ""


def _misdeclared(declared: str, page: PageRecord) -> bool:
    """The page says one family of charsets and could only be read in another."""
    if page.charset_source != "detected" or not declared:
        return False
    families = FAMILIES.get(declared), FAMILIES.get(page.text_charset.lower())
    return None not in families and families[0] != families[1]
