"""Personal data of individuals shown to everybody: identity numbers, bank cards, private phones.

Why: publishing them breaks 个人信息保护法 and has led to criticism by name; assessments count every place.
How to fix: take the page or attachment down at once, mask the middle digits, publish again.
"""

from collections import Counter
from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.page.personal import Personal
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault


@check(
    title="泄露个人信息",
    advice="立即撤下页面或附件，遮盖证件号、卡号、手机号的中间位数后再发布。",
    since="0.1",
    basis="个人信息保护法 第二十五条;政府信息公开条例 第十五条",
    outcomes=("fail", "suspected"),
    values=("type", "masked", "count"),
)
def personal_data(
    personal: PerPage[list[Personal]], pages: Pages, types: tuple[str, ...] = ("id_number", "bank_card", "phone")
) -> Iterator[Said]:
    """Yield one finding per identity number (checked, fail) or card (suspected), and one per page with private phones.

    Masked values, organisation codes and phones beside a word of contact are nobody's leak. Values are masked.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(pages.records))
    for number in sorted(personal):
        if number not in pages.records:
            continue
        url, kind = pages.records[number].final_url, pages.kind(number)
        seen: Counter[str] = Counter()
        phones = [found for found in personal[number] if found.type == "phone"]
        for found in personal[number]:
            if found.type == "phone" or found.type not in types:
                continue
            seen[found.masked] += 1
            locus = f"{url}|{found.type}|{found.masked}|{seen[found.masked]}"
            values: dict[str, Plain] = {"type": found.type, "masked": found.masked, "count": 1}
            say = fail if found.type == "id_number" else suspected
            yield say(locus, url, values, page=kind, reason=found.type, snippet=found.around)
        if phones and "phone" in types:
            values = {"type": "phone", "masked": phones[0].masked, "count": len(phones)}
            yield suspected(f"{url}|phone", url, values, page=kind, reason="phone", snippet=phones[0].around)
