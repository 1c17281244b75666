"""Pages about a body itself: its duties, offices, address, office hours, telephone and who leads it."""

import re
from collections.abc import Sequence

import msgspec

from kaoping.facts.main_lines import MAX_LABEL, main_lines
from kaoping.facts.record import SiteRecord, among
from kaoping.facts.site.pages import Pages
from kaoping.facts.site.subjects import Subjects
from kaoping.facts.view import PageView

MOST = 40
LISTS = 8  # pages about the body from which links are followed
# What Article 20 (2) of the disclosure regulations names; each is told by words with something behind them.
ELEMENTS = {
    "机关职能": re.compile(r"职[能责]|贯彻(?:执行|落实).{4,}|负责.{6,}|承担.{6,}"),
    "机构设置": re.compile(r"内设机构|机构设置|设.{0,12}个?(?:科|处|股|室)|办公室|综合科|(?:政策法规|人事)[科处股]"),
    "办公地址": re.compile(r"(?:地\s*址|地点|位于)\s*[:：]?\s*[^\s:：]{4,}"),
    "办公时间": re.compile(r"(?:办公|工作|上班|作息|接待|服务|对外)时间|[上下]午\s*\d{1,2}\s*[:：点]"),
    "联系方式": re.compile(r"(?<!\d)(?:0\d{2,3}[-—－ ]?)?[2-9]\d{6,7}(?!\d)|(?:电话|传真|邮箱)\s*[:：]?\s*\S*\d{3,}"),
    "负责人姓名": re.compile(
        r"(?:负责人|局长|主任|书记|县长|市长|区长|镇长|乡长|委员会主任|院长|馆长)(?:姓名)?\s*[:：\s]\s*[\u4e00-\u9fa5]{2,4}"
    ),
}
_CONTACT = re.compile(r"联系(?:我们|方式)|办公(?:地址|时间|地点)|单位简介|机构概况")
_FOLLOWED = re.compile(r"机构|职[能责]|[科处股室]$|简介|负责人|办公|联系")


class OrganisationPage(msgspec.Struct, frozen=True):
    """Which of ELEMENTS a page shows."""

    shows: tuple[str, ...]


def wanted(record: SiteRecord, pages: Pages, subjects: Subjects) -> Sequence[int]:
    """Pages about the organisation, those of contact, and what the former link to under the name of an office."""
    texts = {target.number: target.text.strip() for target in record.targets}
    lists = subjects.of("organisation")[:LISTS]
    if not lists:
        return ()
    by_target = {row.record.target: row.record.number for row in record.pages}
    contact = [n for n, page in pages.records.items() if _CONTACT.search(texts.get(page.target, "")[:MAX_LABEL])]
    followed = [
        by_target[number]
        for number in dict.fromkeys(record.links.targets[among(lists, record.links.pages)].tolist())
        if number in by_target and len(texts[number]) <= MAX_LABEL and _FOLLOWED.search(texts[number])
    ]
    overview = subjects.of("overview")[:4]
    return tuple(dict.fromkeys((*lists, *contact[:6], *overview, *followed)))


def extract(page: PageView) -> OrganisationPage | None:
    """Return what of the body a page shows, None for nothing."""
    text = "\n".join(main_lines(page))
    shows = tuple(name for name, pattern in ELEMENTS.items() if pattern.search(text))
    return OrganisationPage(shows) if shows else None
