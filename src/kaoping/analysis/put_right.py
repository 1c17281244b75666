"""Inspections as they would be if findings were put right: one more look that no longer finds them."""

from collections.abc import Mapping, Sequence
from datetime import date

from kaoping.measures.inputs import Inspection, MeasureInputs
from kaoping.measures.sightings import PairKeys
from kaoping.model.findings import CheckRecord, Finding


def put_right(inputs: MeasureInputs, gone: frozenset[str], day: date) -> Mapping[str, tuple[Inspection, ...]]:
    """Return the inspections with one more look on `day` by the checks that had found what is `gone`.

    It sees what the last look of the same check with the same parameters saw, without what is gone. Earlier looks stay:
    what counts over a period has been seen.
    """
    found = dict(inputs.inspections)
    pairs = PairKeys(inputs.catalogue)
    for site, looks in inputs.inspections.items():
        names = {one.check for look in looks for one in look.findings if one.key in gone}
        if names:
            so_far = sorted((look for look in looks if look.as_of <= day), key=lambda look: look.as_of)
            again = _again([_only(look, names) for look in so_far], gone, pairs)
            found[site] = (*looks, Inspection(day, *again))
    return found


Seen = tuple[tuple[Finding, ...], tuple[CheckRecord, ...]]


def _only(look: Inspection, names: set[str]) -> Inspection:
    """Return what a look saw by some checks."""
    return Inspection(
        look.as_of,
        tuple(one for one in look.findings if one.check in names),
        tuple(one for one in look.records if one.check in names),
    )


def _again(looks: Sequence[Inspection], gone: frozenset[str], pairs: PairKeys) -> Seen:
    """Return what the checks that had found what is gone see now: what each saw last, without it."""
    concerned = {pairs(one.check, one.params) for look in looks for one in look.findings if one.key in gone}
    findings: list[Finding] = []
    records: list[CheckRecord] = []
    for pair in sorted(concerned):
        for look in reversed(looks):
            seen = [one for one in look.findings if pairs(one.check, one.params) == pair]
            done = [one for one in look.records if pairs(one.check, one.params) == pair]
            if seen or done:
                findings += (one for one in seen if one.key not in gone)
                records += done
                break
    return tuple(findings), tuple(records)
