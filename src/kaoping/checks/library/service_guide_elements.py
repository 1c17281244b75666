"""A service guide names every element that its readers need, clearly.

Why: a guide without place, materials or telephone costs people a trip; schemes deduct per missing element and more for
vague wording such as 其他材料, for materials without form and number, and for laws that are merely named.
How to fix: complete the guide by the list, name each material with original or copy, paper or file, and number.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, examined, not_measured, passed, suspected
from kaoping.facts.reading.service_guides import ServiceGuide
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import Readings
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind

TEN = (
    "事项名称", "设定依据", "申请条件", "办理材料", "办理地点",
    "办理机构", "收费标准", "办理时间", "联系电话", "办理流程",
)  # fmt: skip
FEW = 3  # elements that a page names whose guide is a picture or an attachment
# What other lists call the same.
ALIASES = {
    "办理依据": "设定依据",
    "申请材料": "办理材料",
    "承办单位": "办理机构",
    "收费依据及标准": "收费标准",
}


@check(
    title="办事指南要素缺失或表述不清",
    matters=(
        "办事指南缺少地点、材料、电话，或者写“其他材料”，群众就会白跑一趟；考评按缺少的要素扣分，含糊表述扣得更多。"
    ),
    advice="按要素清单补全办事指南；逐项写明材料名称、原件或复印件、纸质或电子、份数，不用“其他材料”等含糊表述。",
    since="0.1",
    basis="宿政办发〔2022〕1号 附件2 办事指南；延政办函〔2017〕19号 四；国办秘函〔2019〕19号 服务不实用",
    stage="trial",
    outcomes=("suspected", "not_measured", "pass"),
    values=("title", "missing", "count", "text"),
)
def service_guide_elements(
    pages: Pages, readings: Readings[ServiceGuide], elements: tuple[str, ...] = TEN
) -> Iterator[Said]:
    """Yield up to four findings per guide: missing elements, vague wording, materials without form, a bare reference.

    A guide whose text is only in an attachment or a picture is not measured.
    """
    yield examined(len(readings))
    if not readings.read:
        yield check_not_applicable("no-service-guides")
        return
    for number, error in readings.errors.items():
        url = pages.records[number].final_url
        yield not_measured(url, url, {"text": error}, fault=Fault.US, reason="page-not-read")
    for number in readings:
        url = pages.records[number].final_url
        yield from _verdicts(readings[number], url, pages.kind(number), elements)


def _verdicts(guide: ServiceGuide, url: str, page: PageKind, elements: tuple[str, ...]) -> Iterator[Said]:
    if len(guide.elements) <= FEW and (guide.files or guide.elsewhere):
        values: dict[str, Plain] = {"title": guide.title}
        yield not_measured(url, url, values, fault=Fault.US, page=page, reason="guide-in-attachment")
        return
    missing = tuple(name for name in elements if not _has(guide, name))
    clear = True
    if missing:
        clear = False
        values = {"title": guide.title, "missing": missing, "count": len(missing)}
        yield suspected(f"{url}#elements", url, values, page=page, reason="guide-elements-missing", snippet=guide.title)
    troubles = (("vague-wording", guide.vague), ("materials-unclear", _unclear(guide)), ("bare-reference", guide.bare))
    for reason, text in troubles:
        if text:
            clear = False
            values = {"title": guide.title, "text": text[:120]}
            yield suspected(f"{url}#{reason}", url, values, page=page, reason=reason, snippet=text)
    if clear:
        yield passed(url, url, {"title": guide.title}, page=page)


def _has(guide: ServiceGuide, name: str) -> bool:
    return ALIASES.get(name, name) in guide.elements or any(name in line for line in guide.short)


def _unclear(guide: ServiceGuide) -> str:
    """The materials' text where nothing in it says original or copy, paper or file, or how many."""
    return guide.materials if len(guide.materials) > 4 and not guide.format else ""
