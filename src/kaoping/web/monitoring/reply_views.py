"""单位反馈: units reply to findings on their sites, the assessing body answers."""

import functools
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.limits.holding import Limits
from kaoping.web.monitoring.actions.answer_reply import Answering, answer_reply
from kaoping.web.monitoring.actions.file_reply import Replying, file_reply
from kaoping.web.monitoring.answering import due_of, is_overdue
from kaoping.web.monitoring.check_words import check_choices, check_title
from kaoping.web.monitoring.finding_forms import AnswerForm, ReplyForm
from kaoping.web.monitoring.finding_queries import findings_for
from kaoping.web.monitoring.models import Finding, Reply
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.columns import MomentColumn
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.pages.uploads import handed_out

P = Permission


class ReplyTable(tables.Table):
    """Replies of units."""

    check = tables.Column(
        gettext_lazy("检查项"),
        accessor="finding__check_id",
        linkify=("monitoring:finding", {"pk": tables.A("finding_id")}),
    )
    unit = tables.Column(order_by=("unit__code",))
    text = tables.Column(orderable=False)
    made_at = MomentColumn()
    due = tables.Column(gettext_lazy("答复期限"), accessor="pk", orderable=False)

    class Meta:
        model = Reply
        fields = ("made_at", "unit", "check", "kind", "text", "state", "due", "answered_by")

    def render_check(self, value: str) -> str:
        """Say the check's title."""
        return check_title(value)

    def render_due(self, record: Reply) -> str:
        """Say by when it is to be answered, while it is not."""
        if record.state != Reply.State.OPEN:
            return "—"
        due = due_of(record, self.limits)
        return _("已超期（%s）") % due if is_overdue(record, self.limits) else str(due)

    @functools.cached_property
    def limits(self) -> Limits:
        """What holds in the regions, read once for all rows."""
        return Limits.load()


class ReplyFilters(filters.FilterSet):
    """Of replies."""

    state = filters.ChoiceFilter(choices=Reply.State)
    kind = filters.ChoiceFilter(choices=Reply.Kind)
    check = filters.ChoiceFilter(label=gettext_lazy("检查项"), field_name="finding__check_id", choices=check_choices)
    unit = filters.CharFilter(label=gettext_lazy("单位名称"), field_name="unit__name", lookup_expr="icontains")

    class Meta:
        model = Reply
        fields = ("state", "kind", "check", "unit")


def replies_for(request: HttpRequest, permission: Permission = P.VIEW_FINDINGS) -> "QuerySet[Reply]":
    """Return the replies of units within reach."""
    rows = Reply.objects.select_related("unit__region", "finding__site", "made_by", "answered_by")
    return scope_of(request.user, permission).units_of(rows, "unit")


@page(P.VIEW_FINDINGS)
def replies(request: HttpRequest) -> HttpResponseBase:
    """List the replies within reach, those that wait for an answer first where asked."""
    empty = _("还没有单位反馈。单位在问题页面上提交误报、整改承诺或说明后，列在这里。")
    listing = Listing(_("单位反馈"), ReplyTable, ReplyFilters, empty)
    return show_list(request, listing, replies_for(request))


@page(P.ANSWER_FINDINGS)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Reply to a finding on a site of one's unit."""
    row = row_of(findings_for(request, P.ANSWER_FINDINGS), pk)
    back = reverse("monitoring:finding", kwargs={"pk": pk})

    def save(form: ReplyForm) -> str:
        given = form.cleaned_data
        said = Replying(given["kind"], given["text"].strip(), given["fix_by"], given["proof"])
        file_reply(actor_of(request), pk, said, timezone.now())
        return back

    title = _("反馈问题：%s") % check_title(row.check_id)
    days = Limits.load().answer_days(row.site.unit.region.path)
    said = {"site": row.site, "url": row.url, "days": days}
    note = _("%(site)s：%(url)s。考评机构在 %(days)s 个工作日内答复。") % said
    initial: dict[str, Any] = {"kind": request.GET.get("kind", Reply.Kind.FALSE_POSITIVE)}
    form = ReplyForm(request.POST or None, request.FILES or None, initial=initial)
    return show_form(request, form, Editing(title, save, _("已提交，等待考评机构答复。"), back, note, _("提交")))


@page(P.DECIDE_FINDINGS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a unit's reply (`pk` is the reply's)."""
    row = row_of(replies_for(request, P.DECIDE_FINDINGS), pk)
    back = reverse("monitoring:finding", kwargs={"pk": row.finding_id})

    def save(form: AnswerForm) -> str:
        said = Answering(form.cleaned_data["state"], form.cleaned_data["answer"].strip())
        answer_reply(actor_of(request), pk, said, timezone.now())
        return back

    title = _("答复%(unit)s的“%(kind)s”") % {"unit": row.unit, "kind": row.get_kind_display()}
    due = _("应在 %s 前答复。") % due_of(row) if row.state == Reply.State.OPEN else ""
    note = _("%(check)s：%(text)s") % {"check": check_title(row.finding.check_id), "text": row.text}
    editing = Editing(title, save, _("已答复。"), back, f"{note} {due}", _("答复"))
    return show_form(request, AnswerForm(request.POST or None, reply=row), editing)


@page(P.VIEW_FINDINGS)
def proof(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out what was handed in with a reply (`pk` is the reply's)."""
    row = row_of(replies_for(request), pk)
    if not row.proof:
        raise Http404
    return handed_out(row.proof, row.proof_name, "application/octet-stream")


def replies_of(row: Finding) -> list[dict[str, Any]]:
    """Return the replies to a finding for its page, each with its deadline."""
    found = list(row.replies.select_related("unit__region", "made_by", "answered_by"))
    limits = Limits.load() if found else None
    return [{"reply": one, "due": due_of(one, limits), "late": is_overdue(one, limits)} for one in found]
