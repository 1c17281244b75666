"""What supports a mark: files, pasted pictures, the diary of test calls."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError, problems_of
from kaoping.web.marking.actions.add_mark_file import add_mark_file
from kaoping.web.marking.actions.note_call import note_call
from kaoping.web.marking.actions.remove_call import remove_call
from kaoping.web.marking.actions.remove_mark_file import remove_mark_file
from kaoping.web.marking.forms import CallForm
from kaoping.web.marking.models import Mark, MarkFile, TestCall
from kaoping.web.marking.queries import own_marks
from kaoping.web.marking.rules import marks_within
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.uploads import BadUploadError, examine, handed_out

P = Permission


@require_POST
@page(P.GIVE_MARKS)
def file_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an uploaded file or a pasted picture with a mark of one's own."""
    mark = row_of(own_marks(request.user), pk)  # type: ignore[arg-type]  # pages are for people who are signed in
    said = ""
    for file in request.FILES.getlist("file"):
        try:
            add_mark_file(actor_of(request), pk, examine(file))
        except (BadUploadError, RefusedError) as error:
            said = str(error)
    if not request.FILES:
        said = _("请先选择文件。")
    return _shown(request, mark, said)


@require_POST
@page(P.GIVE_MARKS)
def file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file of one's own mark away."""
    try:
        mark, said = remove_mark_file(actor_of(request), pk), ""
    except RefusedError as error:
        mark, said = row_of(MarkFile.objects.filter(mark__assessor=request.user), pk).mark, str(error)  # type: ignore[misc]
    return _shown(request, mark, said)


@page(P.GIVE_MARKS)
def own_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out a file of one's own mark."""
    row = row_of(MarkFile.objects.filter(mark__assessor=request.user), pk)  # type: ignore[misc]
    return handed_out(row.file, row.name, row.kind)


@page(P.VIEW_MARKS)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out a file of any mark within reach."""
    marks = marks_within(scope_of(request.user, P.VIEW_MARKS))
    row = row_of(MarkFile.objects.filter(mark__in=marks.values("pk")), pk)
    return handed_out(row.file, row.name, row.kind)


@require_POST
@page(P.GIVE_MARKS)
def call_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a test call."""
    mark = row_of(own_marks(request.user), pk)  # type: ignore[arg-type]
    form, said = CallForm(request.POST), ""
    if form.is_valid():
        try:
            note_call(actor_of(request), pk, form.cleaned_data)
        except RefusedError as error:
            said = str(error)
        except ValidationError as error:
            said = "；".join(text for found in problems_of(error).values() for text in found)
    else:
        said = "；".join(f"{form[name].label}：{found[0]}" for name, found in form.errors.items())
    return _shown(request, mark, said, form if said else None)


@require_POST
@page(P.GIVE_MARKS)
def call_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike out an entry of the diary."""
    try:
        mark, said = remove_call(actor_of(request), pk), ""
    except RefusedError as error:
        mark, said = row_of(TestCall.objects.filter(mark__assessor=request.user), pk).mark, str(error)  # type: ignore[misc]
    return _shown(request, mark, said)


def empty_call() -> CallForm:
    """Return the form of the diary, beginning now."""
    return CallForm(initial={"at": timezone.localtime().replace(second=0, microsecond=0)})


def _shown(request: HttpRequest, mark: Mark, said: str, form: CallForm | None = None) -> HttpResponse:
    """Answer with the proof as it is now where the desk asks for it, else go back to the desk."""
    if "HTTP_X_AUTOSAVE" in request.META:
        context = {"mark": mark, "open": mark.state != Mark.State.DONE, "said": said, "call_form": form or empty_call()}
        return render(request, "marking/own_proof.html", context, status=422 if said else 200)
    if said:
        messages.error(request, said)
    return HttpResponseRedirect(reverse("marking:judge", kwargs={"pk": mark.pk}))
