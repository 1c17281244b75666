"""The page of one inspected site: what was looked at, what was found, what was not seen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kaoping.model.canonical import digest
from kaoping.model.findings import CheckRecord, Finding
from kaoping.model.outcomes import CheckStatus, Outcome
from kaoping.model.pages import Coverage
from kaoping.reports.pages import finding_anchor, write_page
from kaoping.reports.reasons import reason_text
from kaoping.reports.wording import params_text

SHOWN = (Outcome.FAIL, Outcome.SUSPECTED, Outcome.MANUAL, Outcome.NOT_MEASURED)
FIRST = 20  # rows of one check in view; the rest is folded away
MOST_SHOWN = 500  # of one check; the rest is in findings.jsonl
NO_PICTURES: Mapping[str, str] = MappingProxyType({})
_STATUS = {
    CheckStatus.DONE: "已查",
    CheckStatus.NOT_APPLICABLE: "不适用",
    CheckStatus.NOT_MEASURED: "未能检测",
}


def write_site_page(
    path: Path,
    coverage: Coverage,
    judgement: tuple[Sequence[Finding], Sequence[CheckRecord]],
    titles: Mapping[str, str],
    *,
    pictures: Mapping[str, str] = NO_PICTURES,
) -> None:
    """Write `index.html` of one site from its findings and check records; `titles` are the checks' by id.

    `pictures` are relative addresses of pictures by the key of the finding that is framed on them.
    """
    findings, records = judgement
    counts = Counter((f.check, params_text(f.params), f.outcome) for f in findings)
    totals = Counter(f.outcome.value for f in findings)
    context = {
        "coverage": coverage,
        "totals": {outcome.value: totals[outcome.value] for outcome in SHOWN},
        "checks": [_check_row(record, counts, titles) for record in records],
        "groups": list(_groups(findings, titles)),
        "pictures": pictures,
    }
    write_page(path, "site.html.j2", context)


def _check_row(record: CheckRecord, counts: Counter[Any], titles: Mapping[str, str]) -> dict[str, object]:
    params = params_text(record.params)
    status = _STATUS[record.status]
    if record.reason:
        status += f"（{reason_text(record.reason)}）"
    row: dict[str, object] = {
        "title": titles.get(record.check, record.check),
        "anchor": record.check,
        "params": params,
        "status": status,
        "examined": record.examined,
    }
    found = {outcome.value: counts[record.check, params, outcome] for outcome in SHOWN}
    return row | found | {"found": any(found.values()), "tells": any(found.values()) or _unmeasured(record)}


def _unmeasured(record: CheckRecord) -> bool:
    return record.status is CheckStatus.NOT_MEASURED


def _groups(findings: Sequence[Finding], titles: Mapping[str, str]) -> list[dict[str, object]]:
    by_check: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.outcome in SHOWN:
            by_check.setdefault(finding.check, []).append(finding)
    groups: list[dict[str, object]] = []
    for check, found in sorted(by_check.items()):
        rows = _rows(found)
        group: dict[str, object] = {"anchor": check, "title": titles.get(check, check), "count": len(rows)}
        shown = {"rows": rows[:FIRST], "folded": rows[FIRST:MOST_SHOWN], "hidden": max(0, len(rows) - MOST_SHOWN)}
        groups.append(group | shown)
    return groups


def _rows(found: list[Finding]) -> list[dict[str, object]]:
    """One row per thing found: what several parameters of a check found stands in one row with all keys and anchors."""
    things: dict[object, list[Finding]] = {}
    for finding in sorted(found, key=lambda f: (SHOWN.index(f.outcome), f.page.value, f.url, f.key)):
        thing = (finding.outcome, finding.url, finding.page, finding.reason, digest(finding.values))
        things.setdefault(thing, []).append(finding)
    several = len({params_text(finding.params) for finding in found}) > 1
    return [
        {
            "finding": same[0],
            "others": [finding_anchor(finding) for finding in same[1:]],
            "params": [params_text(finding.params) for finding in same] if several else [],
            "keys": [finding.key for finding in same],
        }
        for same in things.values()
    ]
