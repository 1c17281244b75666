"""Measures every check on every labelled source, and on the cases made for it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kaoping.checks.discovery import all_checks, run_check
from kaoping.checks.registry import Check
from kaoping.facts.store import FactStore
from kaoping.model.findings import Verdict
from kaoping.model.outcomes import Outcome
from tests.accuracy.aside import asides, elsewhere, held_out
from tests.accuracy.labels import Label, Labelled, foreign
from tests.accuracy.programs import coarse_locus, program_labels
from tests.accuracy.sources import Seen, corpus
from tests.accuracy.tally import Tally, tally
from tests.accuracy.views import view
from tests.checks.case_files import Case, load_cases

TOLD = (Outcome.FAIL, Outcome.SUSPECTED, Outcome.MANUAL)


@dataclass(slots=True)
class Measured:
    """What was measured of each check on real sources; `sources` counts those with labels of the check.

    `held_out` are the same of pages that were kept back from mending, `aside` counts findings that bear no label for a
    written reason. `loose` are findings that bear neither: (check, source, locus, outcome, snippet).
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    held_out: dict[str, Tally] = field(default_factory=dict)
    sources: Counter[str] = field(default_factory=Counter)
    aside: Counter[tuple[str, str]] = field(default_factory=Counter)
    loose: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, seen: Seen, labelled: Mapping[str, Labelled]) -> None:
        """Judge one source by every check and count what is labelled of it."""
        plain, folder = FactStore(seen.record), corpus() or Path()
        for check in all_checks().values():
            shown = view(check.id, seen, folder)
            store = plain if shown is seen else FactStore(shown.record)
            known = labelled.get(check.id, Labelled(check.id, (), {}))
            labels = [label for label in known.labels if label.source == seen.source]
            foreign_labels = foreign(labels, {seen.source: seen.digest})
            if foreign_labels:
                raise ValueError(f"{check.id}: {seen.source} is not what was labelled ({seen.digest})")
            by_person = {label.locus for label in labels}  # who looked knows better than a program
            labels += [label for label in program_labels(check.id, shown, store) if label.locus not in by_person]
            told = told_loci(check, known.params, store, shown)
            self._count(check.id, seen, labels, told)

    def _count(self, check: str, seen: Seen, labels: list[Label], told: Mapping[str, Verdict]) -> None:
        outcomes = {locus: verdict.outcome for locus, verdict in told.items()}
        counted = tally(labels, outcomes)
        self.tallies[check] = self.tallies.get(check, Tally()) + counted
        self.sources[check] += bool(labels)
        kept_back = [label for label in labels if any(each.covers(check, label) for each in held_out())]
        if kept_back:
            self.held_out[check] = self.held_out.get(check, Tally()) + tally(kept_back, _of(kept_back, outcomes))
        for label in labels:
            one = tally([label], {k: v for k, v in outcomes.items() if label.locus in (k, "*")})
            for name in ("wrong", "hints_wrong", "missed"):
                if getattr(one, name):
                    self.wrong.append((check, name, seen.source, label.locus))
        known = {label.locus for label in labels}
        for locus, verdict in told.items():
            if known & {locus, "*"}:
                continue
            why = _why_aside(check, seen.source, locus)
            if why:
                self.aside[check, why] += 1
            else:
                self.loose.append((check, seen.source, locus, verdict.outcome.value, verdict.snippet[:100]))


def _why_aside(check: str, source: str, locus: str) -> str:
    """Why a finding bears no label; empty: nobody has said."""
    if check in elsewhere():
        return elsewhere()[check]
    return next((aside.why for aside in asides() if aside.covers(check, source, locus)), "")


def _of(labels: Iterable[Label], outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """What was told of labelled loci."""
    loci = {label.locus for label in labels}
    return {locus: outcome for locus, outcome in outcomes.items() if loci & {locus, "*"}}


def told_loci(check: Check, params: Mapping[str, object], store: FactStore, seen: Seen) -> dict[str, Verdict]:
    """Return what a check tells of one source, by locus; what passes or could not be measured is left out."""
    _, verdicts = run_check(check, params, store)  # type: ignore[arg-type]
    loci = ((coarse_locus(check.id, seen.locus(verdict.locus)), verdict) for verdict in verdicts)
    return {locus: verdict for locus, verdict in loci if verdict.outcome in TOLD}


def measure_cases(cases: Iterable[Case] | None = None) -> dict[str, Tally]:
    """Return the tallies of the cases by check: what each expects is what is true."""
    tallies: dict[str, Tally] = dict.fromkeys(all_checks(), Tally())
    for case in load_cases() if cases is None else cases:
        _, verdicts = run_check(all_checks()[case.check], case.params, FactStore(case.record()))
        told = Counter(verdict.outcome for verdict in verdicts if verdict.outcome in TOLD)
        wanted = Counter(Outcome(each["outcome"]) for each in case.expected.get("findings") or ())
        tallies[case.check] += _case_tally(told, Counter({o: n for o, n in wanted.items() if o in TOLD}))
    return tallies


def _case_tally(told: Counter[Outcome], wanted: Counter[Outcome]) -> Tally:
    """`tests/checks/test_cases.py` compares every value; here the findings are counted by outcome."""
    right, wrong = (told & wanted).total(), (told - wanted).total()
    return Tally(right=right, wrong=wrong, missed=(wanted - told).total(), quiet=int(not told and not wanted))
