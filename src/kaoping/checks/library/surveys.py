"""Surveys and calls for opinions (调查征集): held often enough, and their results told within a month of their end.

Why: 调查征集 is assessed by how many there were in the year and by whether people learned what became of them.
How to fix: hold them on what concerns people, say when they end, and publish the result in the same column in time.
"""

from collections.abc import Iterator
from datetime import timedelta

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.facts.site.surveys import HeldSurvey, Surveys
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault, PageKind

UNSAID = 30  # days that a survey is taken to last where nothing tells its end


@check(
    title="调查征集次数不足或结果未反馈",
    matters=(
        "调查征集有没有开展、意见有没有采纳，是群众参与决策的体现；只征集不反馈，群众会认为意见没有人看，考评"
        "按次数和结果反馈计分。"
    ),
    advice="按规定次数开展调查征集，注明起止时间，结束后一个月内在同一栏目公布结果和采纳情况。",
    since="0.2",
    basis="宿政办发〔2022〕1号 附件2 调查征集",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("count", "times", "title", "ends", "told"),
)
def surveys(
    surveys: Surveys, pages: Pages, record: SiteRecord, times: int = 3, window: int = 365, within: int = 31
) -> Iterator[Said]:
    """Yield one finding on the number of surveys within `window` days, and one per survey without a timely result.

    A result is looked for on the survey's page and among the titles of the column. A survey that does not tell its end
    is taken to last 30 days. What ended less than `within` days ago has time.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    if not surveys.columns:
        yield check_not_applicable("no-survey-column")
        return
    upto = record.as_of.date()
    held = [each for each in surveys.all if each.began and upto - timedelta(window) <= each.began <= upto]
    yield examined(len(held))
    url = surveys.columns[0].url
    values: dict[str, Plain] = {"count": len(held), "times": times}
    if len(held) < times:
        yield suspected("times", url, values, page=PageKind.COLUMN, reason="too-few-times")
    else:
        yield passed("times", url, values, page=PageKind.COLUMN)
    for survey in held:
        end = survey.ends or (survey.began or upto) + timedelta(UNSAID)
        due = end + timedelta(within)
        if not survey.result and due < upto:
            yield suspected(
                survey.url or survey.title, survey.url or url, _values(survey), page=PageKind.ARTICLE,
                reason="result-not-told", snippet=survey.title,
            )  # fmt: skip
        elif survey.answered and survey.ends and survey.answered > due:
            yield suspected(
                survey.url or survey.title, survey.url or url, _values(survey), page=PageKind.ARTICLE,
                reason="result-late", snippet=survey.title,
            )  # fmt: skip


def _values(survey: HeldSurvey) -> dict[str, Plain]:
    return {
        "title": survey.title,
        "ends": survey.ends.isoformat() if survey.ends else None,
        "told": survey.answered.isoformat() if survey.answered else None,
    }
