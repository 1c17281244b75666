"""The pages about versions: the list, one version with its ranking and files, who was told, computing it again."""

import io
from collections.abc import Iterator
from pathlib import Path

from django.contrib import messages
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.model.errors import KaopingError
from kaoping.reports.between_words import indicator_words, result_words
from kaoping.reports.unit_words import veto_titles
from kaoping.runs.recomputing import Recomputed, recompute_sealed
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.cycles.rules import may_manage
from kaoping.web.cycles.scheme_copies import scheme_with
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.results import version_filters, version_tables
from kaoping.web.results.actions.freeze_preliminary import freeze_preliminary
from kaoping.web.results.finding_names import finding_names
from kaoping.web.results.models import Feedback, ResultVersion
from kaoping.web.results.queries import cycles_scored
from kaoping.web.results.reporting import FILES, file_of
from kaoping.web.results.version_queries import versions_for
from kaoping.web.results.versions import folder_of, verified
from kaoping.web.working_time import worktime_of

P = Permission
MOST_SAID = 50  # units on the page of what computing again makes otherwise


@page(P.VIEW_SCORES)
def versions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List the versions of a cycle, the newest first."""
    cycle = row_of(cycles_scored(request), pk)
    listing = Listing(
        _("%s：成绩版本") % cycle,
        version_tables.VersionTable,
        version_filters.VersionFilters,
        _("还没有封存的成绩。审定结果时自动封存；日常监测和年终测评期间，考评机构可以先封存一份初步成绩。"),
        ((_("现在的得分"), reverse("results:cycle", kwargs={"pk": pk}), False),),
        template="results/versions.html",
        more={"cycle": cycle, "may_freeze": _may_freeze(request, pk)},
    )
    return show_list(request, listing, versions_for(request).filter(cycle=cycle).annotate(units=Count("scores")))


@require_POST
@page(P.MANAGE_CYCLES)
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the scores as they are now, as preliminary ones."""

    def act() -> str:
        version = freeze_preliminary(actor_of(request), pk)
        return _("已封存为第%s版（初步成绩）。") % version.number

    return answered(request, act, reverse("results:versions", kwargs={"pk": pk}))


@page(P.VIEW_SCORES)
def version(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a version: what it came from, its ranking by group, its files."""
    row = row_of(versions_for(request), pk)
    scheme = scheme_with(row.scheme_digest)
    parts = {part.id: part.title for part in scheme.parts}
    grades = dict.fromkeys(row.scores.order_by().exclude(grade="").values_list("grade", flat=True).distinct())
    listing = Listing(
        str(row),
        version_tables.version_scores_for(scheme.groups, parts if len(parts) > 1 else {}, veto_titles(scheme)),
        version_filters.version_scores_for(scheme.groups, {grade: grade for grade in grades}),
        _("这一版没有单位。"),
        (
            (_("与其他版本或现在比较"), reverse("results:difference", kwargs={"pk": pk}), True),
            (_("结果运用"), reverse("results:consequences", kwargs={"pk": pk}), False),
            (_("折合"), reverse("results:conversions", kwargs={"pk": pk}), False),
            (_("反馈和签收"), reverse("results:feedback", kwargs={"pk": pk}), False),
        ),
        template="results/version.html",
        more={"version": row, "files": FILES, "problem": _problem(row), "figures": figures_of(row)},
    )
    return show_list(request, listing, row.scores.select_related("participant__unit"))


@page(P.VIEW_SCORES)
def version_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Hand over one file of a version."""
    row = row_of(versions_for(request), pk)
    if name not in FILES:
        raise Http404
    try:
        path = file_of(row, name)
    except (RefusedError, KaopingError) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("results:version", kwargs={"pk": pk}))
    title = f"{row}{Path(name).suffix}".replace("：", "_")
    return FileResponse(io.BytesIO(path.read_bytes()), as_attachment=True, filename=title)


@require_POST
@page(P.VIEW_SCORES)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute a version again with the program as it is, and show what comes out otherwise."""
    row = row_of(versions_for(request), pk)
    context: dict[str, object] = {"version": row}
    try:
        found = recompute_sealed(folder_of(row), row.seal, worktime_of(row.cycle.body.code))
    except KaopingError as error:
        context["problem"] = str(error)
    else:
        context |= {"found": found, "sentences": list(_said(row, found)), "rows": list(found.rows())[:MOST_SAID]}
    return render(request, "results/again.html", context)


@page(P.VIEW_SCORES)
def feedback(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List the units that were told of a version, and who has received it."""
    row = row_of(versions_for(request), pk)
    listing = Listing(
        _("%s：反馈和签收") % row,
        version_tables.FeedbackTable,
        version_filters.FeedbackFilters,
        _("这一版还没有向单位反馈。审定之后由考评机构“向各单位反馈结果”。"),
        ((_("返回版本"), reverse("results:version", kwargs={"pk": pk}), False),),
        _("签收时间是本单位的人第一次打开结果的时间。"),
    )
    return show_list(
        request, listing, Feedback.objects.filter(version=row).select_related("participant__unit", "version")
    )


def figures_of(version: ResultVersion) -> list[tuple[str, int]]:
    """Return how many units a version has, and of which kinds."""
    counted = version.scores.order_by().aggregate(
        units=Count("pk"), failed=Count("pk", filter=Q(failed=True)), open=Count("pk", filter=Q(total__isnull=True))
    )
    grades = version.scores.order_by().exclude(grade="").values_list("grade").annotate(n=Count("pk"))
    found = [(_("单位"), counted["units"]), *grades]
    if counted["open"]:
        found.append((_("未确定"), counted["open"]))
    if counted["failed"] and not any(grade == "不合格" for grade, _n in grades):
        found.append((_("不合格"), counted["failed"]))
    return found


def _problem(row: ResultVersion) -> str:
    """What is wrong with the sealed folder, told on every page of the version."""
    try:
        verified(row)
    except KaopingError as error:
        return str(error)
    return ""


def _said(row: ResultVersion, found: Recomputed) -> Iterator[tuple[str, list[str]]]:
    """Every unit that comes out otherwise, with what became of it and why."""
    between = found.between()
    if between is None:
        return
    scheme = scheme_with(row.scheme_digest)
    for change in between.units[:MOST_SAID]:
        indicators = between.indicators(change.unit)
        named = finding_names(indicators)
        yield change.name, [result_words(change, scheme), *(indicator_words(one, named) for one in indicators)]


def _may_freeze(request: HttpRequest, pk: int) -> bool:
    cycle = row_of(cycles_scored(request), pk)
    return may_manage(scope_of(request.user, P.MANAGE_CYCLES), cycle) and cycle.state in ("monitoring", "evaluation")
