"""Scores a cycle: scheme × roster × measure table → results. Pure and deterministic; always the whole group."""

from datetime import date

from kaoping.model.measure_table import MeasureTable
from kaoping.model.roster import Roster
from kaoping.schemes.model import Scheme
from kaoping.scoring.expression import Frame
from kaoping.scoring.lanes import open_lanes
from kaoping.scoring.nodes import Draws
from kaoping.scoring.parts import Book, keep_book
from kaoping.scoring.population import populate
from kaoping.scoring.results import Results
from kaoping.scoring.workings import Workings, apart, unit_results

SCORING_VERSION = "1"  # of the semantics: a change that can change a result raises it


def score(
    scheme: Scheme,
    roster: Roster,
    measures: MeasureTable,
    *,
    draws: Draws | None = None,
    period_start: date | None = None,
) -> Results:
    """Return the results of all units of `roster`.

    `draws` says which children were drawn where the scheme draws some of them: node id → unit id (or "*" for all) →
    child ids; a draw not given leaves the points open. `period_start` is the first day of the assessed period, from
    which late completion counts; 1 January of the monitoring year unless given.
    Raises InputError for a roster that does not fit the scheme, SchemeError where the scheme gives a unit no number.
    """
    population = populate(scheme, roster)
    start = period_start or measures.as_of.replace(month=1, day=1)
    books = [
        _book(scheme, Frame(population, lane, measures.as_of, start), draws or {})
        for lane in open_lanes(scheme, population, measures)
    ]
    rows = {unit.id: row for row, unit in enumerate(population.units)}
    work = Workings(scheme, population, measures, books[0], books[1], rows)
    return Results(
        scheme=scheme.id,
        edition=scheme.edition,
        digest=scheme.digest,
        as_of=measures.as_of,
        version=SCORING_VERSION,
        groups=unit_results(work) if population.units else dict.fromkeys(scheme.groups, ()),
        apart=apart(work),
        workings=work,
    )


def _book(scheme: Scheme, frame: Frame, draws: Draws) -> Book:
    """Return the book of one lane; an empty one where there is nobody to score."""
    return keep_book(scheme, frame, draws) if frame.population.units else Book(frame)
