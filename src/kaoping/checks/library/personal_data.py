"""Personal data of individuals shown to everybody: identity numbers, bank cards, private phones.

Why: publishing them breaks 个人信息保护法 and has led to criticism by name; assessments count every place.
How to fix: take the page or attachment down at once, mask the middle digits, publish again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.page.personal import Personal
from kaoping.facts.site.attachments import Attachments
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.attachments import FoundNumber
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind


@check(
    title="泄露个人信息",
    matters=(
        "公开他人的身份证号、银行卡号、手机号，违反个人信息保护法，可能造成财产损失；被发现会点名通报，考评逐处扣分。"
    ),
    advice="立即撤下页面或附件，遮盖证件号、卡号、手机号的中间位数后再发布。",
    since="0.1",
    basis="个人信息保护法 第二十五条；政府信息公开条例 第十五条",
    outcomes=("fail", "suspected"),
    values=("type", "masked", "count", "target", "place"),
    version="2",
)
def personal_data(
    personal: PerPage[list[Personal]],
    pages: Pages,
    attachments: Attachments,
    types: tuple[str, ...] = ("id_number", "bank_card", "phone"),
) -> Iterator[Said]:
    """Yield one finding per identity number (checked, fail) or card (suspected), and one per page with private phones.

    Attachments that were read count like pages, with the page, cell or line where it stands. Masked values,
    organisation codes and phones beside a word of contact are nobody's leak. Values are masked.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(pages.records) + len(attachments.all))
    for number in sorted(personal):
        if number in pages.records:
            url = pages.records[number].final_url
            yield from _findings(personal[number], types, (url, url, pages.kind(number)), {})
    for attached in attachments.all:
        where = attached.record.url, attached.shown_on, attached.page
        yield from _findings(attached.record.found, types, where, {"target": attached.record.url})


def _findings(
    found: Sequence[Personal | FoundNumber],
    types: tuple[str, ...],
    where: tuple[str, str, PageKind],
    more: Mapping[str, Plain],
) -> Iterator[Said]:
    """Say what was found in one document: its address, the page it is seen on, the kind of that page."""
    document, url, kind = where
    seen: Counter[str] = Counter()
    for each in found:
        if each.type == "phone" or each.type not in types:
            continue
        seen[each.masked] += 1
        locus = f"{document}|{each.type}|{each.masked}|{seen[each.masked]}"
        values = {"type": each.type, "masked": each.masked, "count": 1, **more, **_place(each)}
        say = fail if each.type == "id_number" else suspected
        yield say(locus, url, values, page=kind, reason=each.type, snippet=each.around)
    phones = [each for each in found if each.type == "phone"]
    if phones and "phone" in types:
        values = {"type": "phone", "masked": phones[0].masked, "count": len(phones), **more, **_place(phones[0])}
        yield suspected(f"{document}|phone", url, values, page=kind, reason="phone", snippet=phones[0].around)


def _place(found: Personal | FoundNumber) -> dict[str, Plain]:
    return {"place": found.place} if isinstance(found, FoundNumber) else {}
