"""The pages of one's own notices."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.actions import RefusedError
from kaoping.web.notices.actions.mark_read import mark_read
from kaoping.web.notices.filters import NoticeFilters
from kaoping.web.notices.models import Notice
from kaoping.web.notices.tables import NoticeTable
from kaoping.web.pages.access import signed_in_page
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
        bulk=Bulk(forms.Form(), (("read", _("标为已读")),)),
    )
    rows = Notice.objects.filter(person=person)
    if request.method == "POST":
        try:
            count = mark_read(person, chosen_rows(request, listing, rows), timezone.now())
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已将 %s 条标为已读。") % count)
        return HttpResponseRedirect(request.get_full_path())
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


def _person(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user
