"""The body says what it does, how it is organised, and where, when and by whom it can be reached.

Why: Article 20 of the disclosure regulations obliges every body to say so, and schemes ask for all of it.
How to fix: complete the organisation pages: duties, offices, address, office hours, telephone, name of the head.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, passed, suspected
from kaoping.facts.reading.leader_pages import LeaderPage
from kaoping.facts.reading.organisation_pages import OrganisationPage
from kaoping.facts.site.pages import Pages
from kaoping.facts.site.subjects import Subjects
from kaoping.facts.store import Readings
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault

ALL = ("机关职能", "机构设置", "办公地址", "办公时间", "联系方式", "负责人姓名")


@check(
    title="机构职能要素缺失",
    matters=(
        "《政府信息公开条例》第二十条规定，机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名必须主动公开。"
    ),
    advice="在机构职能栏目补齐机关职能、机构设置、办公地址、办公时间、联系方式和负责人姓名。",
    since="0.1",
    basis="随州市2023年政务公开考评 机构职能；《政府信息公开条例》第二十条（二）",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("missing",),
)
def organisation_page(
    pages: Pages,
    subjects: Subjects,
    readings: Readings[OrganisationPage],
    leaders: Readings[LeaderPage],
    elements: tuple[str, ...] = ALL,
) -> Iterator[Said]:
    """Yield one finding: which elements none of the pages about the body, its offices and its contact shows.

    A leader named on the leaders' pages is the head's name. Whether what is there is right, only a person can tell.
    """
    about = subjects.of("organisation")
    if not about:
        yield check_not_applicable("no-organisation-pages")
        return
    if not readings and readings.errors:
        yield check_not_measured("page-not-read", Fault.US)
        return
    shown = {name for number in readings for name in readings[number].shows}
    if leaders:
        shown.add("负责人姓名")
    missing = tuple(name for name in elements if name not in shown)
    values: dict[str, Plain] = {"missing": missing}
    url = pages.records[about[0]].final_url
    yield examined(1)
    if missing:
        yield suspected("organisation", url, values, reason="organisation-elements-missing", snippet="、".join(missing))
    else:
        yield passed("organisation", url, values)
