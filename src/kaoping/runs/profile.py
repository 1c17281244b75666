"""What an inspection without a scheme looks for: every check at its defaults, columns by the national limits."""

from collections.abc import Mapping, Sequence
from typing import Any

from kaoping.checks.discovery import Check, all_checks
from kaoping.model.findings import CheckRequest, Plain

# 国办秘函〔2019〕19号 单项否决“栏目不更新”：动态、要闻类 2 周，通知公告、政策文件类 6 个月；其余类按年
_COLUMN_LIMITS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("news",), 14),
    (("notices", "policy", "interpretation"), 183),
    (("personnel", "planning", "finance", "statistics", "survey", "interview"), 365),
)


def default_plans(checks: Mapping[str, Check]) -> list[CheckRequest]:
    """Return the (check, parameters) pairs of `kaoping inspect` without a scheme."""
    plans: list[CheckRequest] = []
    for check in checks.values():
        if check.id in ("column-freshness", "column-expiring"):
            plans += [
                plan_with(check, {"kinds": list(kinds), "days": days, "window": f"{days}d"})
                for kinds, days in _COLUMN_LIMITS
            ]
        elif check.entry.stage != "retired" and check.id != "column-exists":
            plans.append(plan_with(check, {}))
    return plans


def plan_with(check: Check, params: Mapping[str, Any]) -> CheckRequest:
    """Return the plan of a check with the parameters it declares: `params` over its defaults."""
    known: dict[str, Plain] = {spec.name: params.get(spec.name, spec.default) for spec in check.entry.params}
    return CheckRequest(check.id, known)


def with_uncounted(requests: Sequence[CheckRequest]) -> list[CheckRequest]:
    """Return a scheme's requests and, at their defaults, the checks it does not name: shown, never counted."""
    named = {request.check for request in requests}
    return [*requests, *(other for other in default_plans(all_checks()) if other.check not in named)]
