"""结果运用: what follows from a version for its units: who is commended, who must put right, who is held to account."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.reports.unit_words import veto_titles
from kaoping.schemes.model import Scheme
from kaoping.scoring.workings import FAILED_GRADE
from kaoping.web.results.models import ResultVersion, VersionScore
from kaoping.web.working_time import worktime_of
from kaoping.worktime import MissingYearError

BEST_GRADE = "优秀"
FRAUD = "弄虚作假"
RECTIFY_DAYS = 10  # working days, as in the bulletin
INTERVIEW_DAYS = 5

KINDS = {
    "commended": gettext_lazy("表扬名单"),
    "rectify": gettext_lazy("限期整改、约谈和通报批评名单"),
    "account": gettext_lazy("责任追究名单"),
}
"""What follows, by kind: for 优秀, for 不合格, for 弄虚作假."""


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows for one unit and why; `due` is the day by which, None where no day is set.

    `provisional` (暂定): the calendar of that year is not published yet.
    """

    kind: str
    score: VersionScore
    why: str
    what: str
    due: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """How many working days there are for putting right and for the interview, from which day.

    `top`: where a scheme has no grade 优秀, so many of each group are commended.
    """

    since: date
    rectify: int = RECTIFY_DAYS
    interview: int = INTERVIEW_DAYS
    top: int = 0


def follows_from(version: ResultVersion, scheme: Scheme, terms: Terms) -> Iterator[Follows]:
    """Yield what follows for each unit of a version, in the order of its ranking."""
    (rectify, guessed), (interview, guessed_too) = (
        _working_day(version, terms.since, count) for count in (terms.rectify, terms.interview)
    )
    titles, frauds = veto_titles(scheme), fraud_vetoes(scheme)
    for score in version.scores.select_related("participant__unit"):
        held = [one for one in score.vetoes if one in frauds]
        if held:
            why = "、".join(titles.get(one, one) for one in held)
            yield Follows("account", score, why, _("依规依纪追究责任，不得评为优秀"))
        if is_failed(score):
            vetoes = [titles.get(one, one) for one in score.vetoes]
            why = "；".join([score.grade or FAILED_GRADE, *vetoes])
            yield Follows("rectify", score, why, _("下达整改通知，通报批评"), rectify, guessed)
            yield Follows("rectify", score, why, _("约谈单位负责人"), interview, guessed_too)
        elif not held and (why := _commended(score, scheme, terms)):
            yield Follows("commended", score, why, _("通报表扬"))


def is_failed(score: VersionScore) -> bool:
    """Tell whether a unit is 不合格, by a veto or by its points."""
    return score.failed or score.grade == FAILED_GRADE or FAILED_GRADE in score.labels


def fraud_vetoes(scheme: Scheme) -> frozenset[str]:
    """Return the vetoes of a scheme that are about 弄虚作假, by their titles."""
    return frozenset(one for one, title in veto_titles(scheme).items() if FRAUD in title)


def _working_day(version: ResultVersion, since: date, count: int) -> tuple[date, bool]:
    """Return the working day, and whether the calendar of its year had to be guessed."""
    worktime = worktime_of(version.cycle.body.code)
    try:
        return worktime.nth_working_day(since, count), False
    except MissingYearError:
        return worktime.provisionally().nth_working_day(since, count), True


def has_best_grade(scheme: Scheme) -> bool:
    """Tell whether a scheme grades units 优秀; where it does not, who is commended is for people to say."""
    return any(grade.title == BEST_GRADE for grade in scheme.grades)


def _commended(score: VersionScore, scheme: Scheme, terms: Terms) -> str:
    """Why a unit is commended; "" where it is not, or may not be."""
    if any(BEST_GRADE in one for one in score.bars):
        return ""
    if has_best_grade(scheme):
        return score.grade if score.grade == BEST_GRADE else ""
    return _("第%s名") % score.rank if score.rank and score.rank <= terms.top else ""
