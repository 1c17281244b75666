"""What proves a finding, handed out: its picture, stored pages in a sandbox, the evidence as a file to check."""

import tempfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kaoping.model.errors import KaopingError, StorageError
from kaoping.replay.finding_evidence import FindingEvidence, render_record
from kaoping.runs.found_evidence import export_evidence
from kaoping.web.accounts.roles import Permission
from kaoping.web.monitoring.finding_folder import evidence_of
from kaoping.web.monitoring.finding_queries import findings_for
from kaoping.web.pages.access import page, row_of

P = Permission


@page(P.VIEW_FINDINGS)
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over the picture on which a finding is framed."""
    found = _evidence(request, pk).picture
    if found is None:
        raise Http404
    return HttpResponse(found.jpeg, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=300"})


@page(P.VIEW_FINDINGS)
def stored(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one stored page of a finding's evidence, for a frame only: in a sandbox without an origin of its own.

    It neither runs scripts nor reaches the platform's cookies, and its links lead nowhere.
    """
    evidence = _evidence(request, pk)
    if number >= len(evidence.records):
        raise Http404
    try:
        shown = render_record(evidence, number, "")
    except StorageError as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8", headers=_SANDBOX)
    headers = {**shown.headers, "X-Frame-Options": "SAMEORIGIN"}
    return HttpResponse(shown.body, status=shown.status, headers=headers)


@page(P.VIEW_FINDINGS)
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over the evidence of a finding as `kaoping evidence export` makes it: anybody can check it."""
    evidence = _evidence(request, pk)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "evidence.zip"
        try:
            export_evidence(evidence.folder, evidence.finding.id, out)
        except KaopingError as error:
            return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
        response = HttpResponse(out.read_bytes(), content_type="application/zip")
    name = _("佐证") + f"-{evidence.finding.key}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


_SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'self'"}


def _evidence(request: HttpRequest, pk: int) -> FindingEvidence:
    found = evidence_of(row_of(findings_for(request), pk))
    if found is None:
        raise Http404
    return found
