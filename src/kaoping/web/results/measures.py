"""What shorter cycles give to the one they count towards: their results once they are approved (carry)."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from kaoping.measures.inputs import Given
from kaoping.measures.periods import period_of
from kaoping.model.measure_table import fixed
from kaoping.model.outcomes import State
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.cycles.sources import Source
from kaoping.web.results.models import ResultVersion, VersionScore
from kaoping.web.results.versions import latest_version
from kaoping.workflow.cycle import State as Stage


def child_results(cycle: Cycle) -> tuple[Given, ...]:
    """Return what each unit came to in each month or quarter; unknown while those results are not approved."""
    children = list(_children(cycle))
    if not children:
        return ()
    measures, units = scheme_of(cycle).measures, _units(cycle)
    found: list[Given] = []
    for child in children:
        measure = measures.get(child.feeds)
        if measure is not None and measure.by:
            found.extend(_given(child, units, period_of(child.period_from, measure.by)))
    return tuple(found)


def _children(cycle: Cycle) -> Iterator[Cycle]:
    rows = cycle.children.exclude(feeds="").exclude(state=Stage.CANCELLED.value)
    yield from rows.order_by("period_from", "pk")


def _units(cycle: Cycle) -> Mapping[int, str]:
    return dict(cycle.participants.filter(exempt=False).order_by("pk").values_list("unit", "unit__code"))


def _given(child: Cycle, units: Mapping[int, str], period: str) -> Iterator[Given]:
    version = latest_version(child)
    if version is None:
        note = _("“%s”的结果还没有审定") % child
        yield from (Given(code, child.feeds, period, state=State.UNKNOWN, note=note) for code in units.values())
        return
    scores = {row.participant.unit_id: row for row in version.scores.select_related("participant").order_by("pk")}
    exempt = set(child.participants.filter(exempt=True).values_list("unit", flat=True))
    for unit, code in units.items():
        state, value, note = _told(version, scores.get(unit), unit in exempt)
        yield Given(code, child.feeds, period, value, state, by=str(version), note=note)


def _told(version: ResultVersion, score: VersionScore | None, exempt: bool) -> tuple[State, int, str]:
    if exempt:
        return State.NOT_APPLICABLE, 0, _("“%s”中免予考评") % version.cycle
    if score is None:
        return State.UNKNOWN, 0, _("没有参加“%s”") % version.cycle
    if score.total is None:
        spread = f"{score.low:f}～{score.high:f}"
        return State.UNKNOWN, 0, _("“%(version)s”中得分没有确定（%(spread)s）") % {"version": version, "spread": spread}
    return State.KNOWN, fixed(score.total), str(version)


def _stamp(cycle: Cycle) -> str:
    told = []
    for child in _children(cycle):
        version = latest_version(child)
        exempt = child.participants.filter(exempt=True).order_by("pk").values_list("pk", flat=True)
        told.append((child.pk, child.feeds, child.period_from, version.pk if version else 0, list(exempt)))
    return repr(told)


SOURCE = Source(_stamp, providers=child_results)
