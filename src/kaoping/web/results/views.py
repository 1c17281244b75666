"""The pages about scores of cycles: which there are, and the ranking of each group."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.pages.access import page, row_of
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.results import filters, tables
from kaoping.web.results.current import current_scoring, scoring_note
from kaoping.web.results.models import UnitScore
from kaoping.web.results.queries import cycles_scored, participants_seen_by

P = Permission


@page(P.VIEW_SCORES)
def cycles(request: HttpRequest) -> HttpResponse:
    """List the cycles whose scores one may see: all of one's bodies', and those that one's units may look at."""
    scope = scope_of(request.user, P.VIEW_SCORES)
    seen = participants_seen_by(request.user)  # type: ignore[arg-type]  # pages are for people who are signed in
    own = seen.filter(unit__in=scope.units).order_by("-cycle__period_to", "unit__code")
    context = {
        "cycles": cycles_scored(request).select_related("body"),
        "own": own,
        "body": bool(scope.everywhere or scope.paths),
    }
    return render(request, "results/cycles.html", context)


@page(P.VIEW_SCORES)
def ranking(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List the scores of a cycle by group and rank, brought up to date."""
    cycle = row_of(cycles_scored(request), pk)
    scoring = current_scoring(cycle)
    scheme = scheme_of(cycle)
    parts = {part.id: part.title for part in scheme.parts}
    at = {"pk": pk}
    listing = Listing(
        _("%s：得分") % cycle,
        tables.for_scheme(scheme.groups, parts if len(parts) > 1 else {}),
        filters.for_scheme(scheme.groups),
        _("还没有得分。进入日常监测之后，按巡查结果和测评打分随时计算。"),
        (
            (_("单位 × 指标"), reverse("results:cycle-matrix", kwargs=at), True),
            (_("比较分析"), reverse("results:cycle-groups", kwargs=at), False),
            (_("试算"), reverse("results:cycle-whatif", kwargs=at), False),
            (_("成绩版本"), reverse("results:versions", kwargs=at), False),
            (_("考评周期"), reverse("cycles:cycle", kwargs=at), False),
        ),
        scoring_note(cycle, scoring),
    )
    rows = UnitScore.objects.filter(cycle=cycle).select_related("participant__unit")
    return show_list(request, listing, rows)
