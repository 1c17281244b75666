"""A form that a service guide asks for can be had from the guide.

Why: whoever needs a form that is nowhere to be found has to come twice; schemes deduct per guide without its form.
How to fix: link the blank form and a filled-in sample from the guide, and see that both open.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, examined, not_measured, passed, suspected
from kaoping.facts.reading.service_guides import ServiceGuide
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import Readings
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life, TargetRecord


@check(
    title="办事指南未提供表格下载",
    matters="办事要用的表格在网上找不到，群众只能先跑一趟窗口去取；考评按缺少表格的事项扣分。",
    advice="在办事指南中提供申请表等空白表格和填写样表的下载链接，并确认能打开。",
    since="0.1",
    basis="宿政办发〔2022〕1号 附件2 表格样表",
    stage="trial",
    outcomes=("suspected", "not_measured", "pass"),
    values=("title", "asked", "files", "sample"),
)
def forms_downloadable(
    record: SiteRecord, pages: Pages, readings: Readings[ServiceGuide], sample: bool = False
) -> Iterator[Said]:
    """Yield one finding per guide that asks for a form and offers none that opens; with `sample`, also none filled in.

    Only links are looked at: a form that a script or another platform offers is for a person to find.
    """
    asking = [number for number in readings if readings[number].forms]
    if not asking:
        yield check_not_applicable("no-forms-asked-for")
        return
    yield examined(len(asking))
    targets = {target.number: target for target in record.targets}
    for number in asking:
        guide, page = readings[number], pages.kind(number)
        url = pages.records[number].final_url
        files = [targets[each.target] for each in guide.files if each.target in targets]
        values: dict[str, Plain] = {
            "title": guide.title, "asked": guide.forms, "files": len(files), "sample": guide.sample
        }  # fmt: skip
        reason = _trouble(files) or ("no-sample" if sample and not guide.sample else "")
        if not reason:
            yield passed(url, url, values, page=page)
        elif reason == "form-not-looked-at":
            yield not_measured(url, url, values, fault=Fault.US, page=page, reason=reason)
        else:
            yield suspected(url, url, values, page=page, reason=reason, snippet=guide.forms)


def _trouble(files: list[TargetRecord]) -> str:
    if not files:
        return "no-form"
    if any(target.life is Life.ALIVE for target in files):
        return ""
    return "form-dead" if all(target.life is Life.DEAD for target in files) else "form-not-looked-at"
