"""Tables that are plain numbered lists."""

from collections.abc import Sequence

from kaoping.reports.scheme_document.tables import Cell, Column, Table
from kaoping.reports.scheme_document.widths import LEAST, SHORT, longest_line, short_width


def listed_table(
    caption: str, titles: tuple[str, ...], rows: Sequence[tuple[str, ...]], open_: frozenset[int] = frozenset()
) -> Table | None:
    """Return a numbered list; columns that would be empty are left out, rows of `open_` are marked at their end.

    None where there is nothing to list.
    """
    if not rows:
        return None
    kept = [place for place in range(len(titles)) if any(row[place] for row in rows)]
    columns = [Column("序号", 3, centred=True)]
    for place in kept:
        texts = [row[place] for row in rows]
        long = longest_line(texts) > SHORT
        width = LEAST if long else short_width([titles[place], *texts], 3.5, SHORT + 1, lines=1)
        columns.append(Column(titles[place], width, long=long))
    cells = [
        (
            Cell(str(place + 1)),
            *(Cell(row[column], heading=column == 0, open=place in open_ and column == kept[-1]) for column in kept),
        )
        for place, row in enumerate(rows)
    ]
    return Table(caption, columns, cells)
