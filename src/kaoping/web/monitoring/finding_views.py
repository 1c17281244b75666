"""The list of findings and the page of one, with what can be done about them."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.monitoring.actions.ask_waivers import Asking, ask_waivers
from kaoping.web.monitoring.actions.decide_finding import Deciding, decide_finding
from kaoping.web.monitoring.actions.decide_findings import MOST, decide_findings
from kaoping.web.monitoring.actions.save_view import forget_view, save_view
from kaoping.web.monitoring.actions.withdraw_decision import withdraw_decision
from kaoping.web.monitoring.check_words import check_title
from kaoping.web.monitoring.finding_filters import FOLDED, FindingFilters
from kaoping.web.monitoring.finding_page import finding_context
from kaoping.web.monitoring.finding_queries import alike, findings_for
from kaoping.web.monitoring.finding_tables import DecidedTable, FindingTable, exported
from kaoping.web.monitoring.models import Decision, Finding, SavedView
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list

P = Permission
WAIVE = "waive"
JUST_NOW = timedelta(hours=1)
"""Within this `u` takes the last decision back."""


class BulkForm(forms.Form):
    """Why many are dismissed or should be excused, and until when."""

    why = forms.CharField(label=gettext_lazy("理由（排除、豁免必填）"), max_length=500, required=False)
    until = forms.DateField(
        label=gettext_lazy("豁免至"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


@page(P.VIEW_FINDINGS)
def findings(request: HttpRequest) -> HttpResponseBase:
    """List the findings within reach; those who decide do so here, one by one or many at once."""
    decides = bool(scope_of(request.user, P.DECIDE_FINDINGS))
    listing = Listing(
        _("问题"),
        DecidedTable if decides else FindingTable,
        FindingFilters,
        _("还没有发现问题。巡查完成后，问题列在这里。"),
        _buttons(request, decides),
        bulk=Bulk(BulkForm(), acts()) if decides else None,
        most=MOST,
        export=exported,
        folded=FOLDED,
        template="monitoring/findings.html",
        more={"decides": decides, "views": SavedView.objects.filter(owner=request.user.pk), "asked": asked_of(request)},
    )
    rows = findings_for(request)
    if request.method == "POST" and decides:
        return answered(request, lambda: _decided(request, chosen_rows(request, listing, rows)))
    return show_list(request, listing, rows)


@page(P.VIEW_FINDINGS)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one finding: what, why, what to do, where, what proves it, what was decided."""
    row = row_of(findings_for(request).select_related("run__cycle__scheme", "run__cycle__body"), pk)
    return render(request, "monitoring/finding.html", finding_context(request, row))


@page(P.DECIDE_FINDINGS)
def same_elsewhere(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List what is the same on other sites, for a person to look at and dismiss."""
    row = row_of(findings_for(request, P.DECIDE_FINDINGS), pk)
    listing = Listing(
        _("其他网站的同样问题：%s") % check_title(row.check_id),
        DecidedTable,
        FindingFilters,
        _("其他网站没有同样的、尚未处理的问题。"),
        ((_("返回这一条"), reverse("monitoring:finding", kwargs={"pk": pk}), False),),
        _("同一检查项、同一链接或同样的摘录。请逐条看过再勾选；理由会记入每一条的处理经过。"),
        Bulk(BulkForm(initial={"why": _reason_of(row)}), (("dismiss", _("排除（误报）")),)),
        most=MOST,
        folded=FOLDED,
    )
    rows = alike(findings_for(request, P.DECIDE_FINDINGS), row)
    if request.method == "POST":
        return answered(request, lambda: _decided(request, chosen_rows(request, listing, rows)))
    return show_list(request, listing, rows)


@require_POST
@page(P.DECIDE_FINDINGS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or dismiss one finding, and go back to where that was asked for."""

    def act() -> str:
        decide_finding(actor_of(request), pk, deciding_of(request), timezone.now())
        return _("已确认。") if request.POST.get("kind") == Decision.Kind.CONFIRM else _("已排除。")

    return answered(request, act, reverse("monitoring:finding", kwargs={"pk": pk}))


@require_POST
@page(P.DECIDE_FINDINGS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one decision back (`pk` is the decision's)."""

    def act() -> str:
        withdraw_decision(actor_of(request), pk, request.POST.get("why", "").strip(), timezone.now())
        return _("已撤回。")

    return answered(request, act, reverse("monitoring:findings"))


@require_POST
@page(P.VIEW_FINDINGS)
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a name, or forget some."""
    name, query, gone = (request.POST.get(key, "").strip() for key in ("name", "query", "forget"))

    def act() -> str:
        if gone.isdecimal():
            forget_view(actor_of(request), int(gone))
            return _("已删除。")
        save_view(actor_of(request), name[:30], query[:1000])
        return _("已保存筛选“%s”。") % name[:30]

    return answered(request, act, f"{reverse('monitoring:findings')}?{query}")


@require_POST
@page(P.DECIDE_FINDINGS)
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the last decision that the person made just now, wherever it was."""

    def act() -> str:
        recent = timezone.now() - JUST_NOW
        own = Decision.objects.filter(made_by=request.user.pk, made_at__gte=recent, finding__in=findings_for(request))
        last = own.order_by("-made_at", "-pk").first()
        if last is None or last.kind == Decision.Kind.WITHDRAW:
            raise RefusedError(_("最近一小时内没有可以撤回的处理；更早的，请打开那一条问题撤回。"))
        withdraw_decision(actor_of(request), last.pk, "", timezone.now())
        return _("已撤回“%s”。") % last.get_kind_display()

    return answered(request, act, reverse("monitoring:findings"))


def deciding_of(request: HttpRequest) -> Deciding:
    """Return what a form about one finding says."""
    seen = request.POST.get("seen", "")
    return Deciding(
        request.POST.get("kind", ""), request.POST.get("why", "").strip(), int(seen) if seen.isdecimal() else 0
    )


def asked_of(request: HttpRequest, *without: str) -> str:
    """Return the filters and the order of a list as they stand in its address, without empty ones."""
    left = QueryDict(mutable=True)
    for name, values in request.GET.lists():
        if name not in ("page", "export", *without):
            left.setlist(name, [value for value in values if value or name == "state"])
    return left.urlencode()


def acts() -> tuple[tuple[str, str], ...]:
    """Return what can be done with many findings at once."""
    return (("confirm", _("确认")), ("dismiss", _("排除（误报）")), (WAIVE, _("申请豁免")))


def _reason_of(row: Finding) -> str:
    last = row.decisions.filter(kind=Decision.Kind.DISMISS).last()
    return last.reason if last else ""


def _decided(request: HttpRequest, keys: list[int]) -> str:
    """Do what the pressed button says with the chosen findings; return what was done."""
    kind, why = request.POST.get("act", ""), request.POST.get("why", "").strip()
    if kind == WAIVE:
        form = BulkForm(request.POST)
        until = form.cleaned_data["until"] if form.is_valid() else None
        asked = ask_waivers(actor_of(request), keys, Asking(why, until), timezone.now())
        return _("已为 %s 条问题申请豁免，等待审批；已在申请中的和未能测量的没有重复申请。") % asked
    done = decide_findings(actor_of(request), keys, Deciding(kind, why), timezone.now())
    text = _("已处理 %s 条。") % done.done
    text += _("%s 条此前已有处理，没有改动。") % done.left if done.left else ""
    return text + (_("%s 条不能由您处理（未能测量，或属于您所在的单位）。") % done.barred if done.barred else "")


def _buttons(request: HttpRequest, decides: bool) -> tuple[tuple[str, str, bool], ...]:
    queue = f"{reverse('monitoring:queue')}?{asked_of(request, 'sort')}"
    return ((_("逐条确认"), queue, True),) if decides else ()
