"""The `@check` decorator: turns a function over facts and parameters into a described check."""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast, get_args, get_origin

from kaoping.checks.verdicts import Said
from kaoping.facts.store import needs_of
from kaoping.model.catalogue import CheckEntry, ParamSpec
from kaoping.model.findings import Plain

CheckFunction = Callable[..., Iterable[Said]]
STAGES = ("trial", "counted", "retired")
_OUTCOMES = ("fail", "suspected", "manual", "not_measured", "not_applicable", "pass")


@dataclass(frozen=True, slots=True)
class About:
    """What `@check` is told. `outcomes` and `values` name what its findings may be and measure.

    `matters` is why it matters and `advice` (整改建议) what a person of the site should do, both in plain Chinese.
    """

    title: str
    matters: str
    advice: str
    since: str
    basis: str
    stage: str
    outcomes: tuple[str, ...]
    values: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `needs` are the facts it is given by parameter name, `params` what a scheme may set."""

    id: str
    about: About
    purpose: str
    why: str
    how_to_fix: str
    params: tuple[ParamSpec, ...]
    needs: Mapping[str, Any]
    function: CheckFunction

    @property
    def version(self) -> str:
        """Version of what the check means; stamped on its findings."""
        return self.about.version

    @property
    def entry(self) -> CheckEntry:
        """The check as schemes see it."""
        about = self.about
        return CheckEntry(
            self.id, about.title, about.version, self.params, about.outcomes, about.values, about.stage, about.basis,
            about.since, about.matters, about.advice,
        )  # fmt: skip


def check(
    *,
    title: str,
    matters: str,
    advice: str,
    since: str,
    basis: str,
    stage: str = "counted",
    outcomes: Sequence[str] = ("fail",),
    values: Sequence[str] = (),
    version: str = "1",
) -> Callable[[CheckFunction], Check]:
    """Declare a check: parameters without a default are facts, those with one are set by schemes.

    `basis` is the clause that the check serves. Raises ValueError on an unknown stage or outcome and on a module
    docstring without its `Why:` and `How to fix:` paragraphs.
    """
    if stage not in STAGES or not set(outcomes) <= set(_OUTCOMES):
        raise ValueError(f"{title}: unknown stage or outcome")
    about = About(title, matters, advice, since, basis, stage, tuple(outcomes), tuple(values), version)

    def describe(function: CheckFunction) -> Check:
        name = function.__module__.rsplit(".", 1)[-1]
        purpose, why, fix = _paragraphs(sys.modules[function.__module__].__doc__ or "", name)
        hints = needs_of(function)
        parameters = inspect.signature(function).parameters.values()
        params = tuple(_spec(p, hints[p.name]) for p in parameters if p.default is not inspect.Parameter.empty)
        needs = {p.name: hints[p.name] for p in parameters if p.default is inspect.Parameter.empty}
        return Check(name.replace("_", "-"), about, purpose, why, fix, params, needs, function)

    return describe


def _paragraphs(doc: str, name: str) -> tuple[str, str, str]:
    match = re.match(r"\s*(.+?)\n\s*\n\s*Why: (.+?)\n\s*How to fix: (.+?)\s*$", doc, re.DOTALL)
    if match is None:
        raise ValueError(f"{name}: the docstring needs a sentence of purpose, then Why: and How to fix:")
    purpose, why, fix = (" ".join(part.split()) for part in match.groups())
    return purpose, why, fix


def _spec(parameter: inspect.Parameter, hint: Any) -> ParamSpec:
    return ParamSpec(parameter.name, _type_name(hint, parameter.name), cast(Plain, parameter.default))


def _type_name(hint: Any, name: str) -> str:
    if hint is bool or hint is int or hint is str:
        return str(hint.__name__)
    if hint is Decimal:
        return "number"
    if get_origin(hint) is tuple and get_args(hint)[0] is str:
        return "strs"
    raise ValueError(f"parameter {name}: a check's parameter is a bool, int, str, Decimal or tuple[str, ...]")
