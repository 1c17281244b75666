"""Findings as a run leaves them: rows made of the findings.jsonl of a real inspection, with or without its folder."""

import io
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from PIL import Image

from kaoping.runs.outputs import finding_object, read_findings
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.models import Decision, Finding, Reply, Run, RunSite, Waiver
from tests.web.conftest import Place

AT = datetime.fromisoformat("2026-11-20T01:00:00+08:00")
FOLDER = "site"


EDITORS, UNITS = frozenset({Role.ADMIN, Role.BODY}), frozenset({Role.LIAISON, Role.LEADER})
FINDING_PAGES = {  # who gets in, as in test_permissions
    "monitoring:findings": frozenset(Role),
    "monitoring:finding": frozenset(Role),
    "monitoring:finding-evidence": frozenset(Role),
    "monitoring:stored": frozenset(Role),
    "monitoring:queue": EDITORS,
    "monitoring:finding-elsewhere": EDITORS,
    "monitoring:finding-reply": UNITS,
    "monitoring:finding-waive": EDITORS | UNITS,
    "monitoring:replies": frozenset(Role),
    "monitoring:reply": EDITORS,
    "monitoring:reply-proof": frozenset(Role),
    "monitoring:waivers": frozenset(Role),
    "monitoring:waiver": EDITORS | {Role.APPROVER},
}


def about_finding(name: str, finding: Finding) -> dict[str, object]:
    """What an address about a finding takes."""
    with suppress(NoReverseMatch):
        reverse(name)
        return {}
    if name.startswith("monitoring:repl"):
        return {"pk": finding.replies.get().pk}
    if name == "monitoring:availability":
        return {"pk": finding.site_id}
    if name == "monitoring:waiver":
        return {"pk": finding.waivers.get().pk}
    if name == "monitoring:withdraw":
        return {"pk": finding.decisions.get().pk}
    return {"pk": finding.pk, **({"number": 0} if name == "monitoring:stored" else {})}


def put_to_people(finding: Finding, by: User) -> None:
    """Let a finding be decided, replied to, and asked a waiver for."""
    now, unit = timezone.now(), finding.site.unit
    Decision.objects.create(finding=finding, kind="confirm", made_by=by, made_at=now)
    reply = Reply(finding=finding, unit=unit, kind="false", text="不是问题", made_by=by, made_at=now)
    reply.proof.save("a.pdf", ContentFile(b"%PDF-"))
    Waiver.objects.create(finding=finding, until=now.date(), reason="改版", asked_by=by, asked_at=now)


def run_of(where: Place, name: str = "每日巡查 2026-11-20") -> Run:
    """A run that is done."""
    return Run.objects.create(body=where.region, name=name, state=Run.State.DONE, due_at=AT, finished_at=AT)


def found_by(results: Path, where: Place, *, with_folder: bool = False) -> list[Finding]:
    """The rows that an inspection's findings make on the site of a place; the keys differ from place to place."""
    run = run_of(where)
    RunSite.objects.create(
        run=run, site=where.site, address=where.site.address, state="imported", folder=FOLDER, finished_at=AT
    )
    if with_folder:
        (source,) = (path for path in results.iterdir() if path.is_dir())
        target = run_folder(run.pk)
        shutil.rmtree(target, ignore_errors=True)  # of an earlier test, whose rows are gone
        shutil.copytree(source, target / source.name)
        shutil.copy(results / "ledger.jsonl", target)
        RunSite.objects.filter(run=run).update(folder=source.name)
    return Finding.objects.bulk_create(rows_of(results, where, run))


def rows_of(results: Path, where: Place, run: Run) -> Iterator[Finding]:
    """The rows, not saved yet."""
    (path,) = results.glob("*/findings.jsonl")
    for seen in read_findings(path):
        if seen.outcome.value not in Finding.Outcome.values:
            continue
        plain = finding_object(seen)
        yield Finding(
            site=where.site,
            key=f"{where.region.code[-2:]}{seen.key[2:]}",
            sighting=seen.id,
            check_id=seen.check,
            check_version=seen.check_version,
            params=plain["params"],
            outcome=seen.outcome.value,
            severity=Finding.Severity.SCORED,
            page_kind=seen.page.value,
            url=seen.url,
            values=plain["values"],
            fault=seen.fault.value if seen.fault else "",
            reason=seen.reason,
            snippet=seen.snippet,
            evidence=plain["evidence"],
            run=run,
            first_seen=AT,
            last_seen=AT,
        )


def picture() -> bytes:
    """A small picture as a unit hands it in."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()
