"""The pages about the units of a cycle: choosing them from the registry, their places, exemptions."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.cycles import filters, forms, tables
from kaoping.web.cycles.actions.change_participant import change_participant, participants_within
from kaoping.web.cycles.actions.exempt_units import exempt_units
from kaoping.web.cycles.actions.place_units import place_units
from kaoping.web.cycles.actions.remove_units import remove_units
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.placing import Place
from kaoping.web.cycles.queries import cycles_for, units_of_body
from kaoping.web.cycles.roster import LOOKED_AT
from kaoping.web.cycles.rules import may_manage, placement_titles
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.cycles.sheets import FAMILY
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list
from kaoping.web.registry.models import Unit

P = Permission


@page(P.VIEW_CYCLES)
def units(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List the units of a cycle; those who manage it place, exempt and remove many at once."""
    cycle = row_of(cycles_for(request), pk)
    manages = may_manage(scope_of(request.user, P.MANAGE_CYCLES), cycle)
    titles = placement_titles(scheme_of(cycle))
    form = forms.ParticipantsForm(request.POST or None, cycle=cycle)
    listing = Listing(
        _("%s：参评单位") % cycle,
        tables.for_scheme(tables.ParticipantTable if manages else tables.ReadOnlyParticipantTable, titles),
        filters.for_scheme(titles),
        _("还没有参评单位。请点“从台账中列入”，按地区、类型筛选后批量归类；也可以批量导入。"),
        _unit_buttons(cycle) if manages else (),
        _note(cycle),
        Bulk(form, _acts()) if manages else None,
    )
    rows = participants_of(cycle)
    if request.method == "POST" and manages:
        return answered(request, lambda: _changed(request, cycle, form, chosen_rows(request, listing, rows)))
    return show_list(request, listing, rows)


@page(P.MANAGE_CYCLES)
def assign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List the units of the body's region; place many at once."""
    cycle = row_of(cycles_for(request, P.MANAGE_CYCLES), pk)
    titles = placement_titles(scheme_of(cycle))
    form = forms.PlaceForm(request.POST or None, cycle=cycle)
    listing = Listing(
        _("%s：从台账中列入单位") % cycle,
        tables.for_scheme(tables.UnitChoiceTable, titles),
        filters.UnitChoiceFilters,
        _("“%s”及其下级还没有在册的单位。请先在“单位”中登记或批量导入。") % cycle.body,
        ((_("查看参评单位"), reverse("cycles:cycle-units", kwargs={"pk": pk}), False),),
        _("先筛选，再勾选或选“筛选结果全部”，归入方案的分类和类别。台账中免设网站的单位列入时记为免予考评。"),
        Bulk(form, (("place", _("归入")),)),
    )
    rows = choices_of(cycle)
    if request.method == "POST":
        return answered(request, lambda: _placed(request, cycle, form, chosen_rows(request, listing, rows)))
    return show_list(request, listing, rows)


@page(P.MANAGE_CYCLES)
def participant(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one unit's place, tags or exemption."""
    row = row_of(participants_within(scope_of(request.user, P.MANAGE_CYCLES)), pk)
    back = reverse("cycles:cycle-units", kwargs={"pk": row.cycle_id})

    def save(form: forms.ParticipantForm) -> str:
        change_participant(actor_of(request), pk, form.edits())
        return back

    title = _("%(cycle)s：%(unit)s") % {"cycle": row.cycle, "unit": row.unit}
    form = forms.ParticipantForm(request.POST or None, instance=row, request=request)
    return show_form(request, form, Editing(title, save, _("已保存。"), back, _note(row.cycle)))


def participants_of(cycle: Cycle) -> "QuerySet[Participant]":
    """Return a cycle's units with how many sites each has."""
    counted = Count("unit__sites", filter=Q(unit__sites__state__in=LOOKED_AT), distinct=True)
    return cycle.participants.select_related("unit__region").annotate(site_count=counted)


def choices_of(cycle: Cycle) -> "QuerySet[Unit]":
    """Return the units that a cycle may assess, each with its place in it (`group/class`, "-" for none)."""
    place = cycle.participants.filter(unit=OuterRef("pk")).order_by()
    written = Subquery(place.annotate(key=Concat("group", Value("/"), "category")).values("key")[:1])
    return units_of_body(cycle).filter(active=True).annotate(placed=Coalesce(written, Value("-")))


def _acts() -> tuple[tuple[str, str], ...]:
    """The buttons, in the language of whoever asks."""
    return (("place", _("归入")), ("exempt", _("免予考评")), ("back", _("恢复考评")), ("remove", _("移出")))


def _changed(request: HttpRequest, cycle: Cycle, form: forms.ParticipantsForm, keys: list[int]) -> str:
    """Do what the pressed button says with the chosen participants; return what was done."""
    actor, act = actor_of(request), request.POST.get("act")
    if act == "remove":
        return _("已移出 %s 个单位。") % remove_units(actor, cycle.pk, keys)
    if act in ("exempt", "back"):
        why = request.POST.get("why", "").strip()
        if act == "exempt" and not why:
            raise RefusedError(_("免予考评请填写原因（文件名称和文号）。"))
        done = exempt_units(actor, cycle.pk, keys, why if act == "exempt" else "")
        return _("已改 %s 个单位。") % done
    units_of = cycle.participants.filter(pk__in=keys) if len(keys) <= 500 else cycle.participants.all()
    known = dict(units_of.values_list("pk", "unit_id"))
    return _placed(request, cycle, form, [known[key] for key in keys if key in known])


def _placed(request: HttpRequest, cycle: Cycle, form: forms.PlaceForm, keys: list[int]) -> str:
    """Place the chosen units; return what was done."""
    if not form.is_valid():
        raise RefusedError(_("请选择要归入的分类。"))
    done = place_units(actor_of(request), cycle.pk, keys, Place.of(form.cleaned_data["place"]))
    return _("已列入 %(new)s 个单位，改归类 %(moved)s 个。") % {"new": done.new, "moved": done.moved}


def _unit_buttons(cycle: Cycle) -> tuple[tuple[str, str, bool], ...]:
    return (
        (_("从台账中列入"), reverse("cycles:cycle-assign", kwargs={"pk": cycle.pk}) + "?place=no", True),
        (_("用 Excel 归类"), reverse("imports:imports") + f"?kind={FAMILY}-{cycle.pk}", False),
        (_("返回周期"), reverse("cycles:cycle", kwargs={"pk": cycle.pk}), False),
    )


def _note(cycle: Cycle) -> str:
    return _("方案已经公布，改动要写明原因，并在公告上列出。") if cycle.state != "draft" else ""
