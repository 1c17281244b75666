"""Every check says on its cases what the case file expects, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from kaoping.checks.discovery import all_checks, run_check
from kaoping.facts.store import FactStore
from kaoping.model.findings import Verdict
from kaoping.model.outcomes import Outcome
from tests.checks.case_files import Case, load_cases

CASES = load_cases()
COUNTING = {"fail", "suspected", "manual"}


@pytest.mark.parametrize("case", CASES, ids=[f"{case.check}: {case.name}" for case in CASES])
def test_case(case: Case) -> None:
    check = all_checks()[case.check]
    record, verdicts = run_check(check, case.params, FactStore(case.record()))
    expected = case.expected
    assert record.status == expected.get("status", "done"), record.reason
    if "examined" in expected:
        assert record.examined == expected["examined"]
    wanted = list(expected.get("findings") or [])
    told = [verdict for verdict in verdicts if verdict.outcome is not Outcome.PASS or _wants_passes(wanted)]
    _match(wanted, told)
    for verdict in verdicts:
        assert verdict.outcome.value in check.about.outcomes
        assert set(verdict.values) <= set(check.about.values)


@pytest.mark.parametrize("check", sorted(all_checks()))
def test_has_positive_and_negative_cases(check: str) -> None:
    findings = [list(case.expected.get("findings") or []) for case in CASES if case.check == check]
    outcomes = [{finding["outcome"] for finding in each} for each in findings]
    assert any(each & COUNTING for each in outcomes), "no case in which the check finds something"
    assert any(not each & COUNTING for each in outcomes), "no case in which it finds nothing"


def _wants_passes(wanted: Sequence[Mapping[str, Any]]) -> bool:
    return any(each["outcome"] == "pass" for each in wanted)


def _match(wanted: list[Mapping[str, Any]], told: list[Verdict]) -> None:
    left = list(told)
    for each in wanted:
        found = next((verdict for verdict in left if _fits(each, verdict)), None)
        assert found is not None, f"expected {each}, left are {left}"
        left.remove(found)
    assert not left, f"not expected: {left}"


def _fits(wanted: Mapping[str, Any], verdict: Verdict) -> bool:
    for name, value in wanted.items():
        if name == "values":
            if any(_plain(verdict.values.get(key)) != expected for key, expected in value.items()):
                return False
        elif name == "contains":
            if value not in verdict.snippet:
                return False
        elif _plain(getattr(verdict, name)) != value:
            return False
    return True


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.value if hasattr(value, "value") else value
