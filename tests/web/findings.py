"""Findings as a run leaves them: rows made of the findings.jsonl of a real inspection, with or without its folder."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kaoping.runs.outputs import finding_object, read_findings
from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.models import Finding, Run, RunSite
from tests.web.conftest import Place

AT = datetime.fromisoformat("2026-11-20T01:00:00+08:00")
FOLDER = "site"


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
