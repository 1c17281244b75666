"""What findings are called in sentences about results: the check's title and the page."""

from collections.abc import Callable, Iterable

from kaoping.analysis.between import IndicatorChange
from kaoping.checks.discovery import all_checks
from kaoping.web.monitoring.models import Finding

Named = Callable[[str], str]


def finding_names(changes: Iterable[IndicatorChange]) -> Named:
    """Return what names the findings that some changes speak of; one question to the database for all of them."""
    keys = {key for change in changes for measure in change.measures for key in (*measure.gone, *measure.came)}
    titles = {check.id: check.entry.title for check in all_checks().values()}
    rows = Finding.objects.filter(key__in=keys).values_list("key", "check_id", "url") if keys else ()
    known = {key: f"{titles.get(check, check)} {url}" for key, check, url in rows}
    return lambda key: known.get(key, "")
