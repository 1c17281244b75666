"""The pages by which an office looks after the ways that notices go: mail, group robots, what failed."""

from django import forms as plain
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.audit.views import history_of
from kaoping.web.installation import installation
from kaoping.web.notices import forms
from kaoping.web.notices.actions.add_robot import add_robot
from kaoping.web.notices.actions.change_robot import change_robot
from kaoping.web.notices.actions.retry_deliveries import retry_deliveries
from kaoping.web.notices.actions.send_test import try_mail, try_robot
from kaoping.web.notices.filters import DeliveryFilters
from kaoping.web.notices.kinds import title_of
from kaoping.web.notices.models import Delivery, Robot
from kaoping.web.notices.planning import mail_is_set_up
from kaoping.web.notices.queries import deliveries_within, latest_mail, robots_within, with_last_attempt
from kaoping.web.notices.tables import DeliveryTable
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list

P = Permission
SHOWN = 20


@page(P.MANAGE_CHANNELS)
def channels(request: HttpRequest) -> HttpResponse:
    """Show mail and the robots within reach, and how each did last."""
    assert request.user.is_authenticated
    scope = scope_of(request.user, P.MANAGE_CHANNELS)
    context = {
        "robots": with_last_attempt(robots_within(scope)),
        "mail": mail_is_set_up(),
        "sender": settings.DEFAULT_FROM_EMAIL,
        "outside": installation().address,
        "latest": latest_mail(request.user),
        "failed": deliveries_within(scope).filter(state=Delivery.State.FAILED).count(),
    }
    return render(request, "notices/channels.html", context)


@page(P.MANAGE_CHANNELS)
def robot(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one robot and what it passed on lately."""
    row = row_of(robots_within(scope_of(request.user, P.MANAGE_CHANNELS)), pk)
    context = {
        "robot": row,
        "muted": [title_of(code) for code in row.muted],
        "deliveries": Delivery.objects.filter(notice__robot=row).select_related("notice").order_by("-pk")[:SHOWN],
        "history": history_of(row),
    }
    return render(request, "notices/robot.html", context)


@page(P.MANAGE_CHANNELS)
def robot_add(request: HttpRequest) -> HttpResponse:
    """Register a robot."""

    def save(form: forms.RobotForm) -> str:
        row = add_robot(actor_of(request), form.values(), form.secret())
        return reverse("notices:robot", kwargs={"pk": row.pk})

    editing = Editing(_("新增群机器人"), save, _("已登记。请发送一条测试消息。"), reverse("notices:channels"))
    return show_form(request, forms.RobotForm(request.POST or None, request=request), editing)


@page(P.MANAGE_CHANNELS)
def robot_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a robot."""
    row: Robot = row_of(robots_within(scope_of(request.user, P.MANAGE_CHANNELS)), pk)
    back = reverse("notices:robot", kwargs={"pk": pk})

    def save(form: forms.RobotEditForm) -> str:
        change_robot(actor_of(request), pk, form.edits(), form.secret())
        return back

    initial = {"muted": row.muted}
    form = forms.RobotEditForm(request.POST or None, instance=row, request=request, initial=initial)
    return show_form(request, form, Editing(_("修改“%s”") % row, save, _("已保存。"), back))


@require_POST
@page(P.MANAGE_CHANNELS)
def robot_test(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Send a test message to a robot's group."""

    def act() -> str:
        try_robot(actor_of(request), pk, timezone.now())
        return _("测试消息已排入发送，约半分钟内有结果，见下方“最近发送”。")

    return answered(request, act, reverse("notices:robot", kwargs={"pk": pk}))


@require_POST
@page(P.MANAGE_CHANNELS)
def mail_test(request: HttpRequest) -> HttpResponseRedirect:
    """Send a test message to who asks for it."""

    def act() -> str:
        try_mail(actor_of(request), timezone.now())
        return _("测试邮件已排入发送，约半分钟内有结果，刷新本页可见。")

    return answered(request, act, reverse("notices:channels"))


@page(P.MANAGE_CHANNELS)
def deliveries(request: HttpRequest) -> HttpResponseBase:
    """List what went out, is to go out, or failed; have what failed sent again."""
    listing = Listing(
        _("通知发送记录"),
        DeliveryTable,
        DeliveryFilters,
        _("还没有发送过。"),
        ((_("返回通知渠道"), reverse("notices:channels"), False),),
        bulk=Bulk(plain.Form(), (("retry", _("重新发送")),)),
    )
    rows = deliveries_within(scope_of(request.user, P.MANAGE_CHANNELS))
    if request.method == "POST":

        def act() -> str:
            count = retry_deliveries(actor_of(request), chosen_rows(request, listing, rows), timezone.now())
            return _("%s 条发送失败的通知已重新排入发送；其他状态的没有动。") % count

        return answered(request, act)
    return show_list(request, listing, rows)
