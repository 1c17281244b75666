"""Scores a cycle: scheme × roster × measure table → results. Pure and deterministic; always the whole group."""

from datetime import date

from kaoping.model.measure_table import MeasureTable
from kaoping.model.roster import Roster
from kaoping.schemes.model import Scheme
from kaoping.scoring.expression import Frame
from kaoping.scoring.lanes import open_lanes
from kaoping.scoring.nodes import Draws, Terms
from kaoping.scoring.parts import keep_book
from kaoping.scoring.population import populate
from kaoping.scoring.ranking import stand
from kaoping.scoring.results import Results
from kaoping.scoring.scaling import Scaling
from kaoping.scoring.workings import Workings, apart

SCORING_VERSION = "1"  # of the semantics: a change that can change a result raises it


def score(
    scheme: Scheme,
    roster: Roster,
    measures: MeasureTable,
    *,
    draws: Draws | None = None,
    period_start: date | None = None,
    scaling: Scaling | None = None,
) -> Results:
    """Return the results of all units of `roster`.

    `draws` says which children were drawn where the scheme draws some of them: node id → unit id (or "*" for all) →
    child ids; a draw not given leaves the points open. `period_start` is the first day of the assessed period, from
    which late completion counts; 1 January of the monitoring year unless given. `scaling` makes indicators count for
    more or less than the scheme says (its weights are not used here: a changed weight is another scheme).
    Raises InputError for a roster that does not fit the scheme, SchemeError where the scheme gives a unit no number.
    """
    population = populate(scheme, roster)
    start = period_start or measures.as_of.replace(month=1, day=1)
    point_lane, range_lane = open_lanes(scheme, population, measures)
    terms = Terms(draws or {}, scaling)
    point = keep_book(scheme, Frame(population, point_lane, measures.as_of, start), terms)
    wide = point
    if not point_lane.readings.exact():
        wide = keep_book(scheme, Frame(population, range_lane, measures.as_of, start), terms)
    rows = {unit.id: row for row, unit in enumerate(population.units)}
    standing = stand(scheme, population, point.whole[0], wide.whole[0])
    work = Workings(scheme, population, point, wide, rows, standing, terms)
    return Results(
        scheme=scheme.id,
        edition=scheme.edition,
        digest=scheme.digest,
        as_of=measures.as_of,
        version=SCORING_VERSION,
        apart=apart(work),
        totals=work.totals(),
        workings=work,
    )
