"""A scoring with all it is computed from, so that it can be computed again with something changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kaoping.measures.inputs import MeasureInputs
from kaoping.model.measure_table import MeasureTable
from kaoping.model.roster import Roster
from kaoping.schemes.model import Scheme
from kaoping.scoring.nodes import Draws
from kaoping.scoring.results import Results
from kaoping.scoring.scaling import Scaling
from kaoping.scoring.score import score


@dataclass(frozen=True, slots=True)
class Case:
    """What results come from. `scaling` is None where every indicator counts as the scheme says.

    `inputs` is what the measures of `table` come from (findings, decisions, marks); only trying a decision on a finding
    needs it, and a table that was handed in has none.
    """

    scheme: Scheme
    roster: Roster
    table: MeasureTable
    draws: Draws = field(default_factory=dict)
    period_start: date | None = None
    inputs: MeasureInputs | None = None
    scaling: Scaling | None = None

    def results(self) -> Results:
        """Return the results; raises as `score` does."""
        return score(
            self.scheme,
            self.roster,
            self.table,
            draws=self.draws,
            period_start=self.period_start,
            scaling=self.scaling,
        )

    def names(self) -> Mapping[str, str]:
        """Return the name of every unit by its id."""
        return {unit.id: unit.name for unit in self.roster.units}
