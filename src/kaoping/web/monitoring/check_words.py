"""What checks are called and what they say for themselves, read once for a process."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from kaoping.checks.accuracy import NOTHING, accuracy
from kaoping.checks.discovery import all_checks


@dataclass(frozen=True, slots=True)
class CheckWords:
    """One check for people: title, why it matters, what to do, clauses served, how often it is right."""

    title: str
    matters: str
    advice: str
    basis: str
    stage: str
    accuracy: str


@functools.cache
def check_words() -> Mapping[str, CheckWords]:
    """Return what is said of every check, by its id."""
    figures = accuracy()
    return {
        check.id: CheckWords(
            check.about.title,
            check.about.matters,
            check.about.advice,
            check.about.basis,
            check.about.stage,
            figures.get(check.id, NOTHING).words(),
        )
        for check in all_checks().values()
    }


def check_title(check: str) -> str:
    """Return what a check is called; its id for one that this version does not have."""
    words = check_words().get(check)
    return words.title if words else check


@functools.cache
def check_choices() -> tuple[tuple[str, str], ...]:
    """Return all checks for a form, in the order of their titles."""
    return tuple(sorted(((name, words.title) for name, words in check_words().items()), key=lambda pair: pair[1]))
