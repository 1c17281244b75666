"""Reads which sites to watch: a table of addresses, or the sites of all units of an assessment file."""

from collections.abc import Callable
from pathlib import Path

from kaoping.model.errors import Problem
from kaoping.probe.contract import ProbeSite
from kaoping.runs.addresses import site_address
from kaoping.runs.inputs.assessment import Assessment
from kaoping.runs.inputs.problems import BadInputError, refuse
from kaoping.runs.inputs.tabular import Row, read_rows

LEAST, MOST = 1.0, 1440.0  # minutes from one visit to the next
_TITLES = {
    "网址": "url",
    "网站": "url",
    "首页网址": "url",
    "sites": "url",
    "间隔": "minutes",
    "间隔（分钟）": "minutes",
}


def read_probe_sites(path: Path, minutes: float, read: Callable[[Path], Assessment]) -> tuple[ProbeSite, ...]:
    """Return the sites of a CSV file (columns url and, optional, minutes) or of an assessment file that `read` reads.

    `minutes` is the interval of those that have none of their own. A site that is there twice is watched once.
    Raises BadInputError naming every bad line.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        sites = [ProbeSite(_known(url), 60 * minutes) for unit in read(path).roster.units for url in unit.sites]
    else:
        sites = _of_table(path, minutes)
    if not sites:
        raise BadInputError((Problem("没有一个网站可以拨测", str(path)),))
    return tuple({site.url: site for site in sites}.values())


def _known(url: str) -> str:
    return site_address(url) or url


def _of_table(path: Path, minutes: float) -> list[ProbeSite]:
    problems: list[Problem] = []
    sites = [_site(row, minutes, path, problems) for row in read_rows(path, ("url",), ("minutes",), _TITLES)]
    refuse(problems)
    return [site for site in sites if site is not None]


def _site(row: Row, minutes: float, path: Path, problems: list[Problem]) -> ProbeSite | None:
    address = site_address(row["url"])
    if address is None:
        message = f"网址“{row['url']}”不对；请写完整网址，如 https://www.example.gov.cn/"
        problems.append(Problem(message, str(path), row.line, where="url"))
        return None
    try:
        own = float(row["minutes"] or minutes)
    except ValueError:
        own = 0.0
    if not LEAST <= own <= MOST:
        message = f"间隔“{row['minutes']}”不对；应是 {LEAST:g} 到 {MOST:g} 之间的分钟数"
        problems.append(Problem(message, str(path), row.line, where="minutes"))
    return ProbeSite(address, 60 * own)
