"""The pages about people of units and how to reach them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.registry import filters, forms, tables
from kaoping.web.registry.actions.add_contact import add_contact
from kaoping.web.registry.actions.change_contact import change_contact
from kaoping.web.registry.actions.remove_contact import remove_contact
from kaoping.web.registry.models import Contact
from kaoping.web.registry.queries import contacts_for, units_for

P = Permission


@page(P.VIEW_CONTACTS)
def contacts(request: HttpRequest) -> HttpResponseBase:
    """List the people of units within reach."""
    editable = bool(scope_of(request.user, P.EDIT_CONTACTS))
    listing = Listing(
        _("通讯录"),
        tables.EditableContactTable if editable else tables.ContactTable,
        filters.ContactFilters,
        _("还没有联系人。请在单位页面上逐个新增，或批量导入“单位通讯录”。"),
        (),
        _("电话和邮箱加密保存，不能用来筛选，也不写入操作日志；请只用于工作联系。"),
    )
    return show_list(request, listing, contacts_for(request))


@page(P.EDIT_CONTACTS)
def contact_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note somebody of a unit."""
    unit = row_of(units_for(request, P.EDIT_CONTACTS), pk)
    back = reverse("registry:unit", kwargs={"pk": pk})

    def save(form: forms.ContactForm) -> str:
        add_contact(actor_of(request), {**form.values(), "unit": unit})
        return back

    editing = Editing(_("“%s”：新增联系人") % unit, save, _("联系人已登记。"), back)
    return show_form(request, forms.ContactForm(request.POST or None, request=request), editing)


@page(P.EDIT_CONTACTS)
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of somebody."""
    row = row_of(contacts_for(request, P.EDIT_CONTACTS), pk)
    back = _unit_page(row)

    def save(form: forms.ContactForm) -> str:
        change_contact(actor_of(request), pk, form.edits())
        return back

    editing = Editing(_("修改联系人“%s”") % row, save, _("已保存。"), back, str(row.unit))
    return show_form(request, forms.ContactForm(request.POST or None, instance=row, request=request), editing)


@page(P.EDIT_CONTACTS)
def contact_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether somebody is to be struck off, and do it."""
    row = row_of(contacts_for(request, P.EDIT_CONTACTS), pk)
    if request.method == "POST":
        remove_contact(actor_of(request), pk)
        messages.success(request, _("联系人“%s”已删除。") % row)
        return HttpResponseRedirect(_unit_page(row))
    return render(request, "registry/contact_remove.html", {"contact": row, "back": _unit_page(row)})


def _unit_page(row: Contact) -> str:
    return reverse("registry:unit", kwargs={"pk": row.unit_id})
