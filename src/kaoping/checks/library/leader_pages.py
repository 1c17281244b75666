"""Whoever leads a public body is shown with name, photograph, CV and duties.

Why: people must know who answers for what; schemes deduct for every leader whose photograph, CV or duties are missing.
How to fix: give every leader a page with name, photograph, position, CV and division of work, and keep it current.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import (
    Said,
    check_not_applicable,
    check_not_measured,
    examined,
    not_measured,
    passed,
    suspected,
)
from kaoping.facts.reading.leader_pages import LeaderPage
from kaoping.facts.site.leaders import Leaders
from kaoping.facts.site.subjects import Subjects
from kaoping.facts.store import Readings
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault


@check(
    title="领导信息要素缺失",
    matters="群众有权知道每位领导负责什么；姓名、照片、简历、分工缺一项扣一项。",
    advice="为每位领导公开姓名、照片、简历和工作分工；人员变动后及时更新。",
    since="0.1",
    basis="宿政办发〔2022〕1号 附件2 领导信息（姓名、照片、简历、分工）；随州市2023年绩效评估 领导信息",
    stage="trial",
    outcomes=("suspected", "not_measured", "pass"),
    values=("name", "missing"),
)
def leader_pages(
    subjects: Subjects,
    readings: Readings[LeaderPage],
    leaders: Leaders,
    elements: tuple[str, ...] = ("照片", "简历", "分工"),
) -> Iterator[Said]:
    """Yield one finding per leader and what is missing of 照片, 简历, 分工, 职务, on all pages about them together.

    Whether what is there is right, only a person can tell. Leaders whose own page was not seen are not measured.
    """
    if not subjects.of("leaders"):
        yield check_not_applicable("no-leader-pages")
        return
    if not leaders.all:
        yield check_not_measured("page-not-read" if readings.errors else "nobody-recognised", Fault.US)
        return
    yield examined(len(leaders.all))
    for leader in leaders.all:
        missing = tuple(name for name in elements if not leader.shown(name))
        values: dict[str, Plain] = {"name": leader.name, "missing": missing}
        if not missing:
            yield passed(leader.name, leader.url, values)
        elif leader.unread:
            yield not_measured(leader.name, leader.url, values, fault=Fault.US, reason="page-not-read")
        else:
            yield suspected(leader.name, leader.url, values, reason="leader-elements-missing", snippet=leader.name)
