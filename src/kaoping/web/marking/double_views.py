"""The pages about marks that several people give: how far two agree, where they differ, panels of experts."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.cycles.rules import may_manage
from kaoping.web.marking import filters, forms, tables
from kaoping.web.marking.actions.refer_marks import refer_marks
from kaoping.web.marking.asked import questions_of
from kaoping.web.marking.disagreeing import agreements, disagreements, with_the_others
from kaoping.web.marking.models import Mark
from kaoping.web.marking.panels import panels_of
from kaoping.web.marking.queries import cycles_viewed
from kaoping.web.marking.rules import takes_marks
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list

P = Permission


@page(P.VIEW_MARKS)
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far double marks agree, by question and by assessor."""
    cycle = row_of(cycles_viewed(request), pk)
    asked, found = questions_of(cycle), agreements(cycle)
    context = {
        "cycle": cycle,
        "questions": [(asked[name].title if name in asked else name, one) for name, one in found.questions.items()],
        "people": found.assessors.items(),
        "all": found,
        "percent": 100 * found.equal / found.pairs if found.pairs else None,
        "differ": disagreements(cycle).count(),
        "decided": Mark.objects.filter(cycle=cycle, mode=Mark.Mode.THIRD).exclude(state=Mark.State.OPEN).count(),
    }
    return render(request, "marking/agreement.html", context)


@page(P.VIEW_MARKS)
def differences(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List where two assessors differ; those who deal marks let a third decide."""
    cycle = row_of(cycles_viewed(request), pk)
    deals = may_manage(scope_of(request.user, P.ASSIGN_MARKS), cycle) and takes_marks(cycle)
    asked = questions_of(cycle)
    form = forms.ReferForm(request.POST or None, cycle=cycle)
    table = tables.DifferenceTable if deals else tables.ReadOnlyDifferenceTable
    listing = Listing(
        _("%s：双人测评分歧") % cycle,
        tables.for_scheme(table, asked),
        filters.for_cycle(asked, []),
        _("没有分歧：两人都评了的项，结果都一致。"),
        ((_("返回一致性"), reverse("marking:cycle-agreement", kwargs={"pk": pk}), False),),
        _("两人不一致的项不计入，直到第三人复核。复核人能看到两人的结果和理由。"),
        Bulk(form, (("refer", _("交第三人复核")),)) if deals else None,
    )
    rows = with_the_others(disagreements(cycle)).select_related("participant__unit", "assessor")
    if request.method == "POST" and deals:

        def act() -> str:
            keys = chosen_rows(request, listing, rows)
            if not form.is_valid():
                raise RefusedError(_("请选择复核人。"))
            done = refer_marks(actor_of(request), pk, keys, form.cleaned_data["to"])
            return _("已交复核 %s 项；复核人评过的和已交复核的除外。") % done

        return answered(request, act)
    return show_list(request, listing, rows)


@page(P.VIEW_MARKS)
def panels(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every expert's mark and the mean that counts."""
    cycle = row_of(cycles_viewed(request), pk)
    found = panels_of(cycle)
    experts = list(dict.fromkeys(one.assessor for row in found for one in row.marks))
    rows = [(row, [{one.assessor: one for one in row.marks}.get(name) for name in experts]) for row in found]
    return render(request, "marking/panels.html", {"cycle": cycle, "experts": experts, "rows": rows})
