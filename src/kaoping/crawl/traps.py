"""Guards against parts of a site that never end: calendars, endless parameters, paths that repeat themselves."""

import re
from collections import Counter

from kaoping.crawl import reasons
from kaoping.crawl.addresses import Address

MAX_LENGTH = 1800
MAX_SEGMENTS = 16
MAX_VARIANTS = 500  # distinct queries of one path with the same parameter names
MAX_CALENDAR_VARIANTS = 24
MAX_MANY_PARAMETERS = 60
MANY_PARAMETERS = 5
EARLIEST_YEAR = 1990
CALENDAR_NAMES = frozenset(
    {"year", "month", "day", "date", "week", "ym", "ymd", "yyyymm", "yyyymmdd", "nian", "yue", "riqi", "y", "m", "d"}
)
CALENDAR_PATH = re.compile(r"calendar|rili|wannianli", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)((?:1[89]|2\d)\d\d)(?:[-_/.]?(?:0?[1-9]|1[0-2]))?(?!\d)")
REPEATED = re.compile(r"(/[^/]+(?:/[^/]+){0,3})\1\1(?=/|$)|(?:^|/)([^/]+)/(?:[^/]+/)?\2/(?:[^/]+/)?\2/(?:[^/]+/)?\2/")


class TrapGuard:
    """Says which addresses of one site are not worth following. Its answers depend only on the order of questions."""

    def __init__(self, this_year: int) -> None:
        self._latest = this_year + 1
        self._variants: Counter[str] = Counter()

    def reason(self, address: Address) -> str:
        """Return why `address` should not be followed, or the empty string; counts it if it may be."""
        if len(address.url) > MAX_LENGTH:
            return reasons.TRAP_LENGTH
        if address.path.count("/") > MAX_SEGMENTS:
            return reasons.TRAP_DEPTH
        if REPEATED.search(address.path):
            return reasons.TRAP_REPETITION
        names = _names(address.query)
        calendar = bool(CALENDAR_NAMES & names) or CALENDAR_PATH.search(address.path) is not None
        if calendar and self._outside(address):
            return reasons.TRAP_CALENDAR
        if not names and not calendar:
            return ""
        return self._count(address, names, calendar)

    def _count(self, address: Address, names: frozenset[str], calendar: bool) -> str:
        pattern = f"{address.host}{re.sub(r'[0-9]+', '0', address.path) if calendar else address.path}?{sorted(names)}"
        limit = MAX_CALENDAR_VARIANTS if calendar else MAX_VARIANTS
        if len(names) >= MANY_PARAMETERS:
            limit = min(limit, MAX_MANY_PARAMETERS)
        if self._variants[pattern] >= limit:
            return reasons.TRAP_CALENDAR if calendar else reasons.TRAP_PARAMETERS
        self._variants[pattern] += 1
        return ""

    def _outside(self, address: Address) -> bool:
        years = [int(found) for found in YEAR.findall(f"{address.path}?{address.query}")]
        return any(year > self._latest or year < EARLIEST_YEAR for year in years)


def _names(query: str) -> frozenset[str]:
    return frozenset(part.partition("=")[0].lower() for part in query.split("&") if part) if query else frozenset()
