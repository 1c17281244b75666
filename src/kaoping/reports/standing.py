"""What became of every finding in the scores: counted, waiting for a person, left out and why, or not used."""

from collections.abc import Mapping
from dataclasses import dataclass

from kaoping.model.measure_table import MeasureTable
from kaoping.reports.reasons import reason_text
from kaoping.schemes.model import Scheme

COUNTED, PENDING, UNUSED = "counted", "pending", "unused"
_WORDS = {COUNTED: "计入", PENDING: "待人工确认", UNUSED: "未用于计分"}


@dataclass(frozen=True, slots=True)
class FindingStandings:
    """By finding key: `states` is counted, pending or a reason for leaving it out; `measures` the titles it went into.

    A finding that one measure counts and another leaves out is counted.
    """

    states: Mapping[str, str]
    measures: Mapping[str, tuple[str, ...]]

    def state(self, key: str) -> str:
        """Return the code of what became of a finding."""
        return self.states.get(key, UNUSED)

    def words(self, key: str) -> str:
        """Return what became of a finding, in words."""
        state = self.state(key)
        return _WORDS.get(state) or reason_text(state)


def read_standings(table: MeasureTable, scheme: Scheme) -> FindingStandings:
    """Return the standing of every finding that the measure table names."""
    left_out: dict[str, str] = {}
    pending: dict[str, str] = {}
    counted: dict[str, str] = {}
    measures: dict[str, dict[str, None]] = {}
    for (_, name, _), cell in table.cells.items():
        title = scheme.measures[name].title if name in scheme.measures else name
        left_out |= dict(cell.left_out)
        pending |= dict.fromkeys(cell.pending, PENDING)
        counted |= dict.fromkeys(cell.counted, COUNTED)
        for key in (*cell.counted, *cell.pending, *(key for key, _ in cell.left_out)):
            measures.setdefault(key, {})[title] = None
    titles = {key: tuple(found) for key, found in measures.items()}
    return FindingStandings({**left_out, **pending, **counted}, titles)
