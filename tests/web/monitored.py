"""Runs and what they saw, made by hand for tests of monitoring."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from kaoping.model.findings import CheckRecord, finding_key, sighting_id
from kaoping.model.findings import Finding as Sighting
from kaoping.model.outcomes import CheckStatus, Fault, Outcome, PageKind
from kaoping.model.pages import Coverage
from kaoping.runs.looked_at import Look, SiteLook
from kaoping.web.monitoring.importing import SealedSite
from kaoping.web.monitoring.inspecting import carry_out_part
from kaoping.web.monitoring.models import Run, RunSite
from kaoping.web.registry.models import Site

FIRST = datetime(2026, 3, 2, 1, tzinfo=UTC)
CHECK = "wrong-wording"


def run_of(site: Site, day: int = 0, **more: Any) -> RunSite:
    """A run of one site, so many days after the first."""
    at = FIRST + timedelta(days=day)
    run = Run.objects.create(body=site.unit.region, name=f"第{day}日", due_at=at, state=Run.State.RUNNING, **more)
    return RunSite.objects.create(run=run, site=site, address=site.address)


def sighting(site: Site, name: str, outcome: Outcome = Outcome.FAIL, **more: Any) -> Sighting:
    """What a check says of one page of a site; seen on the first day unless told otherwise."""
    url, check, params = f"{site.address}{name}.html", more.pop("check", CHECK), more.pop("params", {})
    key, at = finding_key(check, params, site.address, name), more.pop("at", FIRST)
    fault = Fault.NETWORK if outcome is Outcome.NOT_MEASURED else None
    values: dict[str, Any] = {
        "id": sighting_id(key, at), "key": key, "check": check, "check_version": "1", "params": params,
        "outcome": outcome, "site": site.address, "url": url, "page": PageKind.ARTICLE, "values": {"word": name},
        "fault": fault, "reason": "word", "snippet": f"……{name}……", "evidence": {}, "at": at,
    }  # fmt: skip
    return Sighting(**values | more)


def sealed(
    findings: Sequence[Sighting], day: int = 0, looks: Mapping[str, Look] | None = None, **more: Any
) -> SealedSite:
    """What a run of that day saw of a site: by default everything, with every check measured that says something."""
    at = FIRST + timedelta(days=day, minutes=10)
    status = more.pop("status", CheckStatus.DONE)
    said = {(one.check, repr(one.params)): one.params for one in findings} or {(CHECK, "{}"): {}}
    records = [CheckRecord(check, params, status, more.pop("examined", 9)) for (check, _), params in said.items()]
    coverage = Coverage("https://a/", at, at, more.pop("pages", 40), 100, 1000, 1.0, (), more.pop("stopped", "done"))
    return SealedSite(tuple(findings), tuple(records), coverage, SiteLook(looks or {}, complete=looks is None))


def carry_out(run: Run) -> None:
    """Inspect every site of a run that is not through yet, part by part, in this process."""
    for part in run.parts.order_by("number"):
        carry_out_part(part)
