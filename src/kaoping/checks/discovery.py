"""Finds checks by folder and runs one of them on the facts of one site."""

import importlib
import logging
import pkgutil
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from kaoping.checks import library
from kaoping.checks.registry import Check
from kaoping.checks.verdicts import Examined, Whole
from kaoping.facts.store import FactStore, NotReadError
from kaoping.model.catalogue import CheckEntry, ParamSpec
from kaoping.model.errors import InputError
from kaoping.model.findings import CheckRecord, Plain, Verdict
from kaoping.model.outcomes import CheckStatus, Fault, Outcome

__all__ = ["Check", "all_checks", "catalogue_entries", "full_params", "run_check"]

_log = logging.getLogger(__name__)


def all_checks() -> Mapping[str, Check]:
    """Return every check by id. Raises ImportError when a module of the folder defines none of its name."""
    found: dict[str, Check] = {}
    for info in sorted(pkgutil.iter_modules(library.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{library.__name__}.{info.name}")
        described = getattr(module, info.name, None)
        if not isinstance(described, Check):
            raise ImportError(f"{module.__name__} defines no check named {info.name}")
        found[described.id] = described
    return MappingProxyType(found)


def catalogue_entries() -> tuple[CheckEntry, ...]:
    """Return every check as schemes see it, by id."""
    return tuple(each.entry for each in all_checks().values())


def run_check(check: Check, params: Mapping[str, Plain], store: FactStore) -> tuple[CheckRecord, tuple[Verdict, ...]]:
    """Run one check; `params` may leave out what shall be as declared.

    Whatever goes wrong inside becomes this check's `not_measured`, our fault. Raises InputError on parameters that
    the check does not have or that are of the wrong type.
    """
    full = full_params(check, params)
    try:
        facts: dict[str, Any] = {name: store.get(kind) for name, kind in check.needs.items()}
        said = tuple(check.function(**facts, **full))
    except NotReadError:
        return CheckRecord(check.id, full, CheckStatus.NOT_MEASURED, 0, Fault.US, "not-read-closely"), ()
    except Exception as error:  # noqa: BLE001 the one boundary per check: its failure is its own outcome
        _log.exception("check %s failed on %s", check.id, store.record.site)
        reason = f"check-error: {type(error).__name__}"
        return CheckRecord(check.id, full, CheckStatus.NOT_MEASURED, 0, Fault.US, reason), ()
    return _record(check, full, said)


def full_params(check: Check, params: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return all parameters of a run: those given, in the declared types, and the defaults of the rest."""
    unknown = set(params) - {spec.name for spec in check.params}
    if unknown:
        known = "、".join(spec.name for spec in check.params) or "无"
        raise InputError(f"检查项 {check.id} 没有参数 {'、'.join(sorted(unknown))}；可用参数：{known}。")
    return {spec.name: _cast(check.id, spec, params.get(spec.name, spec.default)) for spec in check.params}


def _cast(check: str, spec: ParamSpec, value: Plain) -> Plain:
    if spec.type == "strs" and isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return tuple(str(each) for each in value)
    if spec.type == "strs" and isinstance(value, str):
        return (value,)
    if spec.type == "bool" and isinstance(value, bool):
        return value
    if spec.type == "str" and isinstance(value, str):
        return value
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        if spec.type == "int" and value == int(value):
            return int(value)
        if spec.type == "number":
            return Decimal(str(value))
    raise InputError(f"检查项 {check} 的参数 {spec.name} 应为 {_TYPE_WORDS[spec.type]}，得到：{value!r}。请修改方案。")


_TYPE_WORDS = {"int": "整数", "number": "数字", "bool": "true 或 false", "str": "文字", "strs": "文字列表"}


def _record(
    check: Check, params: Mapping[str, Plain], said: Iterable[Verdict | Examined | Whole]
) -> tuple[CheckRecord, tuple[Verdict, ...]]:
    verdicts: dict[tuple[str, str], Verdict] = {}
    examined = 0
    for each in said:
        if isinstance(each, Whole):  # what single loci lacked to be measured may still be told
            told = tuple(one for one in verdicts.values() if one.outcome is Outcome.NOT_MEASURED)
            return CheckRecord(check.id, params, each.status, 0, each.fault, each.reason), told
        if isinstance(each, Examined):
            examined = each.count
        else:
            verdicts.setdefault((each.locus, ""), each)
    return CheckRecord(check.id, params, CheckStatus.DONE, examined), tuple(verdicts.values())
