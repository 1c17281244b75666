"""Unit costs as docs/performance.md gives them: the tables between the marks of the measurements, read back."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
Rows = list[dict[str, str]]


class NotMeasuredError(Exception):
    """A figure is not in the page: its measurement has not been run, or has been changed."""


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """What one unit of work costs: milliseconds of one processor, and bytes.

    `page` is a page of a whole inspection over http, start-up included; `request` one more request on an open
    connection; `tls` what https adds to a request there, and `handshake` to the first one to a host.
    """

    page: float
    request: float
    tls: float
    handshake: float
    visit: float
    wire: float
    kept: float
    kept_visit: float
    peak: float


def read_costs(page: Path = PAGE) -> UnitCosts:
    """Return the unit costs of the page. Raises NotMeasuredError naming what is missing."""
    text = page.read_text(encoding="utf-8")
    growth = tables(text, "growth")[0]
    network = tables(text, "network")[0]
    visits, series = tables(text, "probe")[:2]
    plain = _row(network, "what", "request on an open connection, http")
    return UnitCosts(
        page=_number(_row(tables(text, "crawl")[0], "tool", "kaoping, whole inspection"), "CPU ms/page"),
        request=_number(plain, "CPU ms"),
        tls=_number(_row(network, "what", "request on an open connection, https"), "added"),
        handshake=_number(_row(network, "what", "first request to a host, https"), "added"),
        visit=_number(visits[-1], "CPU ms/visit"),
        wire=_number(growth[0], "on the wire, KB/page") * 1000,
        kept=_number(growth[0], "kept, KB/page") * 1000,
        kept_visit=_number(_row(series, "sites × visits a day", "14000 × 48"), "bytes per visit"),
        peak=max(_number(row, "peak RSS MB") for row in growth),
    )


def tables(text: str, mark: str) -> list[Rows]:
    """Return the tables between the marks of one measurement, each as its rows by heading."""
    found = re.search(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", text, re.DOTALL)
    if found is None:
        raise NotMeasuredError(f"no mark {mark!r}")
    blocks = re.findall(r"(?:^\|.*\|\n)+", found[1], re.MULTILINE)
    if not blocks:
        raise NotMeasuredError(f"nothing measured at {mark!r}: run `python -m bench`")
    read = []
    for block in blocks:
        heading, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        read.append([dict(zip(heading, row, strict=True)) for row in rows])
    return read


def _row(rows: Rows, column: str, name: str) -> dict[str, str]:
    for row in rows:
        if row.get(column) == name:
            return row
    raise NotMeasuredError(f"no row {name!r}")


def _number(row: dict[str, str], column: str) -> float:
    try:
        return float(row[column])
    except (KeyError, ValueError) as error:
        raise NotMeasuredError(f"no number {column!r} in {row}") from error
