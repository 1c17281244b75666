"""The pages about materials: what a unit hands in, what the assessing body looks through and returns."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.cycles.rules import may_manage
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.marking import filters, forms, tables
from kaoping.web.marking.actions.return_materials import return_materials
from kaoping.web.marking.actions.submit_material import submit_material
from kaoping.web.marking.materials import due_day, indicators_of, materials_within, own_participants
from kaoping.web.marking.models import Material
from kaoping.web.marking.queries import cycles_viewed, own_marks
from kaoping.web.marking.rules import takes_marks
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list
from kaoping.web.pages.uploads import BadUploadError, examine, handed_out
from kaoping.worktime import beijing_date

P = Permission


@page(P.SUBMIT_MATERIALS)
def own(request: HttpRequest) -> HttpResponse:
    """List the cycles that one's units hand in materials for."""
    rows = own_participants(request.user).order_by("-cycle__period_from")  # type: ignore[arg-type]  # signed in
    return render(request, "marking/own_materials.html", {"rows": [(row, due_day(row.cycle)) for row in rows]})


@page(P.SUBMIT_MATERIALS)
def of_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a unit handed in, by indicator, and take more."""
    row = row_of(own_participants(request.user), pk)  # type: ignore[arg-type]
    titles, due, here = indicators_of(row), due_day(row.cycle), reverse("marking:unit-materials", kwargs={"pk": pk})
    wanted = {"indicator": request.GET.get("indicator", "")}
    form = forms.MaterialForm(request.POST or None, request.FILES or None, initial=wanted, titles=titles)

    def save(form: forms.MaterialForm) -> str:
        try:
            upload = examine(form.cleaned_data["file"])
        except BadUploadError as error:
            raise RefusedError(str(error)) from error
        submit_material(actor_of(request), pk, form.fields_said(), upload, at=timezone.now())
        return here

    handed = [(titles.get(one.indicator, one.indicator), one) for one in row.materials.all()]
    more: dict[str, Any] = {
        "row": row,
        "due": due,
        "over": due is not None and beijing_date(timezone.now()) > due,
        "handed": handed,
        "open": takes_marks(row.cycle),
    }
    title = _("%(unit)s：佐证材料") % {"unit": row.unit}
    done = _("已报送。")
    editing = Editing(title, save, done, reverse("marking:materials"), "", "", "marking/unit_materials.html", more)
    return show_form(request, form, editing)


@page(P.VIEW_MARKS)
def of_cycle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List all materials of a cycle; those who deal marks return them for correction."""
    cycle = row_of(cycles_viewed(request), pk)
    returns = may_manage(scope_of(request.user, P.ASSIGN_MARKS), cycle) and takes_marks(cycle)
    titles = {node.id: node.title for node in scheme_of(cycle).nodes()}
    form = forms.ReturnForm(request.POST or None)
    table = tables.MaterialTable if returns else tables.ReadOnlyMaterialTable
    listing = Listing(
        _("%s：佐证材料") % cycle,
        type("MaterialTable", (table,), {"titles": titles}),
        filters.MaterialFilters,
        _("还没有单位报送佐证材料。"),
        ((_("返回测评进度"), reverse("marking:cycle", kwargs={"pk": pk}), False),),
        "",
        Bulk(form, (("return", _("退回补正")),)) if returns else None,
    )
    rows = materials_within(scope_of(request.user, P.VIEW_MARKS)).filter(participant__cycle=cycle)
    if request.method == "POST" and returns:

        def act() -> str:
            done = return_materials(actor_of(request), pk, chosen_rows(request, listing, rows))
            return _("已退回 %s 份，单位会收到通知。") % done

        return answered(request, act)
    return show_list(request, listing, rows)


@page(P.SUBMIT_MATERIALS)
def own_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a material of one's own unit."""
    rows = Material.objects.filter(participant__in=own_participants(request.user).values("pk"))  # type: ignore[arg-type]
    return _out(row_of(rows, pk))


@page(P.VIEW_MARKS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a material of a cycle within reach."""
    return _out(row_of(materials_within(scope_of(request.user, P.VIEW_MARKS)), pk))


@page(P.GIVE_MARKS)
def judged_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a material of a unit that one was given to judge."""
    units = own_marks(request.user).order_by().values("participant")  # type: ignore[arg-type]
    return _out(row_of(Material.objects.filter(participant__in=units), pk))


def _out(row: Material) -> HttpResponse:
    return handed_out(row.file, row.name, row.kind)
