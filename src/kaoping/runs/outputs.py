"""The files a sealed site leaves for people and programs: findings, checks, columns, coverage."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from kaoping.evidence.durable import replace_file
from kaoping.facts.site.columns import Column
from kaoping.model.canonical import PLAIN
from kaoping.model.errors import StorageError
from kaoping.model.findings import CheckRecord, Finding
from kaoping.model.outcomes import CheckStatus, Fault, Outcome, PageKind
from kaoping.model.pages import Coverage
from kaoping.runs.batch import write_text


def finding_object(finding: Finding) -> dict[str, Any]:
    """Return a finding as the published JSON object."""
    return {name: _plain(getattr(finding, name)) for name in Finding.__dataclass_fields__}


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """Write `findings.jsonl`, one object a line."""
    replace_file(path, ((_json(finding_object(finding)) + "\n").encode() for finding in findings))


def read_findings(path: Path) -> Iterator[Finding]:
    """Yield the findings of a `findings.jsonl`. Raises StorageError naming the line that cannot be read."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield finding_from(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise StorageError(
                    f"{path}:{number}：问题记录读不出来（{error}）。请用 kaoping rejudge 重新生成。"
                ) from error


def finding_from(row: Mapping[str, Any]) -> Finding:
    """Return the finding of a published JSON object. Raises ValueError, KeyError or TypeError where it is none."""
    values = {name: row[name] for name in Finding.__dataclass_fields__}
    values |= {
        "outcome": Outcome(row["outcome"]),
        "page": PageKind(row["page"]),
        "fault": Fault(row["fault"]) if row["fault"] else None,
        "at": datetime.fromisoformat(row["at"]),
    }
    return Finding(**values)


def write_checks(path: Path, records: Sequence[CheckRecord]) -> None:
    """Write `checks.json`: what was looked at, also where nothing was found."""
    write_text(path, _json([check_object(record) for record in records], indent=1))


def check_object(record: CheckRecord) -> dict[str, Any]:
    """Return what was looked at as the published JSON object."""
    return {name: _plain(value) for name, value in asdict(record).items()}


def read_checks(path: Path) -> tuple[CheckRecord, ...]:
    """Return the records of a `checks.json`."""
    return tuple(map(check_record_from, json.loads(path.read_text(encoding="utf-8"))))


def check_record_from(row: Mapping[str, Any]) -> CheckRecord:
    """Return the record of a published JSON object."""
    return CheckRecord(
        check=row["check"],
        params=row["params"],
        status=CheckStatus(row["status"]),
        examined=row["examined"],
        fault=Fault(row["fault"]) if row["fault"] else None,
        reason=row["reason"],
    )


def coverage_object(coverage: Coverage) -> dict[str, Any]:
    """Return coverage as the published JSON object."""
    row = {name: _plain(value) for name, value in asdict(coverage).items()}
    return row | {"skipped": [{"reason": reason, "count": count} for reason, count in coverage.skipped]}


def write_coverage(path: Path, coverage: Coverage) -> None:
    """Write `coverage.json`; its presence says that the site has been collected to the end."""
    write_text(path, _json(coverage_object(coverage), indent=1))


def read_coverage(path: Path) -> Coverage:
    """Return the coverage of a `coverage.json`."""
    row = json.loads(path.read_text(encoding="utf-8"))
    row["skipped"] = tuple((item["reason"], item["count"]) for item in row["skipped"])
    row["notes"] = tuple(row["notes"])
    row |= {name: datetime.fromisoformat(row[name]) for name in ("started", "finished")}
    return Coverage(**{name: row[name] for name in Coverage.__dataclass_fields__})


def write_columns(path: Path, columns: Sequence[Column]) -> None:
    """Write `columns.json`: the columns found, with kind, number of items, latest date and confidence."""
    rows = [
        {
            "url": column.url,
            "name": column.name,
            "kind": column.kind,
            "items": len(column.items),
            "latest": _plain(column.latest),
            "confidence": round(column.confidence, 3),
            "first_level": column.first_level,
        }
        for column in columns
    ]
    write_text(path, _json(rows, indent=1))


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _plain(value: object) -> Any:
    if type(value) in PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
