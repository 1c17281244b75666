"""Reads decisions.csv: what people decided about findings, in the order they decided it."""

import re
from datetime import date
from pathlib import Path

from kaoping.measures import Decision, DecisionKind
from kaoping.model.errors import InputError, Problem
from kaoping.runs.inputs.problems import refuse
from kaoping.runs.inputs.tabular import Row, read_rows
from kaoping.worktime import parse_date

REQUIRED = ("key", "decision")
OPTIONAL = ("from", "until", "by", "reason")
_KEY = re.compile(r"[0-9a-f]{24}")
_WORDS = {
    "confirm": DecisionKind.CONFIRM, "确认": DecisionKind.CONFIRM,
    "dismiss": DecisionKind.DISMISS, "排除": DecisionKind.DISMISS, "误报": DecisionKind.DISMISS,
    "waive": DecisionKind.WAIVE, "豁免": DecisionKind.WAIVE,
    "uphold": DecisionKind.UPHOLD, "维持": DecisionKind.UPHOLD,
}  # fmt: skip


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a file (columns key, decision, from, until, by, reason); a later one supersedes.

    `until` holds to the end of that day, Beijing time. Raises BadInputError naming every bad line.
    """
    problems: list[Problem] = []
    found = [_decision(row, path, problems) for row in read_rows(path, REQUIRED, OPTIONAL)]
    refuse(problems)
    return tuple(decision for decision in found if decision is not None)


def _decision(row: Row, path: Path, problems: list[Problem]) -> Decision | None:
    before = len(problems)

    def wrong(field: str, message: str) -> None:
        problems.append(Problem(message, str(path), row.line, where=field))

    def day(field: str) -> date | None:
        try:
            return parse_date(row[field]) if row[field] else None
        except InputError as error:
            wrong(field, str(error))
            return None

    key, kind = row["key"].lower(), _WORDS.get(row["decision"].lower())
    if not _KEY.fullmatch(key):
        wrong("key", f"问题编号“{row['key']}”不对，应是 24 位十六进制（findings.jsonl 的 key）")
    if kind is None:
        wrong("decision", f"认定“{row['decision']}”不对，应为 confirm、dismiss、waive 或 uphold")
    from_, until = day("from"), day("until")
    if from_ is not None and until is not None and until < from_:
        wrong("until", f"截止日 {until} 早于起始日 {from_}")
    if len(problems) > before or kind is None:
        return None
    return Decision(key, kind, from_, until, row["by"], row["reason"])
