"""逐条确认: one finding after the other with its evidence, decided by keys."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import RefusedError
from kaoping.web.monitoring.actions.decide_finding import decide_finding
from kaoping.web.monitoring.actions.decide_findings import MOST
from kaoping.web.monitoring.finding_filters import FindingFilters
from kaoping.web.monitoring.finding_page import finding_context
from kaoping.web.monitoring.finding_queries import findings_for, undecided
from kaoping.web.monitoring.finding_views import deciding_of
from kaoping.web.monitoring.models import Decision, Finding
from kaoping.web.pages.access import actor_of, page

DONE, AFTER = "done", "after"
"""Parts of the address: how many were decided on this way through, and behind which finding to go on."""


@page(Permission.DECIDE_FINDINGS)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the next finding that waits to be confirmed or dismissed; decide about one and go on."""
    if request.method == "POST":
        return _decided(request)
    rows = _waiting(request)
    after = _number(request, AFTER)
    row = rows.filter(pk__gt=after).first()
    if row is None and after:
        messages.info(request, _("已到最后一条，从头列出跳过的。"))
        return HttpResponseRedirect(_address(request, after=0))
    left, done = rows.order_by()[: MOST + 1].count(), _number(request, DONE)
    context: dict[str, Any] = {
        "done": done,
        "number": done + 1,
        "all": f"{done + MOST}+" if left > MOST else str(done + left),
        "filters": request.GET.urlencode(),
    }
    if row is not None:
        context |= finding_context(request, row) | {"skip": _address(request, after=row.pk)}
    return render(request, "monitoring/queue.html", context)


def _waiting(request: HttpRequest) -> "QuerySet[Finding]":
    """Return what waits for the person, as the list is filtered, in an order that does not change while one works."""
    rows = findings_for(request, Permission.DECIDE_FINDINGS).select_related("run__cycle__scheme", "run__cycle__body")
    return undecided(FindingFilters(request.GET, rows, request=request).qs).order_by("pk")


def _decided(request: HttpRequest) -> HttpResponse:
    """Decide about the finding shown, and go on; where that is refused, show it again as it is now."""
    pk, wanted = _number(request, "pk", posted=True), deciding_of(request)
    try:
        decide_finding(actor_of(request), pk, wanted, timezone.now())
    except RefusedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(request.get_full_path())
    said = _("已确认。") if wanted.kind == Decision.Kind.CONFIRM else _("已排除。")
    messages.success(request, said + _("按 u 撤回。"))
    return HttpResponseRedirect(_address(request, done=_number(request, DONE) + 1))


def _address(request: HttpRequest, **changes: int) -> str:
    asked = request.GET.copy()
    for name, value in changes.items():
        asked[name] = str(value)
    return f"{request.path}?{asked.urlencode()}"


def _number(request: HttpRequest, name: str, *, posted: bool = False) -> int:
    text = (request.POST if posted else request.GET).get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0
