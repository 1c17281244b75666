"""What the pages of a report show beside each indicator."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.web.cycles.models import Participant
from kaoping.web.marking.models import Material
from kaoping.web.monitoring.models import Finding
from kaoping.web.selfassessment.checking import gap_of, problems_in
from kaoping.web.selfassessment.indicators import Indicator
from kaoping.web.selfassessment.models import Section

FINDINGS = 5  # of one indicator


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator with the own mark, how far it is above the machine's, its findings and its proofs."""

    indicator: Indicator
    mark: str
    note: str
    gap: Decimal | None
    findings: Sequence[tuple[int, str]]
    more: int
    materials: Sequence[Material]


def lines_of(place: Participant, indicators: Iterable[Indicator], answers: Mapping[str, str]) -> list[Line]:
    """Return the lines of a report in document order."""
    indicators = list(indicators)
    keys = {key for one in indicators if one.machine for key in one.machine.findings[:FINDINGS]}
    known = {key: (pk, url) for key, pk, url in Finding.objects.filter(key__in=keys).values_list("key", "pk", "url")}
    proofs: dict[str, list[Material]] = {}
    for one in place.materials.filter(state=Material.State.SUBMITTED):
        proofs.setdefault(one.indicator, []).append(one)
    return [_line(one, answers, known, proofs) for one in indicators]


def checked(
    answers: Mapping[str, str], sections: Iterable[Section], indicators: Sequence[Indicator]
) -> Mapping[str, str]:
    """Return what is still to be put right, by key."""
    return problems_in(answers, sections, indicators)


def _line(
    one: Indicator,
    answers: Mapping[str, str],
    known: Mapping[str, tuple[int, str]],
    proofs: Mapping[str, list[Material]],
) -> Line:
    mark = answers.get(one.mark_key, "")
    keys = list(one.machine.findings) if one.machine else []
    shown = [known[key] for key in keys[:FINDINGS] if key in known]
    note = answers.get(one.note_key, "")
    return Line(one, mark, note, gap_of(one, mark), shown, len(keys) - len(shown), proofs.get(one.id, []))
