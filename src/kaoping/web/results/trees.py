"""Score trees on demand, read from what the scores were computed from."""

import functools
from collections.abc import Iterator
from pathlib import Path

from kaoping.analysis.case import Case
from kaoping.runs.kept_scoring import read_scoring
from kaoping.scoring import Results, ScoreNode
from kaoping.web import storage
from kaoping.web.installation import data_folder
from kaoping.web.results.models import Scoring


def tree_of(scoring: Scoring, unit: str) -> ScoreNode:
    """Return one unit's tree as of a scoring. Raises InputError for a unit that was not scored."""
    return results_of(scoring).trace(unit)


def results_of(scoring: Scoring) -> Results:
    """Return the results of a scoring, computed again from what was kept with it."""
    return _read(data_folder() / scoring.folder)[1]


def case_of_scoring(scoring: Scoring) -> Case:
    """Return what a scoring was computed from, without findings."""
    return _read(data_folder() / scoring.folder)[0]


def leaves(node: ScoreNode) -> Iterator[ScoreNode]:
    """Yield the nodes that have none below."""
    if not node.children:
        yield node
    for child in node.children:
        yield from leaves(child)


@functools.lru_cache(maxsize=4)
def _read(folder: Path) -> tuple[Case, Results]:
    storage.bring(folder)
    case = read_scoring(folder).case
    return case, case.results()
