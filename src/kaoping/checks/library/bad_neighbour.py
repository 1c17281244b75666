"""Links that lead to parked, sold or taken-over domains, or to gambling and pornography.

Why: 链接反动、暴力、色情等内容 is a veto; domains of dissolved bodies and old topics are bought for their visitors.
How to fix: remove the link everywhere, and check the other links of the same age; report a domain that was taken over.
"""

import re
from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, not_measured, suspected
from kaoping.facts.hosts import domain_of, host_of, unrelated
from kaoping.facts.lexicon import lexicon, plain
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.carriers import Carriers
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain, Verdict
from kaoping.model.outcomes import Fault
from kaoping.model.pages import TargetRecord
from kaoping.model.site_looks import Neighbour

SHOWN = 20
MANY = 3  # different strong terms in a text that are no accident
_FOR_SALE = re.compile(
    r"域名(?:正在|可以|可|已|诚意|低价)?(?:出售|转让|拍卖)|(?:出售|转让|购买)(?:此|该|本|这个)域名"
    r"|(?:此|该|本)域名.{0,8}(?:出售|转让|过期|到期|停放)|域名(?:停放|已过期|已到期)"
    r"|domain (?:name )?(?:is |may be )?for sale|buy this domain|(?:domain|page) (?:is )?parked"
    r"|parked (?:free|domain)|this domain (?:name )?has expired",
    re.IGNORECASE,
)
_MARKETS = frozenset(
    ["sedo.com", "sedoparking.com", "hugedomains.com", "dan.com", "afternic.com", "parkingcrew.net", "bodis.com",
     "above.com", "4.cn", "juming.com", "ename.com", "aliwanwang.com"]
)  # fmt: skip
CERTAIN = ("parked-domain", "spam-neighbour")
_OFFICIAL = re.compile(r"(?:政府|局|委员会|厅|管委会|法院|检察院|学院|大学|中学|小学|医院|协会|中心)(?:官?网|网站)?$")


@check(
    title="链接指向失管或不良网站",
    matters=(
        "机构撤并、活动结束后停用的域名常被他人买走，改成赌博、色情网站；政府网站还链接着它，等于替它引流，可"
        "能被单项否决。"
    ),
    advice="全站删除该链接；核对同期设置的其他外链；域名被抢注冒用的，向主管部门和网信部门报告。",
    since="0.1",
    basis="国办秘函〔2019〕19号 单项否决 安全、泄密事故等严重问题（链接反动、暴力、色情等内容）",
    stage="trial",
    outcomes=("fail", "suspected", "not_measured"),
    values=("target", "text", "title", "final_url", "terms", "pages", "count"),
)
def bad_neighbour(record: SiteRecord, pages: Pages, carriers: Carriers) -> Iterator[Said]:
    """Yield one finding per stranger's host that shows a parked domain or words of gambling and pornography.

    One page per host was looked at, once. What did not answer is not the site's fault and not measured.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    if record.looks is None or record.looks.neighbours is None:
        yield check_not_measured("not-gathered", Fault.US)
        return
    yield examined(len(record.looks.neighbours))
    by_host: dict[str, list[TargetRecord]] = {}
    for target in record.targets:
        if target.offsite:
            by_host.setdefault(host_of(target.url), []).append(target)
    for neighbour in record.looks.neighbours:
        host = host_of(neighbour.url)
        if neighbour.fault is not None:
            yield not_measured(host, neighbour.url, fault=neighbour.fault, reason=neighbour.reason)
        else:
            yield from _judge(neighbour, by_host.get(host, []), pages, carriers)


def _judge(neighbour: Neighbour, targets: list[TargetRecord], pages: Pages, carriers: Carriers) -> Iterator[Verdict]:
    numbers = carriers.numbers_of(*(target.number for target in targets))
    text = next((target.text for target in targets if target.url == neighbour.url), "")
    reason, terms = _reason(neighbour, text)
    if not reason or not numbers:
        return
    urls = [pages.records[number].final_url for number in numbers]
    values: dict[str, Plain] = {
        "target": neighbour.url,
        "text": text,
        "title": neighbour.title,
        "final_url": neighbour.final_url,
        "terms": terms,
        "pages": urls[:SHOWN],
        "count": len(urls),
    }
    say = fail if reason in CERTAIN else suspected
    snippet = f"{text} → {neighbour.title or neighbour.text[:80]}"
    yield say(host_of(neighbour.url), urls[0], values, page=pages.kind(numbers[0]), reason=reason, snippet=snippet)


def _reason(neighbour: Neighbour, text: str) -> tuple[str, tuple[str, ...]]:
    """How a neighbour is bad, and the words that tell."""
    last = host_of(neighbour.final_url)
    sale = _FOR_SALE.search(f"{neighbour.title}\n{neighbour.text[:600]}")
    if domain_of(last) in _MARKETS or sale is not None:
        return "parked-domain", (sale.group(),) if sale is not None else (last,)
    in_title, in_text = _terms(neighbour.title), _terms(neighbour.text)
    if in_title or len(in_text) >= MANY:
        return "spam-neighbour", tuple(sorted(in_title | in_text))
    there = host_of(neighbour.sends_to) or last
    if there and domain_of(there) != domain_of(host_of(neighbour.url)) and unrelated(there, host_of(neighbour.url)):
        return "sent-elsewhere", (there,)
    if _OFFICIAL.search(text) and neighbour.title and not _alike(text, f"{neighbour.title}{neighbour.text}"):
        return "title-differs", ()
    return "", ()


def _terms(text: str) -> frozenset[str]:
    found = (term for form in (text.lower(), plain(text)) for term, _, _ in lexicon().find(form))
    return frozenset(term.text for term in found if term.strong and term.group not in ("mojibake", "defacement"))


def _alike(name: str, text: str) -> bool:
    return any(name[place : place + 2] in text for place in range(len(name) - 1))
