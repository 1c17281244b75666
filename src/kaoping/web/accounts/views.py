"""The pages about people and roles, and the one behind an invitation's link."""

import django_filters as filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kaoping.web.accounts import forms
from kaoping.web.accounts.actions.accept_invitation import accept_invitation, open_invitation
from kaoping.web.accounts.actions.change_person import change_person
from kaoping.web.accounts.actions.grant_role import Grant, grant_role
from kaoping.web.accounts.actions.invite_person import invite_person
from kaoping.web.accounts.actions.renew_invitation import renew_invitation
from kaoping.web.accounts.actions.revoke_role import revoke_role
from kaoping.web.accounts.models import User
from kaoping.web.accounts.reach import memberships_within, people_within
from kaoping.web.accounts.roles import Permission, Role
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import OutOfReachError, RefusedError
from kaoping.web.audit.views import history_of
from kaoping.web.pages.access import actor_of, open_page, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.filtering import YesNoFilter, yes_no
from kaoping.web.pages.listing import Listing, show_list

P = Permission


class PeopleTable(tables.Table):
    """People."""

    name = tables.Column(linkify=("accounts:person", {"pk": tables.A("pk")}))
    username = tables.Column(gettext_lazy("登录名"))
    roles = tables.Column(gettext_lazy("角色"), accessor="pk", orderable=False)
    is_active = tables.Column(gettext_lazy("可以登录"))
    last_login = tables.Column(gettext_lazy("上次登录"))

    class Meta:
        model = User
        fields = ("name", "username", "roles", "is_active", "last_login")

    def render_roles(self, record: User) -> SafeString:
        """Say the roles and their places, one a line."""
        return format_html_join("\n", "<div>{}</div>", ((str(row),) for row in record.memberships.all()))

    def value_roles(self, record: User) -> str:
        """Say them in one cell of an export."""
        return "；".join(str(row) for row in record.memberships.all())

    def render_is_active(self, value: bool) -> str:
        """Say it in a word."""
        return yes_no(value)


class PeopleFilters(filters.FilterSet):
    """What the list of people can be narrowed by."""

    q = filters.CharFilter(label=gettext_lazy("姓名或登录名"), method="search")
    role = filters.ChoiceFilter(label=gettext_lazy("角色"), choices=Role, field_name="memberships__role", distinct=True)
    is_active = YesNoFilter(label=gettext_lazy("可以登录"))

    class Meta:
        model = User
        fields = ("q", "role", "is_active")

    def search(self, rows: "QuerySet[User]", _name: str, value: str) -> "QuerySet[User]":
        """Look in names."""
        return rows.filter(Q(name__icontains=value) | Q(username__icontains=value))


@page(P.VIEW_PEOPLE)
def people(request: HttpRequest) -> HttpResponseBase:
    """List the people within reach."""
    may = bool(scope_of(request.user, P.EDIT_PEOPLE))
    listing = Listing(
        _("人员与权限"),
        PeopleTable,
        PeopleFilters,
        _("还没有人员。请先邀请一位，再授予角色。"),
        ((_("邀请人员"), reverse("accounts:invite"), True),) if may else (),
    )
    rows = people_within(scope_of(request.user, P.VIEW_PEOPLE))
    return show_list(request, listing, rows.prefetch_related("memberships__region", "memberships__unit"))


@page(P.VIEW_PEOPLE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person with roles and history; grant a role."""
    row = _person(request, pk, P.VIEW_PEOPLE)
    may_edit = people_within(scope_of(request.user, P.EDIT_PEOPLE)).filter(pk=pk).exists() and bool(
        scope_of(request.user, P.EDIT_PEOPLE)
    )
    form = forms.RoleForm(request.POST or None, request=request) if may_edit else None
    if request.method == "POST":
        if form is None:
            raise OutOfReachError
        if form.is_valid():
            given = form.cleaned_data
            try:
                grant_role(actor_of(request), pk, Grant(Role(given["role"]), given["region"], given["unit"]))
            except RefusedError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("角色已授予。"))
                return HttpResponseRedirect(request.path)
    context = {
        "person": row,
        "roles": row.memberships.select_related("region", "unit"),
        "form": form,
        "may_edit": may_edit,
        "history": history_of(row),
    }
    return render(request, "accounts/person.html", context, status=422 if form and form.errors else 200)


@page(P.EDIT_PEOPLE)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person."""
    row = _person(request, pk, P.EDIT_PEOPLE)
    back = reverse("accounts:person", kwargs={"pk": pk})

    def save(form: forms.PersonEditForm) -> str:
        change_person(actor_of(request), pk, form.edits())
        return back

    editing = Editing(_("修改“%s”") % row, save, _("已保存。"), back)
    return show_form(request, forms.PersonEditForm(request.POST or None, instance=row), editing)


@page(P.EDIT_PEOPLE)
def invite(request: HttpRequest) -> HttpResponse:
    """Open an account; the link is shown once, to be handed over by whatever way the office uses."""

    def save(form: forms.PersonForm) -> HttpResponse:
        return _link_page(request, *invite_person(actor_of(request), form.values(), timezone.now()))

    editing = Editing(_("邀请人员"), save, "", reverse("accounts:people"), button=_("生成邀请链接"))
    return show_form(request, forms.PersonForm(request.POST or None), editing)


@require_POST
@page(P.EDIT_PEOPLE)
def reinvite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new link for somebody."""
    row, secret = renew_invitation(actor_of(request), pk, timezone.now())
    return _link_page(request, row, secret)


@require_POST
@page(P.EDIT_PEOPLE)
def role_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    membership = row_of(memberships_within(scope_of(request.user, P.EDIT_PEOPLE)), pk)

    def act() -> str:
        revoke_role(actor_of(request), pk)
        return _("角色已收回。")

    return answered(request, act, reverse("accounts:person", kwargs={"pk": membership.user_id}))


@sensitive_post_parameters()
@open_page
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Let somebody set a first password."""
    found = open_invitation(secret, timezone.now())
    if found is None:
        return render(request, "accounts/invitation_over.html", status=410)
    form = forms.FirstPasswordForm(request.POST or None, user=found.user)
    if request.method == "POST" and form.is_valid():
        address = request.META.get("REMOTE_ADDR", "")
        accept_invitation(secret, form.cleaned_data["password1"], timezone.now(), address)
        messages.success(request, _("密码已设置，请登录。"))
        return HttpResponseRedirect(reverse("account_login"))
    status = 422 if form.errors else 200
    return render(request, "accounts/invitation.html", {"form": form, "person": found.user}, status=status)


def _person(request: HttpRequest, pk: int, permission: Permission) -> User:
    return row_of(people_within(scope_of(request.user, permission)), pk)


def _link_page(request: HttpRequest, row: User, secret: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("accounts:invitation", kwargs={"secret": secret}))
    return render(request, "accounts/link.html", {"person": row, "link": link})
