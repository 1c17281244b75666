"""The six outcomes of looking at one thing, and whose fault it is when it could not be looked at."""

from enum import StrEnum


class Outcome(StrEnum):
    """判定. Only `fail` costs a mark by itself; `suspected` does once a person has confirmed it."""

    PASS = "pass"  # noqa: S105 an outcome, not a password
    FAIL = "fail"
    SUSPECTED = "suspected"
    MANUAL = "manual"
    NOT_APPLICABLE = "not_applicable"
    NOT_MEASURED = "not_measured"


class Fault(StrEnum):
    """Who is answerable when something did not work or could not be measured; only `site` can cost a mark."""

    SITE = "site"
    NETWORK = "network"
    US = "us"
    ROBOT_WALL = "robot_wall"


class PageKind(StrEnum):
    """Where on a site a finding was seen. `site` is for findings about the site as a whole."""

    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"
    INNER = "inner"
    SITE = "site"


class CheckStatus(StrEnum):
    """What became of one check with one set of parameters on one site (`checks.json`)."""

    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    NOT_MEASURED = "not_measured"


class State(StrEnum):
    """State of a measured value. Unknown never becomes 0."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
