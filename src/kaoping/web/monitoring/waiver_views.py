"""豁免: asking for it, approving it, and which end soon."""

from datetime import timedelta

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.monitoring.actions.answer_waiver import Judging, answer_waiver
from kaoping.web.monitoring.actions.ask_waivers import Asking, apply_for_waiver, ask_waivers
from kaoping.web.monitoring.actions.warn_of_expiring import SOON
from kaoping.web.monitoring.check_words import check_choices, check_title
from kaoping.web.monitoring.finding_forms import WaiverAnswerForm, WaiverForm
from kaoping.web.monitoring.finding_queries import findings_for
from kaoping.web.monitoring.models import Finding, Waiver
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.columns import MomentColumn
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Listing, show_list

P = Permission
OVER, SOON_OVER, VALID = "over", "soon", "valid"


def _answer_page(record: Waiver, table: tables.Table) -> str | None:
    """Return where a request is answered, for those who may."""
    approves = scope_of(table.request.user, P.APPROVE_WAIVERS)
    return reverse("monitoring:waiver", kwargs={"pk": record.pk}) if approves else None


class WaiverTable(tables.Table):
    """Waivers."""

    check = tables.Column(
        gettext_lazy("检查项"),
        accessor="finding__check_id",
        linkify=("monitoring:finding", {"pk": tables.A("finding_id")}),
    )
    site = tables.Column(gettext_lazy("网站"), accessor="finding__site", order_by=("finding__site__host",))
    reason = tables.Column(orderable=False)
    state = tables.Column(linkify=_answer_page)
    asked_at = MomentColumn()
    validity = tables.Column(gettext_lazy("效力"), accessor="pk", orderable=False)

    class Meta:
        model = Waiver
        fields = ("asked_at", "site", "check", "reason", "until", "state", "validity", "asked_by", "answered_by")

    def render_check(self, value: str) -> str:
        """Say the check's title."""
        return check_title(value)

    def render_validity(self, record: Waiver) -> str:
        """Say whether it excuses anything now."""
        left = (record.until - timezone.localdate()).days
        if left < 0:
            return _("已失效")
        if record.state != Waiver.State.APPROVED:
            return "—"
        if record.finding.standing != Finding.Standing.WAIVED:
            return _("已被后来的处理取代或撤回")
        return _("%s 天后到期") % left if left <= SOON.days else _("有效")


class WaiverFilters(filters.FilterSet):
    """Of waivers."""

    state = filters.ChoiceFilter(choices=Waiver.State)
    ends = filters.ChoiceFilter(
        label=gettext_lazy("效力"),
        choices=(
            (VALID, gettext_lazy("有效")),
            (SOON_OVER, gettext_lazy("七天内到期")),
            (OVER, gettext_lazy("已失效")),
        ),
        method="ending",
    )
    check = filters.ChoiceFilter(label=gettext_lazy("检查项"), field_name="finding__check_id", choices=check_choices)
    unit = filters.CharFilter(
        label=gettext_lazy("单位名称"), field_name="finding__site__unit__name", lookup_expr="icontains"
    )

    class Meta:
        model = Waiver
        fields = ("state", "ends", "check", "unit")

    def ending(self, rows: "QuerySet[Waiver]", _name: str, value: str) -> "QuerySet[Waiver]":
        """Keep what holds, what ends soon, or what is over."""
        today = timezone.localdate()
        if value == OVER:
            return rows.filter(until__lt=today)
        last = today + (SOON if value == SOON_OVER else timedelta(days=10_000))
        holding = rows.filter(state=Waiver.State.APPROVED, finding__standing=Finding.Standing.WAIVED)
        return holding.filter(until__gte=today, until__lte=last)


def waivers_for(request: HttpRequest, permission: Permission = P.VIEW_FINDINGS) -> "QuerySet[Waiver]":
    """Return the waivers of findings within reach."""
    rows = Waiver.objects.select_related("finding__site__unit__region", "asked_by", "answered_by")
    return scope_of(request.user, permission).units_of(rows, "finding__site__unit")


@page(P.VIEW_FINDINGS)
def waivers(request: HttpRequest) -> HttpResponseBase:
    """List the waivers within reach."""
    empty = _("还没有豁免。在问题页面上申请，或在问题列表中批量申请。")
    return show_list(request, Listing(_("豁免"), WaiverTable, WaiverFilters, empty), waivers_for(request))


@page(P.VIEW_FINDINGS)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a waiver, as the assessing body or as the unit."""
    own = findings_for(request, P.ANSWER_FINDINGS).filter(pk=pk).first()
    row = own or row_of(findings_for(request, P.DECIDE_FINDINGS), pk)
    back = reverse("monitoring:finding", kwargs={"pk": pk})

    def save(form: WaiverForm) -> str:
        actor, wanted = actor_of(request), Asking(form.cleaned_data["reason"].strip(), form.cleaned_data["until"])
        apply_for_waiver(actor, pk, wanted, timezone.now()) if own else ask_waivers(actor, [pk], wanted, timezone.now())
        return back

    title = _("申请豁免：%s") % check_title(row.check_id)
    note = _("豁免由另一位有审批权限的人员批准；到期后这一条照常计入。")
    editing = Editing(title, save, _("已提交，等待审批。"), back, note, _("申请"))
    return show_form(request, WaiverForm(request.POST or None), editing)


@page(P.APPROVE_WAIVERS)
def waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a request for a waiver."""
    row = row_of(waivers_for(request, P.APPROVE_WAIVERS), pk)
    back = reverse("monitoring:waivers") + "?state=asked"

    def save(form: WaiverAnswerForm) -> str:
        said = Judging(form.cleaned_data["state"] == Waiver.State.APPROVED, form.cleaned_data["answer"].strip())
        answer_waiver(actor_of(request), pk, said, timezone.now())
        return back

    title = _("审批豁免：%(check)s（%(site)s）") % {
        "check": check_title(row.finding.check_id),
        "site": row.finding.site,
    }
    said = {"who": row.asked_by.name, "until": row.until, "why": row.reason, "state": row.get_state_display()}
    note = _("%(who)s 申请豁免至 %(until)s，理由：%(why)s。现为：%(state)s。") % said
    form = WaiverAnswerForm(request.POST or None)
    return show_form(request, form, Editing(title, save, _("已审批。"), back, note, _("提交")))
