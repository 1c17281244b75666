"""Reads the draws that an assessment is scored by: results as published, compared with themselves and the scheme."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaoping.draws.book import DrawBook, bind
from kaoping.draws.drawing import make_draw
from kaoping.draws.fitting import misfits, of_scheme, undrawn
from kaoping.draws.plans import PoolPlan, plan_pools
from kaoping.draws.sealed_text import read_sealed
from kaoping.draws.values import DrawResult
from kaoping.draws.verify import follows
from kaoping.model.errors import InputError, Problem
from kaoping.model.roster import Roster
from kaoping.runs.draw_files import load_result, load_sealed, load_secret
from kaoping.runs.inputs.assessment import Assessment
from kaoping.runs.inputs.problems import BadInputError, refuse
from kaoping.schemes.model import Scheme
from kaoping.worktime import in_beijing


@dataclass(frozen=True, slots=True)
class AssessedDraws:
    """The draws of an assessment, the one among them that was made just now, and what has not been drawn."""

    book: DrawBook
    made: DrawResult | None = None
    missing: tuple[PoolPlan, ...] = ()


def read_draws(assessment: Assessment, now: datetime) -> AssessedDraws:
    """Return the draws that an assessment file names as results (`draws`) or has made (`draw`).

    Raises BadInputError for a result that does not follow from its sealed list and seed, or is of another scheme, other
    units or other numbers than the assessment's; InputError for a file that is none.
    """
    results = {path: load_result(path) for path in assessment.draws if path.is_file()}
    made = _made(assessment, now)
    if made is not None:
        results[assessment.file] = made
    book = bind_draws(results, assessment.scheme, assessment.roster)
    plans = plan_pools(assessment.scheme, assessment.roster) if results else ()
    return AssessedDraws(book, made, undrawn(tuple(book.drawn), plans))


def bind_draws(results: Mapping[Path, DrawResult], scheme: Scheme, roster: Roster) -> DrawBook:
    """Return results together, by the files they come from; raises as `read_draws`."""
    if not results:
        return DrawBook()
    plans = plan_pools(scheme, roster)
    refuse(problem for path, result in results.items() for problem in _faults(path, result, scheme, plans))
    try:
        return bind(results.values())
    except InputError as error:
        raise BadInputError((Problem(str(error), "、".join(map(str, results)), where="draws"),)) from error


def _made(assessment: Assessment, now: datetime) -> DrawResult | None:
    asked = assessment.draw
    if asked is None or not asked.sealed.is_file() or not asked.secret.is_file():
        return None
    try:
        return make_draw(load_sealed(asked.sealed), load_secret(asked.secret), asked.public, in_beijing(now))
    except InputError as error:
        raise BadInputError((Problem(str(error), str(assessment.file), where="draw"),)) from error


def _faults(path: Path, result: DrawResult, scheme: Scheme, plans: tuple[PoolPlan, ...]) -> Iterator[Problem]:
    wrong = follows(result)
    yield from (Problem(f"{remark.text}。请用公布的原文件", str(path), where="draws") for remark in wrong)
    if wrong:
        return
    sealed = read_sealed(result.sealed_text)
    if not of_scheme(sealed, scheme):
        message = f"这是方案“{sealed.scheme}”的抽查结果，本次考评用的是“{scheme.id}”"
        yield Problem(message, str(path), where="draws")
        return
    yield from (Problem(reason, str(path), where=label) for label, reason in misfits(sealed, plans))
