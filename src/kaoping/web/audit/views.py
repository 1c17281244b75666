"""The audit log as a list, and one object's history."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import TITLES
from kaoping.web.audit.models import Entry, Seal
from kaoping.web.audit.sealing import verify_chain
from kaoping.web.audit.wording import sentences
from kaoping.web.pages.access import page
from kaoping.web.pages.listing import Listing, show_list

RECENT = 20
MOST_BROKEN = 100


class EntryTable(tables.Table):
    """The log, newest first."""

    object_label = tables.Column(gettext_lazy("对象"))
    changes = tables.Column(gettext_lazy("变更内容"), orderable=False, attrs={"td": {"class": "whole"}})

    class Meta:
        model = Entry
        fields = ("at", "actor_name", "action", "object_label", "changes", "reason", "address")

    def render_action(self, value: str) -> str:
        """Say the action in words."""
        return str(TITLES.get(value, value))

    def render_changes(self, record: Entry) -> str:
        """Say what was changed in words; so in exports."""
        return "；".join(sentences(record))


class EntryFilters(filters.FilterSet):
    """What the log can be narrowed by."""

    actor = filters.CharFilter(field_name="actor_name", lookup_expr="icontains", label=gettext_lazy("操作人"))
    action = filters.ChoiceFilter(
        choices=lambda: sorted((k, str(v)) for k, v in TITLES.items()), label=gettext_lazy("操作")
    )
    label = filters.CharFilter(field_name="object_label", lookup_expr="icontains", label=gettext_lazy("对象"))
    since = filters.DateFilter(field_name="at", lookup_expr="date__gte", label=gettext_lazy("自（年-月-日）"))
    until = filters.DateFilter(field_name="at", lookup_expr="date__lte", label=gettext_lazy("至（年-月-日）"))

    class Meta:
        model = Entry
        fields = ("actor", "action", "label", "since", "until")


@page(Permission.VIEW_AUDIT)
def entries(request: HttpRequest) -> HttpResponseBase:
    """List what was done."""
    listing = Listing(
        _("操作日志"),
        EntryTable,
        EntryFilters,
        _("还没有操作记录。"),
        ((_("校验日志是否被改动"), reverse("audit:verify"), False),),
        _("每次写操作都有记录，只增不改；提交后逐条封存，任何事后改动都能校验出来。密码、邮箱等只记摘要。"),
    )
    return show_list(request, listing, Entry.objects.all())


@page(Permission.VIEW_AUDIT)
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the chain and show every place where it does not hold."""
    broken = []
    for one in verify_chain():
        broken.append(one)
        if len(broken) == MOST_BROKEN:
            break
    last = Seal.objects.order_by("-pk").first()
    waiting = Entry.objects.filter(pk__gt=last.pk if last else 0).count()
    context = {"broken": broken, "sealed": Seal.objects.count(), "waiting": waiting, "last": last}
    return render(request, "audit/verify.html", context)


def history_of(row: Model) -> "QuerySet[Entry]":
    """Return the latest entries about one object."""
    return Entry.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk))[:RECENT]
