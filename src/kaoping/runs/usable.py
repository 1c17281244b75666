"""A scheme that results may be computed with: it loads and its sums hold."""

from pathlib import Path

from kaoping.model.catalogue import Catalogue
from kaoping.model.errors import SchemeError
from kaoping.schemes.linter import lint
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme


def usable_scheme(reference: str | Path, catalogue: Catalogue) -> Scheme:
    """Return the scheme of an id or path.

    Raises SchemeError with everything that is wrong: unreadable lines, sums that do not hold, unknown checks.
    Warnings do not stop anything: `kaoping schemes lint` shows them.
    """
    scheme = load_scheme(reference)
    errors = tuple(problem for problem in lint(scheme, catalogue) if problem.severity == "error")
    if errors:
        raise SchemeError(errors)
    return scheme
