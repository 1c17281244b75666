"""The pages of cycles: the list, one cycle with where it stands, its scheme, and the forms that make and change it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.schemes.linter import lint
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.audit.models import Entry
from kaoping.web.cycles import filters, forms, tables
from kaoping.web.cycles.actions.add_child_cycles import Series, add_child_cycles
from kaoping.web.cycles.actions.change_cycle import change_cycle
from kaoping.web.cycles.actions.change_scheme import change_scheme
from kaoping.web.cycles.actions.clone_cycle import clone_cycle
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.days import days_of
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.queries import cycles_for, placements
from kaoping.web.cycles.rules import fed_measures, may_manage, placement_titles
from kaoping.web.cycles.scheme_copies import catalogue, is_unchanged, scheme_of
from kaoping.web.cycles.scheme_words import WAYS, asked_of_classes, document_of
from kaoping.web.cycles.timeline import next_steps, timeline_of
from kaoping.web.cycles.words import day_title
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.registry.models import Unit
from kaoping.web.registry.queries import regions_for
from kaoping.workflow.cycle import State

P = Permission
RECENT = 30


@page(P.VIEW_CYCLES)
def cycles(request: HttpRequest) -> HttpResponseBase:
    """List the cycles that one may see."""
    may = bool(scope_of(request.user, P.MANAGE_CYCLES))
    listing = Listing(
        _("考评周期"),
        tables.CycleTable,
        filters.CycleFilters,
        _("还没有考评周期。请点“建立考评周期”，选一个方案和考评期；单位登记好之后再归入分类。")
        if may
        else _("还没有公布的考评周期。考评机构公布方案后，与您有关的周期会列在这里。"),
        ((_("建立考评周期"), reverse("cycles:cycle-add"), True),) if may else (),
    )
    counted = Count("participants", filter=Q(participants__exempt=False), distinct=True)
    return show_list(request, listing, cycles_for(request).annotate(unit_count=counted))


@page(P.VIEW_CYCLES)
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one cycle: where it stands, what comes next and what is in the way, its units and days."""
    row = row_of(cycles_for(request).prefetch_related("days", "steps"), pk)
    manages = may_manage(scope_of(request.user, P.MANAGE_CYCLES), row)
    approves = may_manage(scope_of(request.user, P.APPROVE_CYCLES), row)
    places = placement_titles(scheme_of(row))
    counted = {(group, name): (taking, exempt) for group, name, taking, exempt in placements(row)}
    context = {
        "cycle": row,
        "manages": manages,
        "line": timeline_of(row),
        "next": next_steps(row, timezone.localdate(), manages=manages, approves=approves),
        "counts": [(title, f"{key[0]}/{key[1]}", *counted.get(key, (0, 0))) for key, title in places.items()],
        "own": own_units(request, row, places),
        "lost": sum(sum(both) for key, both in counted.items() if key not in places),
        "days": [(day_title(name), day) for name, day in days_of(row).items() if day.day],
        "children": children_of(request, row),
        "fed": fed_title(row),
        "steps": row.steps.all(),
        "history": history_of(row) if manages else None,
        "is_draft": row.now is State.DRAFT,
    }
    return render(request, "cycles/cycle.html", context)


@page(P.MANAGE_CYCLES)
def cycle_add(request: HttpRequest) -> HttpResponse:
    """Begin a cycle."""

    def save(form: forms.NewCycleForm) -> str:
        made = create_cycle(actor_of(request), form.values(), form.scheme, form.file_name)
        return reverse("cycles:cycle", kwargs={"pk": made.pk})

    note = _("先选方案和考评期；单位、日程、抽查接着在周期页面上设。公布之前都可以改。")
    done = _("考评周期已建立。接下来请列入参评单位，并核对日程。")
    editing = Editing(_("建立考评周期"), save, done, reverse("cycles:cycles"), note, _("建立"))
    form = forms.NewCycleForm(request.POST or None, request.FILES or None, request=request, initial=_usual(request))
    return show_form(request, form, editing)


@page(P.MANAGE_CYCLES)
def cycle_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a cycle."""
    row = _managed(request, pk)
    back = reverse("cycles:cycle", kwargs={"pk": pk})

    def save(form: forms.CycleForm) -> str:
        change_cycle(actor_of(request), pk, form.edits())
        return back

    editing = Editing(_("修改“%s”") % row, save, _("已保存。"), back)
    return show_form(request, forms.CycleForm(request.POST or None, instance=row, request=request), editing)


@page(P.MANAGE_CYCLES)
def cycle_clone(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a cycle like this one."""
    row = row_of(cycles_for(request), pk)

    def save(form: forms.CloneForm) -> str:
        made = clone_cycle(actor_of(request), pk, form.values())
        if made.left:
            messages.warning(request, _("有 %s 个单位已不在册或不属于考评地区，没有列入。") % made.left)
        return reverse("cycles:cycle", kwargs={"pk": made.cycle.pk})

    initial = {
        "name": row.name.replace(str(row.period_from.year), str(row.period_from.year + 1)),
        "body": row.body if may_manage(scope_of(request.user, P.MANAGE_CYCLES), row) else None,
        "period_from": row.period_from.replace(year=row.period_from.year + 1, day=min(row.period_from.day, 28)),
        "period_to": _year_later(row),
    }
    note = _("方案、参评单位及其归类、日程规则都照搬；指定的日期顺延。公布之前都可以改。")
    editing = Editing(_("复制“%s”") % row, save, _("已复制为新的考评周期，请核对。"), _address(row), note, _("复制"))
    return show_form(request, forms.CloneForm(request.POST or None, request=request, initial=initial), editing)


@page(P.MANAGE_CYCLES)
def cycle_children(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the monthly or quarterly cycles of a year."""
    row = _managed(request, pk)

    def save(form: forms.ChildrenForm) -> str:
        given = form.cleaned_data
        made = add_child_cycles(
            actor_of(request), pk, Series(given["kind"], form.scheme, form.file_name, given["feeds"])
        )
        messages.info(request, _("已建立：%s") % "、".join(str(one) for one in made))
        return _address(row)

    note = _("按自然月或自然季度，为考评期内还没有的各期建立子周期，单位和归类照本周期；每期可有自己的方案。")
    editing = Editing(_("为“%s”建立子周期") % row, save, _("子周期已建立。"), _address(row), note, _("建立"))
    form = forms.ChildrenForm(request.POST or None, request.FILES or None, cycle=row)
    return show_form(request, form, editing)


@page(P.VIEW_CYCLES)
def cycle_scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a cycle's own copy of its scheme: what it asks of each class, and all of it in words."""
    row = row_of(cycles_for(request).defer(None), pk)
    scheme = scheme_of(row)
    manages = may_manage(scope_of(request.user, P.MANAGE_CYCLES), row)
    group = request.GET.get("group", "")
    context = {
        "cycle": row,
        "manages": manages,
        "is_draft": row.now is State.DRAFT,
        "unchanged": is_unchanged(row.scheme),
        "asked": asked_of_classes(scheme, dict(placement_titles(scheme))),
        "ways": list(WAYS.values()),
        "groups": scheme.groups,
        "group": group if group in scheme.groups else "",
        "document": document_of(row, (group,) if group in scheme.groups else ()),
        "remarks": [one for one in lint(scheme, catalogue()) if one.severity == "warning"] if manages else [],
    }
    return render(request, "cycles/scheme.html", context)


@page(P.MANAGE_CYCLES)
def cycle_scheme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft another scheme."""
    row = _managed(request, pk)
    back = reverse("cycles:cycle-scheme", kwargs={"pk": pk})

    def save(form: forms.SchemeChoice) -> str:
        _cycle, lost = change_scheme(actor_of(request), pk, form.scheme, form.file_name)
        if lost:
            messages.warning(request, _("有 %s 个单位原来的分类、类别在新方案中没有，请重新归类。") % lost)
        return back

    note = _("现用：%(scheme)s，摘要 %(digest)s。更换后，单位的归类在新方案中还有的保留。") % {
        "scheme": row.scheme, "digest": row.scheme.digest,
    }  # fmt: skip
    editing = Editing(_("更换“%s”的方案") % row, save, _("方案已更换。"), back, note)
    return show_form(request, forms.SchemeChoice(request.POST or None, request.FILES or None), editing)


def children_of(request: HttpRequest, row: Cycle) -> "QuerySet[Cycle]":
    """Return the cycles that count towards this one and that the person may see."""
    return cycles_for(request).filter(parent=row).order_by("period_from", "pk")


def own_units(request: HttpRequest, row: Cycle, places: Mapping[tuple[str, str], str]) -> list[tuple[Unit, str, str]]:
    """Return (unit, its place, group) of the units that somebody belongs to; nothing for those who belong to none."""
    scope = scope_of(request.user, P.VIEW_CYCLES)
    found = row.participants.filter(unit__in=scope.units).select_related("unit") if scope.units else ()
    return [(one.unit, places.get((one.group, one.category), ""), one.group) for one in found]


def fed_title(row: Cycle) -> str:
    """Return what a cycle's results become in the one it counts towards; "" where nothing is said."""
    return fed_measures(scheme_of(row.parent)).get(row.feeds, "") if row.parent and row.feeds else ""


def history_of(row: Cycle) -> "QuerySet[Entry]":
    """Return the latest entries about a cycle and its days."""
    days = [str(pk) for pk in row.days.values_list("pk", flat=True)]
    own = Q(object_type="cycles.cycle", object_id=str(row.pk))
    return Entry.objects.filter(own | Q(object_type="cycles.cycleday", object_id__in=days))[:RECENT]


def _usual(request: HttpRequest) -> dict[str, Any]:
    """What a new cycle mostly is: over this year, by the region that the person's role is in."""
    year = timezone.localdate().year
    region = regions_for(request, P.MANAGE_CYCLES).order_by("path").first()
    return {"body": region, "period_from": date(year, 1, 1), "period_to": date(year, 12, 31)}


def _managed(request: HttpRequest, pk: int) -> Cycle:
    return row_of(cycles_for(request, P.MANAGE_CYCLES), pk)


def _address(row: Cycle) -> str:
    return reverse("cycles:cycle", kwargs={"pk": row.pk})


def _year_later(row: Cycle) -> Any:
    """The end of the same period a year on: the last day of February stays the last."""
    day = row.period_to
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
