"""Upload, preview, take over."""

from collections import Counter
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import OutOfReachError, RefusedError
from kaoping.web.imports.actions.apply_list import apply_list
from kaoping.web.imports.actions.upload_list import upload_list
from kaoping.web.imports.models import Draft
from kaoping.web.imports.reading import read_rows
from kaoping.web.imports.running import CHANGED, NEW, SAME, WRONG, run_import
from kaoping.web.imports.sheets import SheetKind, sheet_kind, sheet_kinds
from kaoping.web.imports.template_book import template_book
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.export import XLSX

SHOWN = 200
ORDER = (WRONG, NEW, CHANGED, SAME)


class UploadForm(forms.Form):
    """One workbook of one kind of list."""

    kind = forms.ChoiceField(label=gettext_lazy("清单"))
    file = forms.FileField(label=gettext_lazy("工作簿"), widget=forms.FileInput({"accept": ".xlsx"}))

    def __init__(self, *args: Any, kinds: list[SheetKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.id, _(kind.title)) for kind in kinds]  # type: ignore[attr-defined]


@page(Permission.IMPORT_REGISTRY)
def imports(request: HttpRequest) -> HttpResponse:
    """Upload a list, or get its template."""
    kinds = [kind for kind in sheet_kinds().values() if scope_of(request.user, kind.permission)]
    wanted = request.GET.get("kind", "")
    if wanted and all(kind.id != wanted for kind in kinds):
        kinds.insert(0, _kind(request, wanted))
    form = UploadForm(request.POST or None, request.FILES or None, kinds=kinds)

    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(_uploaded(request, form))
        except RefusedError as error:
            form.add_error("file", str(error))
    recent = _own(request)[:10]
    titles = {kind.id: _(kind.title) for kind in kinds}
    context = {
        "form": form,
        "kinds": kinds,
        "recent": [(draft, titles.get(draft.kind) or _title(request, draft.kind)) for draft in recent],
    }
    return render(request, "imports/upload.html", context, status=422 if form.is_bound and form.errors else 200)


@page(Permission.IMPORT_REGISTRY)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the workbook to fill in, with what is registered already."""
    sheet = _kind(request, kind)
    response = HttpResponse(template_book(sheet, sheet.rows(request)), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{sheet.title}.xlsx")
    return response


@page(Permission.IMPORT_REGISTRY)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would become of every row; take them over when asked to."""
    draft = row_of(_own(request), pk)
    kind = _kind(request, draft.kind)
    if request.method == "POST":
        return answered(request, lambda: _applied(request, pk), request.path)
    outcomes = run_import(actor_of(request), kind, draft.rows, keep=False) if draft.applied_at is None else []
    outcomes.sort(key=lambda outcome: (ORDER.index(outcome.state), outcome.line))
    found = Counter(outcome.state for outcome in outcomes)
    context = {
        "draft": draft,
        "kind": kind,
        "page": Paginator(outcomes, SHOWN).get_page(request.GET.get("page")),
        "counts": [(state, found[state]) for state in ORDER],
        "wrong": found[WRONG],
    }
    return render(request, "imports/preview.html", context)


def _applied(request: HttpRequest, pk: int) -> str:
    done = Counter(outcome.state for outcome in apply_list(actor_of(request), pk, timezone.now()))
    counts = {"new": done[NEW], "changed": done[CHANGED], "same": done[SAME]}
    return _("已导入：新增 %(new)s 条，修改 %(changed)s 条，未变 %(same)s 条。") % counts


def _uploaded(request: HttpRequest, form: UploadForm) -> str:
    """Keep what was uploaded and return the address of its preview."""
    kind, file = _kind(request, form.cleaned_data["kind"]), form.cleaned_data["file"]
    draft = upload_list(actor_of(request), kind.id, file.name, read_rows(file, kind))
    return reverse("imports:preview", kwargs={"pk": draft.pk})


def _title(request: HttpRequest, name: str) -> str:
    """What a list is called that is not among the usual ones; its id where it is out of reach now."""
    kind = sheet_kind(request.user, name)  # type: ignore[arg-type]  # pages are for people who are signed in
    return _(kind.title) if kind else name


def _own(request: HttpRequest) -> "QuerySet[Draft]":
    return Draft.objects.filter(uploaded_by_id=request.user.pk)


def _kind(request: HttpRequest, name: str) -> SheetKind:
    kind = sheet_kind(request.user, name)  # type: ignore[arg-type]  # pages are for people who are signed in
    if kind is None:
        raise OutOfReachError
    return kind
