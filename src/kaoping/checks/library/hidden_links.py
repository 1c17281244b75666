"""Links that a visitor cannot see (暗链) are put there by intruders to lend the site's standing to others.

Why: 外部链接要显式,不得有“暗链”; unhandled intrusions are a veto.
How to fix: remove the block, find how it came in (template, script, injected file) and close the hole.
"""

from collections.abc import Iterable, Iterator, Set
from itertools import chain

import msgspec

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.hosts import host_of, unrelated
from kaoping.facts.page.hidden import Block
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage, Shown
from kaoping.model.canonical import digest
from kaoping.model.findings import Plain, Verdict
from kaoping.model.outcomes import Fault

IN_BROWSER = "in-browser"  # the technique of what a script wrote and only a browser saw
MANY = 2  # unrelated hosts in one block that nothing on the page can show
MOST = 0.6  # share of unrelated links beyond which a block is no menu of friendly links
SHOWN = 20


@check(
    title="暗链",
    matters=(
        "页面里藏着访问者看不见的链接，多半说明网站已经被入侵，被用来给赌博、色情网站引流；不及时处置会被单项否决。"
    ),
    advice="删除隐藏的外链，查清植入途径（模板、脚本、上传文件）并封堵。",
    since="0.1",
    basis="国办发〔2017〕47号 链接管理；国办秘函〔2019〕19号 单项否决 安全、泄密事故等严重问题",
    outcomes=("fail", "suspected"),
    values=("technique", "targets", "hosts", "links", "words", "pages", "in_browser"),
)
def hidden_links(
    hidden: PerPage[list[Block]], pages: Pages, record: SiteRecord, shown: Shown[list[Block]]
) -> Iterator[Said]:
    """Yield one finding per set of hosts that hidden blocks lead to.

    Menus, tabs and lists of friendly links are hidden too until they are used: only links to hosts unrelated to the
    site, or with words of the spam lexicon, are reported, and what an id or class may show again is only suspected.
    Of what a browser shows, only links that a script wrote count, and fail only with such words.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(pages.records))
    site = host_of(record.site)
    found: dict[str, tuple[Block, list[str], list[int]]] = {}
    sent = {target.url for target in record.targets} if shown else set()
    came = ((number, block) for number in sorted(pages.records) for block in hidden.get(number) or ())
    written = (
        (number, block) for number in shown if number in pages.records for block in _written(shown[number], sent)
    )
    for number, block in chain(came, written):  # what came stands for what a script wrote with the same hosts
        strange = sorted({host_of(url) for url, _ in block.links if unrelated(host_of(url), site)})
        if strange or block.words:
            locus = digest(strange or list(block.words), 16)
            found.setdefault(locus, (block, strange, []))[2].append(number)
    for locus, (block, strange, numbers) in found.items():
        yield from _judge(locus, block, strange, [pages.records[number].final_url for number in numbers])


def _written(blocks: Iterable[Block], sent: Set[str]) -> Iterator[Block]:
    """Yield hidden blocks that a browser shows, as far as a script wrote them: with links that no page came with."""
    for block in blocks:
        links = tuple(link for link in block.links if link[0] not in sent)
        if links and block.technique != "frame":
            yield msgspec.structs.replace(block, technique=IN_BROWSER, handled=True, count=len(links), links=links)


def _judge(locus: str, block: Block, strange: list[str], urls: list[str]) -> Iterator[Verdict]:
    share = sum(host_of(url) in strange for url, _ in block.links) / len(block.links)
    values: dict[str, Plain] = {
        "technique": block.technique,
        "targets": [url for url, _ in block.links if not strange or host_of(url) in strange][:SHOWN],
        "hosts": strange[:SHOWN],
        "links": block.count,
        "words": block.words,
        "pages": urls[:SHOWN],
        "in_browser": block.technique == IN_BROWSER,
    }
    if block.technique == "frame":
        yield suspected(locus, urls[0], values, reason="hidden-frame", snippet=block.links[0][0])
        return
    snippet = " ".join(f"{text}({host_of(url)})" for url, text in block.links[:8])
    if not block.words and len(strange) < MANY and not any(text for _, text in block.links):
        return  # a picture with a link that a script shows lends nobody a name
    if block.words and strange:
        yield fail(locus, urls[0], values, reason="spam-words", snippet=snippet)
    elif not strange:
        yield suspected(locus, urls[0], values, reason="spam-words-own-links", snippet=snippet)
    elif _cannot_show(block) and len(strange) >= MANY and share >= MOST:
        yield fail(locus, urls[0], values, reason="hidden-unrelated-links", snippet=snippet)
    elif share >= MOST:
        yield suspected(locus, urls[0], values, reason="hidden-unrelated-links", snippet=snippet)


def _cannot_show(block: Block) -> bool:
    """Without id or class no script of the page shows the block again; a place off the screen is no menu either."""
    return not block.handled or block.technique in (
        "off-screen",
        "tiny",
        "marquee",
        "written",
        "same-colour",
        "script",
        "clipped",
    )
