"""The pages of one's own notices."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.notices.actions.mark_read import mark_read
from kaoping.web.notices.actions.set_preferences import set_preferences
from kaoping.web.notices.filters import NoticeFilters
from kaoping.web.notices.forms import SettingsForm
from kaoping.web.notices.models import Notice, Preferences
from kaoping.web.notices.tables import NoticeTable
from kaoping.web.pages.access import actor_of, signed_in_page
from kaoping.web.pages.acts import answered
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list


@signed_in_page
def notices(request: HttpRequest) -> HttpResponseBase:
    """List what one was told; mark ticked ones, or all that the filters leave, as read."""
    person = _person(request)
    listing = Listing(
        _("通知"),
        NoticeTable,
        NoticeFilters,
        _("还没有通知。考评公布、日程变更、需要办理的事项会在这里提醒您。"),
        ((_("通知设置"), reverse("notices:settings"), False),),
        bulk=Bulk(forms.Form(), (("read", _("标为已读")),)),
    )
    rows = Notice.objects.filter(person=person)
    if request.method == "POST":

        def act() -> str:
            return _("已将 %s 条标为已读。") % mark_read(person, chosen_rows(request, listing, rows), timezone.now())

        return answered(request, act)
    return show_list(request, listing, rows)


@signed_in_page
def notice(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Go to what a notice is about; it is read then."""
    person = _person(request)
    found = Notice.objects.filter(person=person, pk=pk).first()
    if found is None:
        raise Http404
    mark_read(person, [pk], timezone.now())
    return HttpResponseRedirect(found.link or reverse("notices:notices"))


@signed_in_page
def preferences(request: HttpRequest) -> HttpResponse:
    """Set how one wants to be told outside the platform."""
    person = _person(request)
    known = Preferences.objects.filter(person=person).first()

    def save(form: SettingsForm) -> str:
        set_preferences(actor_of(request), person, form.wishes())
        return reverse("notices:notices")

    note = _("所有通知都在平台内显示。这里设置哪些另发邮件到 %s：随时发、每日汇总成一封，或不发。") % (
        person.email or _("您的邮箱（还没有登记，请联系管理员填写）")
    )
    editing = Editing(_("通知设置"), save, _("通知设置已保存。"), reverse("notices:notices"), note)
    return show_form(request, SettingsForm(request.POST or None, preferences=known), editing)


def _person(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user
