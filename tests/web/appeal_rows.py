"""An appeal in a cycle for tests of who gets in, and who does."""

from datetime import UTC, date, datetime

from django.core.files.base import ContentFile

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.appeals.models import Appeal, AppealFile
from kaoping.web.cycles.models import Cycle
from kaoping.web.results.models import ResultVersion

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
EDITORS, UNITS = frozenset({Role.ADMIN, Role.BODY}), frozenset({Role.LIAISON, Role.LEADER})
OVERSEERS = EDITORS | {Role.APPROVER, Role.AUDITOR}
APPEAL_PAGES = {  # who gets in, as in test_permissions
    "appeals:appeals": OVERSEERS | UNITS,
    "appeals:appeal": OVERSEERS | UNITS,
    "appeals:proof": OVERSEERS | UNITS,
    "appeals:cycle": OVERSEERS,
    "appeals:terms": EDITORS,
    "appeals:decide": EDITORS,
    "appeals:own": UNITS,
}
APPEALS_POSTED = {"appeals:accept": EDITORS, "appeals:withdraw": UNITS}
OF_FED_BACK = {"appeals:unit", "appeals:file"}
"""A unit's own, once its result was fed back: test_appeal_pages."""


def appealed_in(cycle: Cycle, by: User) -> None:
    """An appeal with a proof, against a version whose sealed folder is gone."""
    version = ResultVersion.objects.create(
        cycle=cycle,
        number=2,
        kind="approved",
        made_at=AT,
        made_by="-",
        as_of=date(2026, 11, 20),
        scheme_digest=cycle.scheme.digest,
        scoring_version="1",
        program="1",
        folder="results/gone",
        seal="0" * 64,
        inputs_digest="0" * 64,
        output_digest="0" * 64,
    )
    times = dict.fromkeys(("received_at", "file_due_at", "filed_at", "due_at"), AT)
    row = Appeal.objects.create(
        participant=cycle.participants.get(),
        version=version,
        item="fixed",
        title="指标",
        text="理由",
        filed_by=by,
        **times,
    )
    proof = AppealFile(appeal=row, name="证明.pdf", kind="application/pdf", size=4, sha256="2" * 64)
    proof.file.save("proof.pdf", ContentFile(b"%PDF"))


def about_appeals(name: str, cycle: Cycle) -> dict[str, object]:
    """What an address about appeals takes."""
    if name in ("appeals:appeals", "appeals:own"):
        return {}
    if name in ("appeals:cycle", "appeals:terms"):
        return {"pk": cycle.pk}
    row = Appeal.objects.get(participant__cycle=cycle)
    return {"pk": row.files.get().pk if name == "appeals:proof" else row.pk}
