"""The pages about what is done with a version: what follows for whom and by when, and conversion."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.schemes.model import Scheme
from kaoping.web.accounts.roles import Permission
from kaoping.web.cycles.scheme_copies import scheme_with
from kaoping.web.pages.access import page, row_of
from kaoping.web.pages.export import comma_separated, workbook
from kaoping.web.results.consequences import (
    INTERVIEW_DAYS,
    KINDS,
    RECTIFY_DAYS,
    Follows,
    Terms,
    follows_from,
    fraud_vetoes,
    has_best_grade,
)
from kaoping.web.results.conversions import Line, Wanted, lines_of, sources_of, wanted_by
from kaoping.web.results.models import ResultVersion
from kaoping.web.results.tables import number, spread
from kaoping.web.results.version_queries import versions_for
from kaoping.worktime import beijing_date

P = Permission
SHOWN = 200  # lines of a list on the page; exports have all
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TermsForm(forms.Form):
    """From which day, and how many working days."""

    since = forms.DateField(label=gettext_lazy("起算日期"), widget=DAY)
    rectify = forms.IntegerField(label=gettext_lazy("整改期限（工作日）"), min_value=1, max_value=250)
    interview = forms.IntegerField(label=gettext_lazy("约谈期限（工作日）"), min_value=1, max_value=250)
    top = forms.IntegerField(label=gettext_lazy("各分类表扬前几名"), min_value=0, max_value=1000, required=False)


@page(P.VIEW_SCORES)
def consequences(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List what follows from a version: commended, to be put right, to be held to account; with days."""
    row = row_of(versions_for(request), pk)
    scheme = scheme_with(row.scheme_digest)
    usual = {"since": _since(row), "rectify": RECTIFY_DAYS, "interview": INTERVIEW_DAYS, "top": 0}
    form = TermsForm(request.GET if "since" in request.GET else None, initial=usual)
    if has_best_grade(scheme):
        del form.fields["top"]
    if form.is_bound and not form.is_valid():
        return render(request, "results/consequences.html", {"version": row, "form": form}, status=422)
    given = form.cleaned_data if form.is_bound else usual
    terms = Terms(given["since"], given["rectify"], given["interview"], given.get("top") or 0)
    found = list(follows_from(row, scheme, terms))
    if request.GET.get("export") in ("xlsx", "csv"):
        long = workbook if request.GET["export"] == "xlsx" else comma_separated
        return long(_("%s_结果运用") % _file_name(row), _lines(found, scheme))
    lists = [(title, [one for one in found if one.kind == kind]) for kind, title in KINDS.items()]
    context = {
        "version": row,
        "form": form,
        "lists": [(title, len(rows), rows[:SHOWN]) for title, rows in lists],
        "groups": scheme.groups,
        "graded": has_best_grade(scheme),
        "frauds": bool(fraud_vetoes(scheme)),
        "query": request.GET.urlencode(),
    }
    return render(request, "results/consequences.html", context)


class PointsForm(forms.Form):
    """How many points the other assessment gives, for each conversion."""

    def __init__(self, *args: Any, wanted: tuple[Wanted, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in wanted:
            self.fields[one.key] = forms.DecimalField(
                label=_("“%s”折合为多少分") % one.title,
                help_text="。".join(filter(None, [one.clause, one.why_open])),
                initial=one.to,
                min_value=0,
                max_value=10_000,
                required=False,
            )


@page(P.VIEW_SCORES)
def conversions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Convert the results of a version into points of another assessment."""
    row = row_of(versions_for(request), pk)
    scheme = scheme_with(row.scheme_digest)
    form = PointsForm(request.GET or None, wanted=wanted_by(scheme, {}))
    given = {key: value for key, value in form.cleaned_data.items() if value is not None} if form.is_valid() else {}
    wanted = wanted_by(scheme, given)
    found = [(one, list(lines_of(row, one, source))) for one, source in zip(wanted, sources_of(scheme), strict=True)]
    if request.GET.get("export") in ("xlsx", "csv"):
        long = workbook if request.GET["export"] == "xlsx" else comma_separated
        return long(_("%s_折合") % _file_name(row), _converted(found, scheme))
    context = {
        "version": row,
        "form": form,
        "found": [(one, len(lines), lines[:SHOWN]) for one, lines in found],
        "groups": scheme.groups,
        "query": request.GET.urlencode(),
    }
    return render(request, "results/conversions.html", context, status=422 if form.is_bound and form.errors else 200)


def _since(row: ResultVersion) -> Any:
    """The day that terms run from: that of the publication, else that of the version."""
    published = row.cycle.steps.filter(step="publish").first()
    return published.on if published else beijing_date(row.made_at)


def _lines(found: list[Follows], scheme: Scheme) -> Iterator[list[object]]:
    yield [_("名单"), _("分类"), _("单位编号"), _("单位"), _("得分"), _("名次"), _("依据"), _("处理"), _("期限")]
    for one in found:
        score, unit = one.score, one.score.participant.unit
        group = scheme.groups.get(score.group, score.group)
        total = spread(score.total, score.low, score.high)
        rank = score.rank or ""
        yield [KINDS[one.kind], group, unit.code, unit.name, total, rank, one.why, one.what, _due(one)]


def _due(one: Follows) -> str:
    if one.due is None:
        return ""
    return _("%s（暂定）") % one.due if one.provisional else one.due.isoformat()


def _converted(found: list[tuple[Wanted, list[Line]]], scheme: Scheme) -> Iterator[list[object]]:
    yield [_("折合"), _("分类"), _("单位编号"), _("单位"), _("得分"), _("满分"), _("折合满分"), _("折合得分")]
    for wanted, lines in found:
        for line in lines:
            unit = line.score.participant.unit
            group = scheme.groups.get(line.score.group, line.score.group)
            numbers = (line.points, line.of, wanted.to, line.converted)
            yield [wanted.title, group, unit.code, unit.name, *(number(one) for one in numbers)]


def _file_name(row: ResultVersion) -> str:
    return str(row).replace("：", "_")
